import { appendAudit } from "#lib/db/append-audit";
import { databaseNow, saveCondition, saveSweep, saveTopicDefaults } from "#lib/db/worker-stores/cluster-status";
import {
  findJudgeableTopics,
  type JudgeableTopic,
  type JudgedTopic,
  saveJudgedTopics,
} from "#lib/db/worker-stores/managed-topics";
import {
  findObservations,
  type ObservationRow,
  removeObservations,
  saveObservations,
} from "#lib/db/worker-stores/topic-observations";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import { unlessFailed } from "#lib/kafka/call-failed";
import type { Answer, ListedTopic } from "#lib/kafka/cluster-admin";
import { type Identified, identify } from "./cluster-identity.ts";
import { type ClusterSession, workerActor } from "./cluster-session.ts";
import { compareObservations, massChange, observationOf } from "./compare-observations.ts";
import { chunks } from "./creation-batches.ts";
import { fenced } from "./fenced.ts";
import { judgeTopics } from "./judge-topics.ts";
import { lookAtDefaults } from "./look-at-defaults.ts";
import { withoutMoves } from "./look-at-moves.ts";

/** Rows per transaction; each holds the catalogue's lock of the cluster, which approvals need too. */
const ROWS_PER_TRANSACTION = 500;

export type Sweep = {
  /** False when the mass-change guard held everything back. */
  believed: boolean;
  listed: ListedTopic[];
};

/**
 * One sweep: reads everything on the cluster, stores only what changed, and declares what two sweeps agree on. Nothing that was verified
 * after the sweep began is overwritten.
 * @throws ClusterCallFailed, IdentityChanged, ClusterNotServed, LeaseLost
 */
export async function observeTopics(session: ClusterSession): Promise<Sweep> {
  const began = performance.now();
  const startedAt = await databaseNow(session.db);
  const identified = await identify(session);

  const [read, known, managed, defaults] = await Promise.all([
    readCluster(session),
    findObservations(session.db, session.slug),
    findJudgeableTopics(session.db, session.slug),
    // A sweep goes on without it; who writes asks again.
    unlessFailed(lookAtDefaults(session)),
  ]);
  const { configs } = read;
  const listed = await withoutMoves(session.admin, read.listed, { known, managed });
  session.topicsOnCluster = listed.length;
  const { changed, gone } = compareObservations(known, listed, configs);
  if (!(await isBelieved(session, identified, known.length, listed.length, gone.length)))
    return { believed: false, listed };

  await saveChanges(session, startedAt, changed, gone);
  if (defaults) await saveTopicDefaults(session.db, session.slug, defaults);
  await declare(session, startedAt, managed, seenTopics(listed, configs, managed));
  const { description } = identified;
  await saveSweep(session.db, session.slug, {
    startedAt,
    sweepMs: Math.round(performance.now() - began),
    clusterId: description.clusterId,
    controllerId: description.controllerId,
    brokers: description.brokers.map(({ id, host, port }) => ({ id, host, port })),
    topics: listed.filter(({ internal }) => !internal).length,
    partitions: listed.reduce((sum, { partitions }) => sum + partitions, 0),
  });
  return { believed: true, listed };
}

type ClusterReading = { listed: ListedTopic[]; configs: Map<string, Answer<Record<string, string>>> };

async function readCluster({ admin }: ClusterSession): Promise<ClusterReading> {
  const listed = await admin.listTopics();
  return { listed, configs: await admin.describeTopicConfigs(listed.map(({ name }) => name)) };
}

/**
 * The mass-change guard. It is lifted by an admin's word: a confirmed identity, or a confirmation after the guard fired.
 */
async function isBelieved(
  session: ClusterSession,
  { record }: Identified,
  known: number,
  listed: number,
  gone: number,
): Promise<boolean> {
  const confirmed = session.guardedAtConfirmation !== null && record.confirmations > session.guardedAtConfirmation;
  const message = massChange({ what: "topics", known, listed, gone, share: record.guardShare });
  if (!message || confirmed || record.condition === "identity_changed") {
    session.guardedAtConfirmation = null;
    return true;
  }

  session.guardedAtConfirmation ??= record.confirmations;
  session.log.warn({ known, listed, gone }, "the cluster's answer is not believed: too many topics are missing");
  await saveCondition(session.db, session.slug, { condition: "reachable", message });
  return false;
}

async function saveChanges(
  session: ClusterSession,
  startedAt: Date,
  changed: ObservationRow[],
  gone: string[],
): Promise<void> {
  for (const rows of chunks(changed, ROWS_PER_TRANSACTION)) {
    await fenced(session, (tx) => saveObservations(tx, session.slug, rows, startedAt));
  }
  for (const names of chunks(gone, ROWS_PER_TRANSACTION)) {
    await fenced(session, (tx) => removeObservations(tx, session.slug, names, startedAt));
  }
}

/** The managed topics as this sweep saw them; those whose settings were not told are left out. */
function seenTopics(
  listed: readonly ListedTopic[],
  configs: ReadonlyMap<string, Answer<Record<string, string>>>,
  managed: readonly JudgeableTopic[],
): Map<string, ObservedTopic | null> {
  const byName = new Map(listed.map((topic) => [topic.name, topic]));
  const seen = new Map<string, ObservedTopic | null>();
  for (const { name } of managed) {
    const topic = byName.get(name);
    const config = configs.get(name);
    if (!topic) seen.set(name, null);
    else if (config?.ok) seen.set(name, observationOf(topic, config.value));
  }
  return seen;
}

async function declare(
  session: ClusterSession,
  startedAt: Date,
  managed: readonly JudgeableTopic[],
  seen: ReadonlyMap<string, ObservedTopic | null>,
): Promise<void> {
  const cluster = { slug: session.slug, defaults: session.topicDefaults };
  const { agreed, suspicions } = judgeTopics(cluster, managed, seen, session.suspicions);
  session.suspicions = suspicions;
  const topics = new Map(managed.map((topic) => [topic.topicId, topic]));

  for (const judged of chunks(agreed, ROWS_PER_TRANSACTION)) {
    await fenced(session, async (tx) => {
      const written = await saveJudgedTopics(tx, judged, startedAt);
      const told = judged.filter(({ topicId }) => written.has(topicId));
      await appendAudit(
        tx,
        told.flatMap((one) => declaredEvent(session, one, topics.get(one.topicId))),
      );
    });
  }
}

function driftValues({ drift }: JudgedTopic) {
  return drift.map(({ field, desired, applied, observed }) => ({ field, desired, applied, observed }));
}

function declaredEvent(session: ClusterSession, judged: JudgedTopic, topic: JudgeableTopic | undefined) {
  if (!topic) return [];
  return [
    {
      action: `topic.${judged.state}`,
      actor: workerActor(session),
      object: { kind: "topic", id: topic.topicId, name: topic.name },
      teamId: topic.teamId,
      before: { state: judged.was },
      after: {
        state: judged.state,
        reason: judged.reason,
        ...(judged.drift.length > 0 && { drift: driftValues(judged) }),
      },
      reason: judged.message || null,
    },
  ];
}
