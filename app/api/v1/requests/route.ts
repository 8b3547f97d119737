import { toGetRoute } from "#lib/server/http/to-route";
import { listRequests } from "#lib/server/queries/list-requests";

export const GET = toGetRoute(listRequests);
