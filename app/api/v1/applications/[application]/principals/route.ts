import { requestPrincipal } from "#lib/server/commands/request-principal";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(requestPrincipal, { status: 201 });
