import { toGetRoute } from "#lib/server/http/to-route";
import { listStaleTopics } from "#lib/server/queries/list-stale-topics";

export const GET = toGetRoute(listStaleTopics);
