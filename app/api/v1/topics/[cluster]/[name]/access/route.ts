import { toGetRoute } from "#lib/server/http/to-route";
import { getTopicAccess } from "#lib/server/queries/get-topic-access";

export const GET = toGetRoute(getTopicAccess);
