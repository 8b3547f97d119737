import { retryTopic } from "#lib/server/commands/retry-topic";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(retryTopic);
