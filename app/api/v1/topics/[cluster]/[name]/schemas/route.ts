import { toGetRoute } from "#lib/server/http/to-route";
import { getTopicSchemas } from "#lib/server/queries/get-topic-schemas";

export const GET = toGetRoute(getTopicSchemas);
