import { toGetRoute } from "#lib/server/http/to-route";
import { listTopics } from "#lib/server/queries/list-topics";

export const GET = toGetRoute(listTopics);
