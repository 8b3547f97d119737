import { type GroupOffsets, withinLog } from "#lib/domain/group-offsets";
import type { OffsetTarget } from "#lib/domain/request-kind";
import type { Answer } from "#lib/kafka/cluster-admin";
import type { ReadingAdmin } from "./probe-session.ts";

export type OffsetsAsked = { group: string; topic: string; target: OffsetTarget };

/**
 * Where a group stands in a topic and where it would go on. All or nothing: a partition that nobody tells of is a refusal.
 * @param now of the database's clock
 * @throws ClusterCallFailed
 */
export async function lookAtOffsets(
  admin: ReadingAdmin,
  { group, topic, target }: OffsetsAsked,
  now: Date,
): Promise<Answer<GroupOffsets>> {
  const described = (await admin.describeTopics([topic], [])).get(topic);
  if (!described) return untold(`The cluster says nothing about ${topic}.`);
  if (!described.ok) return described;

  const found = await findGroup(admin, group);
  if (!found.ok) return found;
  const committed = (await admin.committedOffsets([group])).get(group);
  if (!committed) return untold(`No broker tells what ${group} has committed.`);
  const offsets = new Map(
    committed.filter((one) => one.topic === topic).map(({ partition, offset }) => [partition, offset]),
  );

  const [starts, times, ends] = [
    (await admin.offsetsAt([topic], "start")).get(topic),
    target.kind === "time" ? (await admin.offsetsAt([topic], epochMsOf(target.time))).get(topic) : undefined,
    (await admin.offsetsAt([topic], "end")).get(topic),
  ];
  const partitions = [];
  for (let partition = 0; partition < described.value.partitions; partition += 1) {
    const [start, end, byTime] = [starts?.get(partition), ends?.get(partition), times?.get(partition)];
    if (!start || !end || (target.kind === "time" && !byTime))
      return untold(`Partition ${partition} of ${topic} has no leader that answers.`);
    const log = { start: start.offset, end: end.offset, byTime: byTime?.offset ?? end.offset };
    partitions.push(partitionOffsets(partition, offsets.get(partition) ?? null, log, target));
  }
  const { topicId: kafkaTopicId } = described.value;
  return { ok: true, value: { measuredAt: now.toISOString(), kafkaTopicId, ...found.value, partitions } };
}

/** A group that is not there has no members; Kafka calls it Dead. */
async function findGroup(
  admin: ReadingAdmin,
  group: string,
): Promise<Answer<Pick<GroupOffsets, "state" | "type" | "members">>> {
  const { groups, complete } = await admin.listGroups();
  const listed = groups.find(({ groupId }) => groupId === group);
  if (!listed && !complete) return untold("Not every broker tells its groups.");
  if (!listed) return { ok: true, value: { state: "Dead", type: "classic", members: 0 } };
  const { state, type, members } = listed;
  return { ok: true, value: { state, type, members } };
}

/** To Kafka, negative times are words: −1 is the end. */
function epochMsOf(time: string): number {
  return Math.max(0, Date.parse(time));
}

type Log = { start: bigint; end: bigint; byTime: bigint };

function partitionOffsets(partition: number, committed: bigint | null, log: Log, target: OffsetTarget) {
  const wanted = wantedOffset(target, committed, log);
  return {
    partition,
    committed: committed === null ? null : String(committed),
    start: String(log.start),
    end: String(log.end),
    target: wanted === null ? null : String(withinLog(wanted, log)),
  };
}

function wantedOffset(target: OffsetTarget, committed: bigint | null, { start, end, byTime }: Log): bigint | null {
  switch (target.kind) {
    case "earliest":
      return start;
    case "latest":
      return end;
    case "time":
      return byTime;
    case "shift":
      return committed === null ? null : committed + BigInt(target.by);
  }
}

function untold(message: string) {
  return { ok: false as const, error: { code: "unavailable" as const, retriable: true, message } };
}

/** Where a group stands in a topic, wherever it is to go. @throws ClusterCallFailed */
export function lookAtResetGroup(admin: ReadingAdmin, about: Pick<OffsetsAsked, "group" | "topic">, now: Date) {
  return lookAtOffsets(admin, { ...about, target: { kind: "earliest" } }, now);
}
