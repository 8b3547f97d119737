import { revokeToken } from "#lib/server/commands/revoke-token";
import { toRoute } from "#lib/server/http/to-route";

export const DELETE = toRoute(revokeToken, { status: 204, bodyless: true });
