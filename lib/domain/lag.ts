/**
 * About how long ago what a group reads next was written, in ms: its lag at the rate at which the topic is written now. Null where no rate is known
 * and where nothing is written, since then nobody can tell how old the lag is.
 */
export function lagInTime(lag: bigint, recordsPerSecond: number | null): number | null {
  if (lag === 0n) return 0;
  if (recordsPerSecond === null || recordsPerSecond <= 0) return null;
  return Math.round((Number(lag) / recordsPerSecond) * 1_000);
}

/** What is stored of one step of time: the most that a group was behind, and how far it was at the end. Null where that was not known. */
export type LagStep = { at: number; most: bigint | null; last: bigint | null };

/**
 * Fills the steps in which nothing changed, and so nothing was stored: what held at the end of one step holds in the next.
 * @param before what held at the beginning; null when that is not known
 * @param steps those that something is stored of, oldest first; `at` is when they begin, epoch ms
 * @returns the most of each step, `count` of them from `from` on
 */
export function lagOverTime(
  before: bigint | null,
  steps: readonly LagStep[],
  { from, stepMs, count }: { from: number; stepMs: number; count: number },
): (bigint | null)[] {
  const stored = new Map(steps.map((step) => [step.at, step]));
  let held = before;
  return Array.from({ length: count }, (_, index) => {
    const step = stored.get(from + index * stepMs);
    const most = step ? greater(held, step.most) : held;
    if (step) held = step.last;
    return most;
  });
}

function greater(one: bigint | null, other: bigint | null): bigint | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}
