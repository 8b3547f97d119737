import { type GroupOffsets, movedOffsets, type PartitionOffsets, resetTotals } from "#lib/domain/group-offsets";
import type { Plan } from "#lib/domain/plan";
import { grouped } from "#lib/domain/quantity";
import { change, together } from "./compare.ts";

/**
 * Where a group goes on in a topic: one row per partition that moves, and how much is read again or skipped. Pure. It carries Kafka's topic id, so that an
 * approval is of exactly this topic's offsets.
 */
export function planOffsetReset(reset: { cluster: string; group: string; topic: string; seen: GroupOffsets }): Plan {
  const { cluster, group, topic, seen } = reset;
  const byPartition = new Map(seen.partitions.map((one) => [one.partition, one]));
  const rows = movedOffsets(seen).map(({ partition, before, after }) => {
    const { skipped } = totalsOf([byPartition.get(partition)]);
    return change({
      field: `partition ${partition}`,
      from: before,
      to: after,
      kind: skipped > 0n ? "destructive" : "neutral",
    });
  });
  const { changes, refusals } = together(rows);
  const effects = changes.length === 0 ? [] : [{ field: "offsets", text: inWords(topic, seen) }];
  return {
    object: { kind: "group", cluster, name: group },
    topicId: seen.kafkaTopicId,
    basedOn: seen.measuredAt,
    ...{ changes, refusals, effects },
  };
}

/** Over all partitions. */
export function totalsOf(partitions: readonly (PartitionOffsets | undefined)[]) {
  const each = partitions.flatMap((one) => (one ? [resetTotals(one)] : []));
  return {
    again: each.reduce((sum, { again }) => sum + again, 0n),
    skipped: each.reduce((sum, { skipped }) => sum + skipped, 0n),
  };
}

function inWords(topic: string, { partitions }: GroupOffsets): string {
  const { again, skipped } = totalsOf(partitions);
  return `In ${topic} ${records(again)} read again, ${records(skipped)} skipped.`;
}

function records(count: bigint): string {
  return count === 1n ? "1 record is" : `${grouped(count)} records are`;
}
