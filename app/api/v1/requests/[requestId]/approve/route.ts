import { approveRequest } from "#lib/server/commands/approve-request";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(approveRequest);
