import { rejectRequest } from "#lib/server/commands/reject-request";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(rejectRequest);
