import { requestQuota } from "#lib/server/commands/request-quota";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(requestQuota, { status: 201 });
