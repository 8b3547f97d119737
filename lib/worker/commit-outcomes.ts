import { appendAudit } from "#lib/db/append-audit";
import type { Connection } from "#lib/db/database";
import { recordSeenBindings } from "#lib/db/worker-stores/acl-observations";
import {
  endApprovedRequests,
  lockApprovedRequests,
  lockTopicStatuses,
  recountBytes,
  restoreFields,
  saveTopicOutcomes,
} from "#lib/db/worker-stores/topic-outcomes";
import type { AclBinding } from "#lib/domain/acl-binding";
import { countedBytes } from "#lib/domain/stored-bytes";
import type { ClusterSession } from "./cluster-session.ts";
import { endImports } from "./end-imports.ts";
import { fenced } from "./fenced.ts";
import { tellStale } from "./tell-stale.ts";
import type { TopicOutcome } from "./topic-outcome.ts";
import { endedTopicRequests } from "./topic-requests.ts";
import { topicTrail } from "./topic-trail.ts";

/** ACLs that were written for topics, as they were read back. */
export type SeenBindings = { there: readonly AclBinding[]; gone: readonly AclBinding[] };

/**
 * Makes outcomes true, all or none: statuses, the requests they carry out, what is desired where an approval did not hold, audit.
 * @throws LeaseLost when another worker may be at it by now; the topics stay due
 */
export async function commitOutcomes(
  session: ClusterSession,
  outcomes: readonly TopicOutcome[],
  bindings: SeenBindings = NONE,
): Promise<void> {
  const [alone, together] = partition(outcomes, ({ stale }) => stale.length > 0);
  // What is desired is written under the catalogue's lock; nothing of another topic may be waited for behind that.
  for (const one of alone) await commitTogether(session, [one], NONE);
  await commitTogether(session, together, bindings);
}

const NONE: SeenBindings = { there: [], gone: [] };

async function commitTogether(
  session: ClusterSession,
  outcomes: readonly TopicOutcome[],
  bindings: SeenBindings,
): Promise<void> {
  if (outcomes.length === 0) return;
  const topicIds = outcomes.map(({ row }) => row.topicId);

  await fenced(session, async (tx) => {
    // In web's order, which locks a request that is taken back, then its topic, then the topic's status.
    const requests = await lockApprovedRequests(tx, topicIds);
    await restore(session, tx, outcomes);
    await lockTopicStatuses(tx, topicIds);
    const ended = endedTopicRequests(outcomes, requests);

    await saveTopicOutcomes(
      tx,
      outcomes.map(({ row }) => row),
    );
    await recordSeenBindings(tx, session.slug, bindings);
    await endApprovedRequests(tx, ended);
    await tellStale(tx, staleOf(ended));
    const imports = await endImports(
      session,
      tx,
      outcomes.map(({ topic }) => topic),
    );
    await appendAudit(tx, [...topicTrail(session, outcomes, ended), ...imports]);
  });
  for (const { row } of outcomes) {
    if (row.state === "pending") continue;
    session.awaited.delete(row.topicId);
    session.accepted.forget(row.topicId);
  }
  session.checkpoint("committed");
}

function staleOf(ended: ReturnType<typeof endedTopicRequests>): Map<bigint, string> {
  return new Map(ended.filter(({ state }) => state === "stale").map(({ id, outcome }) => [id, outcome ?? ""]));
}

async function restore(session: ClusterSession, tx: Connection, outcomes: readonly TopicOutcome[]): Promise<void> {
  for (const { topic, stale } of outcomes) {
    const { topicId } = topic;
    for (const { request, fields } of stale) {
      const restored = await restoreFields(tx, { topicId, requestId: request.id, fields });
      if (!restored) continue;
      const { generation, spec, expectedBytesPerSecond: rate } = restored;
      await recountBytes(tx, { topicId, generation, bytes: countedBytes(spec, rate, session.topicDefaults) });
    }
  }
}

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
