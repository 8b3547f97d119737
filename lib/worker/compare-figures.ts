import type { FiguresRow, KnownFigures } from "#lib/db/worker-stores/topic-figures";
import type { TopicFigures } from "#lib/kafka/cluster-admin";

/** Rates are averages over about this long, the latest minutes counting most. */
const AVERAGED_OVER_S = 15 * 60;
/** A topic that did not move for so long is not written any more, whatever the average still says. */
const FORGOTTEN_AFTER_MS = 60 * 60_000;

export type MeasuredTopic = { name: string; topicId: string; replicationFactor: number; figures: TopicFigures };

/**
 * The rows that differ from what is stored.
 * @param times epoch ms by one clock: `at` of this reading, `before` of the one before it (null when this is the first). A stored row that
 *   is older than `before` was still so then.
 */
export function compareFigures(
  measured: readonly MeasuredTopic[],
  known: ReadonlyMap<string, KnownFigures>,
  times: { at: number; before: number | null },
): FiguresRow[] {
  return measured.flatMap((topic) => {
    const stored = known.get(topic.name);
    const row = figuresRow(topic, stored, times);
    return stored && isSame(row, stored) ? [] : [row];
  });
}

function figuresRow(
  { name, topicId, replicationFactor, figures }: MeasuredTopic,
  stored: KnownFigures | undefined,
  { at, before }: { at: number; before: number | null },
): FiguresRow {
  const { sizeBytes, lastWrittenAt, startOffset, endOffset } = figures;
  const read = {
    ...{ name, topicId, lastWrittenAt },
    ...{ sizeBytes: String(sizeBytes), startOffset: String(startOffset), endOffset: String(endOffset) },
  };
  const ended = stored?.endOffset ? BigInt(stored.endOffset) : null;
  // Fewer records than ever were there: another topic of this name, whatever its id says.
  if (!stored || ended === null || endOffset < ended)
    return { ...read, recordsPerSecond: null, bytesPerSecond: null, movedAt: at };

  const movedAt = endOffset > ended ? at : (stored.movedAt ?? at);
  const seconds = (at - Math.max(stored.measuredAt, before ?? 0)) / 1_000;
  const grown = { records: Number(endOffset - ended), seconds, idleMs: at - movedAt };
  const recordsPerSecond = averageRate(stored.recordsPerSecond, grown);
  const bytesPerSecond = recordsPerSecond === null ? null : bytesOf(recordsPerSecond, replicationFactor, figures);
  return { ...read, recordsPerSecond, bytesPerSecond, movedAt };
}

/**
 * The write rate after one more measurement, in records per second: an exponentially weighted average, so that the length of the interval
 * does not matter. Null while there is nothing to compare with.
 */
export function averageRate(
  before: number | null,
  { records, seconds, idleMs }: { records: number; seconds: number; idleMs: number },
): number | null {
  if (seconds <= 0) return before;
  if (idleMs >= FORGOTTEN_AFTER_MS) return 0;

  const now = records / seconds;
  const weight = 1 - Math.exp(-seconds / AVERAGED_OVER_S);
  return before === null ? rounded(now) : rounded(before + (now - before) * weight);
}

/** Bytes per second before replication: records of the size that those on disk have in one replica. Null where none are left to tell. */
function bytesOf(
  recordsPerSecond: number,
  replicationFactor: number,
  { sizeBytes, startOffset, endOffset }: TopicFigures,
): number | null {
  if (recordsPerSecond === 0) return 0;
  if (endOffset <= startOffset) return null;
  return rounded((recordsPerSecond * Number(sizeBytes)) / replicationFactor / Number(endOffset - startOffset));
}

/** An estimate has no more digits than these; with all of them a row would be written each time for nothing. */
function rounded(rate: number): number {
  return Number(rate.toPrecision(6));
}

function isSame(row: FiguresRow, stored: KnownFigures): boolean {
  return (
    row.sizeBytes === stored.sizeBytes &&
    row.lastWrittenAt === stored.lastWrittenAt &&
    row.startOffset === stored.startOffset &&
    row.endOffset === stored.endOffset &&
    row.recordsPerSecond === stored.recordsPerSecond &&
    row.bytesPerSecond === stored.bytesPerSecond &&
    row.movedAt === stored.movedAt
  );
}
