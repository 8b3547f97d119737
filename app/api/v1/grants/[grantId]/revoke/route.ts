import { revokeGrant } from "#lib/server/commands/revoke-grant";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(revokeGrant);
