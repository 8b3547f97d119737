import { requestAclRemoval } from "#lib/server/commands/request-acl-removal";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(requestAclRemoval, { status: 201 });
