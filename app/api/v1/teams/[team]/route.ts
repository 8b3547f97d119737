import { deleteTeam } from "#lib/server/commands/delete-team";
import { updateTeam } from "#lib/server/commands/update-team";
import { toGetRoute, toRoute } from "#lib/server/http/to-route";
import { getTeam } from "#lib/server/queries/get-team";

export const GET = toGetRoute(getTeam);
export const PATCH = toRoute(updateTeam);
export const DELETE = toRoute(deleteTeam, { status: 204, bodyless: true });
