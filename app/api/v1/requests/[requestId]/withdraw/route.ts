import { withdrawRequest } from "#lib/server/commands/withdraw-request";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(withdrawRequest);
