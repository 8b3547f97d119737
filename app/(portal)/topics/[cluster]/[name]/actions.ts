"use server";

import { retryTopic } from "#lib/server/commands/retry-topic";
import { toAction } from "#lib/server/to-action";

export const retryBlockedTopic = toAction(retryTopic);
