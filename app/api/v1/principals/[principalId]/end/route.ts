import { endPrincipal } from "#lib/server/commands/end-principal";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(endPrincipal);
