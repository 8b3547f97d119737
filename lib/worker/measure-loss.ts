import type { MeasuredLoss } from "#lib/domain/measured-loss";
import { storableText } from "#lib/domain/storable-name";
import type { Answer, ClusterError, CommittedOffset } from "#lib/kafka/cluster-admin";
import { chunks } from "./creation-batches.ts";
import type { ReadingAdmin } from "./probe-session.ts";

/** Groups whose commits are held at once: each may have committed in every topic that there is. */
const GROUPS_AT_ONCE = 500;

type Log = { start: bigint; end: bigint; cut: bigint; oldest: number | null };
export type LossAnswer = { kafkaTopicId: string; loss: MeasuredLoss };

/**
 * What is deleted when records of a topic are kept for `retentionMs` only, at most: Kafka deletes whole segments, so up to a segment per
 * partition stays longer. All or nothing: where a broker does not tell its part, less would be shown than is lost, and that is a refusal.
 * @param retentionMs int64; −1 is unlimited
 * @param now of the database's clock
 * @throws ClusterCallFailed
 */
export async function measureLoss(
  admin: ReadingAdmin,
  topic: string,
  retentionMs: bigint,
  now: Date,
): Promise<Answer<LossAnswer>> {
  const described = (await admin.describeTopics([topic], [])).get(topic);
  if (!described) return untold(`The cluster says nothing about ${topic}.`);
  if (!described.ok) return described;
  const { topicId: kafkaTopicId, partitions } = described.value;

  const cutAt = cutTime(retentionMs, now);
  const logs = await readLogs(admin, topic, partitions, cutAt);
  if (!logs) return untold(`Not every partition of ${topic} has a leader that answers.`);

  const records = sum([...logs.values()].map(({ start, cut }) => cut - start));
  const told = { measuredAt: now.toISOString(), records: String(records), to: new Date(cutAt).toISOString() };
  if (records === 0n)
    return { ok: true, value: { kafkaTopicId, loss: { ...told, bytes: "0", from: null, groups: [] } } };

  const bytes = await bytesOf(admin, { name: topic, ...described.value }, logs, records);
  if (bytes === null) return untold(`Not every broker tells how large ${topic} is.`);
  const groups = await losingGroups(admin, topic, logs);
  if (!groups) return untold("Not every broker tells what its groups have read.");
  return { ok: true, value: { kafkaTopicId, loss: { ...told, bytes, from: oldest(logs), groups } } };
}

/** Before it everything goes, epoch ms. A retention longer than time itself keeps everything. */
function cutTime(retentionMs: bigint, now: Date): number {
  const at = BigInt(now.getTime()) - retentionMs;
  return retentionMs < 0n || at < 0n ? 0 : Number(at);
}

async function readLogs(
  admin: ReadingAdmin,
  topic: string,
  partitions: number,
  cutAt: number,
): Promise<Map<number, Log> | null> {
  // From the past to the end, so that no offset is behind one that was read before it.
  const first = (await admin.offsetsAt([topic], 0)).get(topic);
  const starts = (await admin.offsetsAt([topic], "start")).get(topic);
  const cuts = (await admin.offsetsAt([topic], cutAt)).get(topic);
  const ends = (await admin.offsetsAt([topic], "end")).get(topic);

  const logs = new Map<number, Log>();
  for (let partition = 0; partition < partitions; partition += 1) {
    const [start, cut, end] = [starts?.get(partition), cuts?.get(partition), ends?.get(partition)];
    if (!start || !cut || !end) return null;
    // Producers state timestamps: the first record after the cut may have gone already.
    const clamped = later(cut.offset, start.offset);
    const oldest = first?.get(partition)?.timestamp ?? null;
    logs.set(partition, { start: start.offset, end: end.offset, cut: clamped, oldest });
  }
  return logs;
}

/** In proportion to the records, all replicas together. */
async function bytesOf(
  admin: ReadingAdmin,
  topic: { name: string; topicId: string; internal: boolean; partitions: number; replicationFactor: number },
  logs: ReadonlyMap<number, Log>,
  lost: bigint,
): Promise<string | null> {
  const figures = (await admin.topicFigures([{ ...topic, leaderless: 0 }])).get(topic.name);
  if (!figures) return null;
  const all = sum([...logs.values()].map(({ start, end }) => end - start));
  return String(all > 0n ? (figures.sizeBytes * lost) / all : 0n);
}

/** Who has committed something in the topic and not read what goes, most first. */
async function losingGroups(
  admin: ReadingAdmin,
  topic: string,
  logs: ReadonlyMap<number, Log>,
): Promise<MeasuredLoss["groups"] | null> {
  const { groups, complete } = await admin.listGroups();
  if (!complete) return null;

  // Share groups have no committed offsets.
  const ids = groups.filter(({ type }) => type !== "share").map(({ groupId }) => groupId);
  const losing: { group: string; lost: bigint }[] = [];
  for (const some of chunks(ids, GROUPS_AT_ONCE)) {
    const committed = await admin.committedOffsets(some);
    if (some.some((id) => !committed.has(id))) return null;
    for (const [group, offsets] of committed) {
      const lost = unread(
        offsets.filter((offset) => offset.topic === topic),
        logs,
      );
      if (lost > 0n) losing.push({ group, lost });
    }
  }
  losing.sort((one, other) => Number(other.lost - one.lost) || (one.group < other.group ? -1 : 1));
  return losing.map(({ group, lost }) => ({ group: storableText(group), records: String(lost) }));
}

/**
 * Records that go before a group has read them. A group that has committed somewhere in the topic reads all of it: a partition in which it has not
 * committed yet counts from its start. One that has never committed in the topic is not known to read it, and loses nothing.
 */
function unread(offsets: readonly CommittedOffset[], logs: ReadonlyMap<number, Log>): bigint {
  if (offsets.length === 0) return 0n;
  const committed = new Map(offsets.map(({ partition, offset }) => [partition, offset]));
  return sum(
    [...logs].map(([partition, { start, cut }]) => {
      const from = later(committed.get(partition) ?? start, start);
      return later(cut - from, 0n);
    }),
  );
}

function oldest(logs: ReadonlyMap<number, Log>): string | null {
  const times = [...logs.values()].filter(({ start, cut }) => cut > start).flatMap(({ oldest: at }) => at ?? []);
  return times.length === 0 ? null : new Date(Math.min(...times)).toISOString();
}

function later(one: bigint, other: bigint): bigint {
  if (one > other) return one;
  return other;
}

function sum(numbers: readonly bigint[]): bigint {
  return numbers.reduce((total, one) => total + one, 0n);
}

function untold(message: string): { ok: false; error: ClusterError } {
  return { ok: false, error: { code: "unavailable", retriable: true, message } };
}
