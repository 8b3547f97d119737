import { createTeam } from "#lib/server/commands/create-team";
import { toGetRoute, toRoute } from "#lib/server/http/to-route";
import { listTeams } from "#lib/server/queries/list-teams";

export const GET = toGetRoute(listTeams);
export const POST = toRoute(createTeam, { status: 201 });
