import { appendAudit } from "#lib/db/append-audit";
import { removeAclObservations } from "#lib/db/worker-stores/acl-observations";
import { endApprovedRequests, lockApprovedRequests, removeTopic } from "#lib/db/worker-stores/topic-outcomes";
import type { AuditActor } from "#lib/domain/audit";
import type { ClusterSession } from "./cluster-session.ts";
import { endImports } from "./end-imports.ts";
import type { EndingTopic } from "./ending-topic.ts";
import { fenced } from "./fenced.ts";
import { denialsOf } from "./look-at-denials.ts";
import { specOf } from "./topic-outcome.ts";
import { endedWithTopic } from "./topic-requests.ts";
import { endedEvent } from "./topic-trail.ts";

/**
 * Forgets a topic that the cluster confirmed to be gone, all or nothing: its rows, its name, what was seen of it, its requests, audit.
 * One at a time: what is desired is locked before anything else, and nothing of another topic may be waited for behind that.
 * @throws LeaseLost
 */
export async function commitTopicEnd(
  session: ClusterSession,
  actor: AuditActor,
  { topic, kafkaTopicId }: EndingTopic,
): Promise<void> {
  const { topicId, name, teamId, state } = topic;
  await fenced(session, async (tx) => {
    if (!(await removeTopic(tx, { topicId, cluster: session.slug, name, kafkaTopicId }))) return;
    const ended = endedWithTopic(await lockApprovedRequests(tx, [topicId]));
    await endApprovedRequests(tx, ended);
    await removeAclObservations(tx, session.slug, denialsOf(name, topic.denied));

    const about = { actor, object: { kind: "topic", id: topicId, name }, teamId };
    const deletion = ended.find(({ state: to }) => to === "applied");
    const deleted = {
      ...about,
      action: "topic.deleted",
      requestId: deletion ? String(deletion.id) : null,
      before: { state, kafkaTopicId, spec: specOf(topic) },
    };
    const others = ended.filter((one) => one !== deletion).map((one) => endedEvent(about, one));
    await appendAudit(tx, [deleted, ...others, ...(await endImports(session, tx, [topic]))]);
  });
}
