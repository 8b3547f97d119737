import { createToken } from "#lib/server/commands/create-token";
import { toGetRoute, toRoute } from "#lib/server/http/to-route";
import { listTokens } from "#lib/server/queries/list-tokens";

export const GET = toGetRoute(listTokens);
export const POST = toRoute(createToken, { status: 201 });
