import { requestRevert } from "#lib/server/commands/request-revert";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(requestRevert, { status: 201 });
