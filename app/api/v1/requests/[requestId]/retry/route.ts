import { retryRequest } from "#lib/server/commands/retry-request";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(retryRequest);
