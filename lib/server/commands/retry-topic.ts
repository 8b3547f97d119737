import { RetryTopic } from "#lib/contract/topics";
import { lockTopicStatus, retryTopicNow } from "#lib/db/stores/topics";
import { fail } from "#lib/domain/result";
import { defineCommand, succeed } from "../define-command.ts";

/** Asks the worker to try a blocked topic again, once the cause is gone. What is desired stays as it was approved. */
export const retryTopic = defineCommand({
  name: "retry-topic",
  permission: "topic.retry",
  input: RetryTopic,
  async subject(db, { cluster, name }) {
    const topic = await lockTopicStatus(db, cluster, name);
    return (
      topic && {
        topic,
        subject: { kind: "topic", id: topic.id, teamId: topic.teamId, visibility: "everyone-signed-in" },
      }
    );
  },
  async handle({ db }, { cluster, name }, { topic }) {
    if (topic.state !== "blocked") return fail("conflict", `${name} is not blocked.`);

    await retryTopicNow(db, topic.id);
    return succeed(
      { cluster, name },
      {
        audit: {
          action: "topic.retried",
          object: { kind: "topic", id: topic.id, name },
          teamId: topic.teamId,
          before: { state: topic.state, reason: topic.reason },
          after: { state: "pending" },
        },
        wake: [cluster],
      },
    );
  },
});
