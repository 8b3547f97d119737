import { unblockTopic } from "#lib/server/commands/unblock-topic";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(unblockTopic);
