import { retryAclRemoval } from "#lib/server/commands/retry-acl-removal";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(retryAclRemoval);
