import { cancelTopicChange } from "#lib/server/commands/cancel-topic-change";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(cancelTopicChange);
