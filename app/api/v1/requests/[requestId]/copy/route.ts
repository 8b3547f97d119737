import { copyRequest } from "#lib/server/commands/copy-request";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(copyRequest, { status: 201 });
