/** How long to wait before trying again: doubles from `firstMs` with every attempt, at most `capMs`. */
export type BackOff = { firstMs: number; capMs: number };

/** For one topic that was refused in a way that may pass. */
export const ITEM_BACK_OFF: BackOff = { firstMs: 1_000, capMs: 60_000 };
/** For a cluster, or the database, that cannot be reached. */
export const CONTACT_BACK_OFF: BackOff = { firstMs: 1_000, capMs: 15_000 };

/**
 * The wait after attempt number `attempt` (0 for the first failure), in ms. Half of it is jitter, so that what failed together does not
 * come back together.
 * @param random a number in [0, 1)
 */
export function backOffMs({ firstMs, capMs }: BackOff, attempt: number, random: number = Math.random()): number {
  const whole = Math.min(capMs, firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(whole * (0.5 + random / 2));
}
