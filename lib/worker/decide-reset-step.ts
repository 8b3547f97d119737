import type { OffsetResetRow, RecordedOffset } from "#lib/db/worker-stores/offset-resets";
import { activeGroupProblem, type GroupOffsets, withinLog } from "#lib/domain/group-offsets";
import type { Answer, CommittedOffset } from "#lib/kafka/cluster-admin";

/** What a fresh look makes of an approved reset: move the group, wait, or give up. */
export type ResetStep =
  | { type: "move"; before: RecordedOffset[]; offsets: CommittedOffset[] }
  | { type: "pending" | "blocked" | "stale"; message: string };

type Reset = Pick<OffsetResetRow, "patch" | "kafkaTopicId" | "before">;

/** Pure. What was approved is from exactly these offsets to exactly those; where the log begins later or ends earlier by now, to there. */
export function decideResetStep(reset: Reset, looked: Answer<GroupOffsets>): ResetStep {
  const { patch, kafkaTopicId } = reset;
  if (!looked.ok) {
    const { code, message, retriable } = looked.error;
    if (code === "unknown_topic") return { type: "stale", message: `${patch.topic} is gone.` };
    return { type: retriable ? "pending" : "blocked", message };
  }
  const seen = looked.value;
  if (seen.kafkaTopicId !== kafkaTopicId)
    return { type: "stale", message: `${patch.topic} was deleted and made anew: it is another topic now.` };
  const active = activeGroupProblem(patch.group, seen);
  if (active) return { type: "blocked", message: active };

  const byPartition = new Map(seen.partitions.map((one) => [one.partition, one]));
  const moved = patch.offsets.map(({ partition, before, after }) => {
    const now = byPartition.get(partition);
    const target = now && withinLog(BigInt(after), { start: BigInt(now.start), end: BigInt(now.end) });
    return { partition, before, after: target ?? BigInt(after), committed: now?.committed ?? null };
  });
  const elsewhere = moved.find((one) => !isWhereItWas(one, reset.before !== null));
  if (elsewhere) return { type: "stale", message: movedOn(patch.group, elsewhere) };
  return {
    type: "move",
    before: moved.map(({ partition, committed }) => ({ partition, offset: committed })),
    offsets: moved.map(({ partition, after }) => ({ topic: patch.topic, partition, offset: after })),
  };
}

type Moved = { partition: number; before: string | null; after: bigint; committed: string | null };

/** Where an attempt was made that nobody saw the answer of, it may be where that put it. */
function isWhereItWas({ before, after, committed }: Moved, wasTried: boolean): boolean {
  return committed === before || (wasTried && committed === String(after));
}

function movedOn(group: string, { partition, before, committed }: Moved): string {
  const [was, is] = [before ?? "nowhere", committed ?? "nowhere"];
  return `${group} has moved since this was asked: in partition ${partition} it stood at ${was} and stands at ${is} now.`;
}
