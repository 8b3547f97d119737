import { type DeniedOperation, recordWriteAttempts, type WriteAttempt } from "#lib/db/worker-stores/due-topics";
import type { ClusterError, ConfigChanges } from "#lib/kafka/cluster-admin";
import { type ChangeSight, type ChangeWork, isConfigKey } from "./change-work.ts";
import type { ClusterSession } from "./cluster-session.ts";
import { loadOf, movingPartitions, type Placement, planMove } from "./place-replicas.ts";
import { DENIED } from "./topic-differences.ts";
import type { WriteRefusal } from "./topic-outcome.ts";

/** What is sent for one topic. */
export type PlannedWrite = {
  work: ChangeWork;
  config: ConfigChanges | null;
  partitions: number | null;
  moves: ReadonlyMap<number, readonly number[] | null> | null;
  deny: DeniedOperation[];
  undeny: DeniedOperation[];
};

/**
 * Works out what is to be sent, and commits what must be known as ours before that: DENY bindings and moves.
 * @returns what may be sent
 */
export async function planWrites(
  session: ClusterSession,
  works: readonly ChangeWork[],
  sight: ChangeSight,
): Promise<PlannedWrite[]> {
  const load = await loadOnCluster(session, works, sight);
  const planned = works.map((work) => planOne(work, sight, load));
  const attempts = planned.flatMap(attemptOf);
  const recorded = await recordWriteAttempts(session.db, session.lease.scope, attempts);
  const lost = new Set(attempts.filter(({ topicId }) => !recorded.has(topicId)).map(({ topicId }) => topicId));
  return planned.filter(({ work }) => !lost.has(work.topic.topicId)).map(remember);
}

function planOne(work: ChangeWork, sight: ChangeSight, load: Map<number, number>): PlannedWrite {
  const { topic, writes } = work;
  const fields = new Map(writes.map((write) => [write.field, write]));
  const keys = writes.filter(({ field }) => isConfigKey(field));
  return {
    work,
    config: keys.length > 0 ? Object.fromEntries(keys.map(({ field, desired }) => [field, desired])) : null,
    partitions: fields.has("partitions") ? topic.partitions : null,
    moves: fields.has("replicationFactor") ? movesOf(work, sight, load) : null,
    ...(fields.has("blocked") ? denialsToWrite(work, sight) : { deny: [], undeny: [] }),
  };
}

function movesOf(work: ChangeWork, { brokers, placements }: ChangeSight, load: Map<number, number>) {
  const { topic } = work;
  const placement = placements.get(topic.name);
  if (!placement) return null;
  const move = planMove(placement, topic.replicationFactor, { ours: topic.progress !== null, brokers, load });
  if (move.do === "refuse") work.error = { code: "too_few_brokers", retriable: false, message: move.message };
  return move.do === "send" ? move.targets : null;
}

function denialsToWrite(work: ChangeWork, { denials }: ChangeSight): Pick<PlannedWrite, "deny" | "undeny"> {
  const { topic, denied } = work;
  if (!denials.ok) {
    work.error = notInForce(denials.error, topic.blocked);
    return { deny: [], undeny: [] };
  }
  // What is denied already was not denied by us, unless we tried before.
  if (topic.blocked) return { deny: DENIED.filter((operation) => !denied.has(operation)), undeny: [] };
  return { deny: [], undeny: topic.denied };
}

function notInForce({ message }: ClusterError, isBlock: boolean): WriteRefusal {
  if (!isBlock) return { code: "not_authorized", retriable: true, message };
  return { code: "acls_not_in_force", retriable: false, message: `${message} Nobody is kept from the topic.` };
}

function attemptOf({ work, deny, moves }: PlannedWrite): WriteAttempt[] {
  if (deny.length === 0 && !moves) return [];
  return [{ topicId: work.topic.topicId, denied: deny, progress: moves && progressOf(moves) }];
}

function progressOf(moves: NonNullable<PlannedWrite["moves"]>) {
  return { moving: moves.size, partitions: moves.size };
}

/** The topic as its status says it now. */
function remember(planned: PlannedWrite): PlannedWrite {
  const { work, deny, moves } = planned;
  const { topic } = work;
  const denied = [...new Set([...topic.denied, ...deny])];
  const progress = topic.progress ?? (moves && progressOf(moves));
  return { ...planned, work: { ...work, topic: { ...topic, denied, progress } } };
}

/** How many replicas each broker holds; asked only when some are to be added. */
async function loadOnCluster(
  { admin }: ClusterSession,
  works: readonly ChangeWork[],
  { placements }: ChangeSight,
): Promise<Map<number, number>> {
  const grows = ({ topic, writes }: ChangeWork) =>
    writes.some(({ field }) => field === "replicationFactor") &&
    isToGrow(placements.get(topic.name), topic.replicationFactor);
  if (!works.some(grows)) return new Map();
  const names = (await admin.listTopics()).map(({ name }) => name);
  return loadOf((await admin.partitionReplicas(names)).values());
}

function isToGrow(placement: Placement | undefined, desired: number): boolean {
  if (!placement || movingPartitions(placement) > 0) return false;
  return [...placement.values()].some(({ replicas }) => replicas.length < desired);
}
