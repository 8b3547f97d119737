import { RequestTopicChange } from "#lib/contract/topic-life";
import { defineCommand } from "../define-command.ts";
import { admitChange } from "../topic-life/admit-change.ts";
import { submitOnTopic } from "../topic-life/submit-on-topic.ts";
import { topicSubject } from "../topic-life/topic-subject.ts";

/** Asks for other settings, or another classification, of a topic that is there. */
export const requestTopicChange = defineCommand({
  name: "request-topic-change",
  permission: "topic.change",
  input: RequestTopicChange,
  subject: topicSubject,
  async handle(context, input, { topic }) {
    const admitted = await admitChange(context.db, topic, input);
    if (!admitted.ok) return admitted;
    return submitOnTopic(context, { kind: "topic.change", topic, judged: admitted.value, reason: input.reason });
  },
});
