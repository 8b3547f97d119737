import { toGetRoute } from "#lib/server/http/to-route";
import { getProbe } from "#lib/server/queries/get-probe";

export const GET = toGetRoute(getProbe);
