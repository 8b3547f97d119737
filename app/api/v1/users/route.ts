import { createUser } from "#lib/server/commands/create-user";
import { toGetRoute, toRoute } from "#lib/server/http/to-route";
import { listUsers } from "#lib/server/queries/list-users";

export const GET = toGetRoute(listUsers);
export const POST = toRoute(createUser, { status: 201 });
