import { UnblockTopic } from "#lib/contract/topic-life";
import { desireBlock } from "#lib/db/stores/managed-topics";
import { fail } from "#lib/domain/result";
import { noticeTopicBlocked } from "#lib/domain/topic-blocked-notice";
import { defineCommand, succeed } from "../define-command.ts";
import { teamsInvolved } from "../topic-life/teams-involved.ts";
import { topicSubject } from "../topic-life/topic-subject.ts";

/** Lifts the block of a topic: at once, without anybody's approval, because it gives back what was taken. */
export const unblockTopic = defineCommand({
  name: "unblock-topic",
  permission: "topic.unblock",
  input: UnblockTopic,
  subject: topicSubject,
  async handle({ actor, db }, { cluster, name, reason }, { topic }) {
    if (topic.deletingAt !== null) return fail("conflict", `${name} is being deleted.`);
    if (topic.blockedAt === null) return fail("conflict", `${name} is not blocked.`);

    const generation = await desireBlock(db, topic.id, null);
    const audience = [...new Set([topic.team.id, ...(await teamsInvolved(db, cluster, name))])];
    return succeed(
      { cluster, name, generation },
      {
        audit: {
          action: "topic.unblocked",
          object: { kind: "topic", id: topic.id, name },
          teamId: topic.team.id,
          before: { blockedAt: topic.blockedAt.toISOString() },
          after: { blockedAt: null, generation },
          reason,
        },
        wake: [cluster],
        tell: [noticeTopicBlocked({ cluster, name, days: null, reason }, audience, actor.userId)],
      },
    );
  },
});
