"use server";

import { requestTopicDeletion } from "#lib/server/commands/request-topic-deletion";
import { toAction } from "#lib/server/to-action";

export const submitTopicDeletion = toAction(requestTopicDeletion);
