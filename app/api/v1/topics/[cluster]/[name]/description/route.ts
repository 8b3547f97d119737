import { describeTopic } from "#lib/server/commands/describe-topic";
import { toRoute } from "#lib/server/http/to-route";

export const PUT = toRoute(describeTopic);
