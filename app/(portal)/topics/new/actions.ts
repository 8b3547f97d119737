"use server";

import { editRequest } from "#lib/server/commands/edit-request";
import { requestTopic } from "#lib/server/commands/request-topic";
import { toAction } from "#lib/server/to-action";

export const submitTopicRequest = toAction(requestTopic);
export const submitRequestEdit = toAction(editRequest);
