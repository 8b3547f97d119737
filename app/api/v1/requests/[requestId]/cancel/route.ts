import { cancelRequest } from "#lib/server/commands/cancel-request";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(cancelRequest);
