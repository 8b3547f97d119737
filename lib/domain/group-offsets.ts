import { z } from "zod";

/** Where a group stands in one partition, where that begins and ends, and where the group is to go on; int64 as text. */
export const PartitionOffsets = z.object({
  partition: z.int(),
  /** Null where the group has committed nothing. */
  committed: z.string().nullable(),
  start: z.string(),
  end: z.string(),
  /** Within start and end. Null where the group stays as it is: nothing that a shift could start from. */
  target: z.string().nullable(),
});
export type PartitionOffsets = z.infer<typeof PartitionOffsets>;

/** A consumer group in one topic, as the cluster told it. */
export const GroupOffsets = z.object({
  measuredAt: z.string(),
  kafkaTopicId: z.string(),
  /** Kafka's word: `Stable`, `Empty`; `Dead` for a group that is not there. */
  state: z.string(),
  type: z.enum(["classic", "consumer", "share", "streams"]),
  /** Null where the broker does not tell. */
  members: z.int().nullable(),
  partitions: z.array(PartitionOffsets),
});
export type GroupOffsets = z.infer<typeof GroupOffsets>;

const WITHOUT_MEMBERS = ["Empty", "Dead"];

/** Whether somebody consumes with the group: its offsets are theirs then, and Kafka lets nobody else set them. */
export function isActiveGroup({ state, members }: Pick<GroupOffsets, "state" | "members">): boolean {
  return members === null ? !WITHOUT_MEMBERS.includes(state) : members > 0;
}

/** That a group is active, as a sentence; null when it is not. */
export function activeGroupProblem(group: string, seen: Pick<GroupOffsets, "state" | "members">): string | null {
  if (!isActiveGroup(seen)) return null;
  const members = seen.members === null ? "members" : seen.members === 1 ? "1 member" : `${seen.members} members`;
  return `${group} is ${seen.state} with ${members}: Kafka lets nobody set its offsets. Stop its consumers first.`;
}

/** An offset that is within what a partition holds. */
export function withinLog(offset: bigint, { start, end }: { start: bigint; end: bigint }): bigint {
  if (offset < start) return start;
  return offset > end ? end : offset;
}

/** One partition of a reset: from where to where, int64 as text; `before` is null where nothing was committed. */
export type MovedOffset = { partition: number; before: string | null; after: string };

/** Records that are read again and those that are never read, over all partitions. */
export type ResetTotals = { again: bigint; skipped: bigint };

/** What moves, in order of partition: only where the group is not there already. */
export function movedOffsets({ partitions }: Pick<GroupOffsets, "partitions">): MovedOffset[] {
  return partitions.flatMap(({ partition, committed, target }) =>
    target === null || target === committed ? [] : [{ partition, before: committed, after: target }],
  );
}

/** How many records of a partition are read again or skipped. What is gone already is neither; a group without a commit counts from the start. */
export function resetTotals({ committed, start, end, target }: PartitionOffsets): ResetTotals {
  if (target === null) return { again: 0n, skipped: 0n };
  const log = { start: BigInt(start), end: BigInt(end) };
  const from = withinLog(committed === null ? log.start : BigInt(committed), log);
  const moved = BigInt(target) - from;
  return moved < 0n ? { again: -moved, skipped: 0n } : { again: 0n, skipped: moved };
}
