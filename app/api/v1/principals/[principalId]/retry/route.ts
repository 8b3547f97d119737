import { retryPrincipal } from "#lib/server/commands/retry-principal";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(retryPrincipal);
