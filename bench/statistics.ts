/** The middle of some figures; the mean of the two middle ones when their number is even. NaN for none. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}

/** The smallest figure that `percent` per cent of all do not exceed (nearest rank). NaN for none. */
export function percentile(figures: readonly number[], percent: number): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** Two measurements of the same work, made one right after the other. */
export type Pair = { product: number; bare: number };

export const productOf = ({ product }: Pair) => product;
export const bareOf = ({ bare }: Pair) => bare;

/** The median over pairs of product divided by bare: what disturbs the machine for a while disturbs both sides of a pair. */
export function medianRatio(pairs: readonly Pair[]): number {
  return median(pairs.map(({ product, bare }) => product / bare));
}

/**
 * Measures product and bare in turn, beginning with the other one each time. One pair more is made first and thrown away: both sides
 * are compiled and connected then.
 */
export async function alternate(
  pairs: number,
  product: () => Promise<number>,
  bare: () => Promise<number>,
): Promise<Pair[]> {
  const measured: Pair[] = [];
  for (let round = 0; round <= pairs; round += 1) {
    const pair: Pair = { product: 0, bare: 0 };
    for (const side of round % 2 === 0 ? (["bare", "product"] as const) : (["product", "bare"] as const)) {
      pair[side] = await (side === "product" ? product() : bare());
    }
    if (round > 0) measured.push(pair);
  }
  return measured;
}

/** How long some work took, in ms. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
