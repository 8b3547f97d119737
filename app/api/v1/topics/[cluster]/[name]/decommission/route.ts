import { toGetRoute } from "#lib/server/http/to-route";
import { getDecommission } from "#lib/server/queries/get-decommission";

export const GET = toGetRoute(getDecommission);
