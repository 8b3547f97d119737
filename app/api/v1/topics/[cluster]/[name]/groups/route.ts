import { toGetRoute } from "#lib/server/http/to-route";
import { getTopicGroups } from "#lib/server/queries/get-topic-groups";

export const GET = toGetRoute(getTopicGroups);
