import { renewGrant } from "#lib/server/commands/renew-grant";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(renewGrant, { status: 201 });
