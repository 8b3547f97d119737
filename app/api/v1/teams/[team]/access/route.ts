import { toGetRoute } from "#lib/server/http/to-route";
import { getTeamAccess } from "#lib/server/queries/get-team-access";

export const GET = toGetRoute(getTeamAccess);
