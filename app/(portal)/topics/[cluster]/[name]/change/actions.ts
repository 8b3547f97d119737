"use server";

import { requestTopicChange } from "#lib/server/commands/request-topic-change";
import { toAction } from "#lib/server/to-action";

export const submitTopicChange = toAction(requestTopicChange);
