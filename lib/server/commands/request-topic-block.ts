import { RequestTopicBlock } from "#lib/contract/topic-life";
import { defineCommand } from "../define-command.ts";
import { admitBlock } from "../topic-life/admit-end.ts";
import { submitOnTopic } from "../topic-life/submit-on-topic.ts";
import { topicSubject } from "../topic-life/topic-subject.ts";

/** Asks that nobody can read or write a topic for a while. */
export const requestTopicBlock = defineCommand({
  name: "request-topic-block",
  permission: "topic.block",
  input: RequestTopicBlock,
  subject: topicSubject,
  async handle(context, input, { topic }) {
    const admitted = await admitBlock(context.db, topic, input);
    if (!admitted.ok) return admitted;
    return submitOnTopic(context, { kind: "topic.block", topic, judged: admitted.value, reason: input.reason });
  },
});
