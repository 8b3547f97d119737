import { RequestTopicAdoption } from "#lib/contract/topic-life";
import { defineCommand } from "../define-command.ts";
import { admitAdoption } from "../topic-life/admit-drift.ts";
import { submitOnTopic } from "../topic-life/submit-on-topic.ts";
import { topicSubject } from "../topic-life/topic-subject.ts";

/** Asks that what differs on the cluster becomes what is desired. */
export const requestTopicAdoption = defineCommand({
  name: "request-topic-adoption",
  permission: "topic.resolve-drift",
  input: RequestTopicAdoption,
  subject: topicSubject,
  async handle(context, input, { topic }) {
    const admitted = await admitAdoption(context.db, topic, input);
    if (!admitted.ok) return admitted;
    return submitOnTopic(context, { kind: "topic.adopt", topic, judged: admitted.value, reason: input.reason });
  },
});
