import { RequestTopicRevert } from "#lib/contract/topic-life";
import { defineCommand } from "../define-command.ts";
import { admitRevert } from "../topic-life/admit-drift.ts";
import { submitOnTopic } from "../topic-life/submit-on-topic.ts";
import { topicSubject } from "../topic-life/topic-subject.ts";

/** Asks that what differs on the cluster is made as it was desired. */
export const requestTopicRevert = defineCommand({
  name: "request-topic-revert",
  permission: "topic.resolve-drift",
  input: RequestTopicRevert,
  subject: topicSubject,
  async handle(context, input, { topic }) {
    const admitted = await admitRevert(context.db, topic, input);
    if (!admitted.ok) return admitted;
    return submitOnTopic(context, { kind: "topic.revert", topic, judged: admitted.value, reason: input.reason });
  },
});
