import { appendAudit } from "#lib/db/append-audit";
import { databaseNow, saveCondition, saveSweep } from "#lib/db/worker-stores/cluster-status";
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
import { withFactor } from "./look-at-moves.ts";

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

  const [{ listed, configs }, known, managed] = await Promise.all([
    readCluster(session),
    findObservations(session.db, session.slug),
    findJudgeableTopics(session.db, session.slug),
  ]);
  session.topicsOnCluster = listed.length;
  const { changed, gone } = compareObservations(known, listed, configs);
  if (!(await isBelieved(session, identified, known.length, listed.length, gone.length)))
    return { believed: false, listed };

  await saveChanges(session, startedAt, changed, gone);
  const seen = seenTopics(listed, configs, managed);
  await declare(session, startedAt, managed, await withMoves(session, managed, seen));
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

/**
 * The same with the number of replicas that a topic has when moves under way are looked at: a listing counts the brokers that a partition is still being
 * moved to. Asked only about topics that seem to have another number than they should.
 */
async function withMoves(
  { admin }: ClusterSession,
  managed: readonly JudgeableTopic[],
  seen: ReadonlyMap<string, ObservedTopic | null>,
): Promise<ReadonlyMap<string, ObservedTopic | null>> {
  const unlike = managed.flatMap((topic) => {
    const observed = seen.get(topic.name);
    return observed && observed.replicationFactor !== topic.replicationFactor ? [{ topic, observed }] : [];
  });
  if (unlike.length === 0) return seen;
  // A cluster that does not tell what is being moved is taken at its listing.
  const placements = (await unlessFailed(admin.partitionReplicas(unlike.map(({ topic }) => topic.name)))) ?? new Map();
  const looked = unlike.map(({ topic, observed }) => [topic.name, withFactor(topic, observed, placements)] as const);
  return new Map([...seen, ...looked]);
}

async function declare(
  session: ClusterSession,
  startedAt: Date,
  managed: readonly JudgeableTopic[],
  seen: ReadonlyMap<string, ObservedTopic | null>,
): Promise<void> {
  const { agreed, suspicions } = judgeTopics(session.slug, managed, seen, session.suspicions);
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
