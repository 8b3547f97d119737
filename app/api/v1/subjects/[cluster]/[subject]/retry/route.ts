import { retrySubject } from "#lib/server/commands/retry-subject";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(retrySubject);
