import { toGetRoute } from "#lib/server/http/to-route";
import { getTopic } from "#lib/server/queries/get-topic";

export const GET = toGetRoute(getTopic);
