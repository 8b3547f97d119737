import { requestOwnershipTransfer } from "#lib/server/commands/request-ownership-transfer";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(requestOwnershipTransfer, { status: 201 });
