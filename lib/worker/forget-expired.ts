import type { Logger } from "pino";
import type { Database } from "#lib/db/database";
import { forgetVerdicts } from "#lib/db/worker-stores/compatibility-verdicts";
import { forgetSessions } from "#lib/db/worker-stores/ended-sessions";
import { forgetNotices, forgetWebhooks } from "#lib/db/worker-stores/forgotten-notices";
import { forgetProbes } from "#lib/db/worker-stores/open-probes";
import { forgetLosses } from "#lib/db/worker-stores/retention-losses";
import { forgetHeartbeats } from "#lib/db/worker-stores/worker-heartbeats";

/** Rows that go at once: in milliseconds, so that nobody waits for them. */
export const ROWS_AT_ONCE = 1_000;
/** A notice goes with all its deliveries. */
const NOTICES_AT_ONCE = 100;

/** Removes at most so many rows, and answers how many. Several workers may do so at once, each with other rows. */
type Forget = (db: Database, most: number) => Promise<number>;

/** What is kept for a time only, and how it goes; deliveries before the webhooks that they are of. docs/housekeeping.md says how long. */
const KEPT_FOR_A_TIME: readonly (readonly [what: string, forget: Forget, atOnce: number])[] = [
  ["probes", forgetProbes, ROWS_AT_ONCE],
  ["compatibility verdicts", forgetVerdicts, ROWS_AT_ONCE],
  ["retention losses", forgetLosses, ROWS_AT_ONCE],
  ["notices", forgetNotices, NOTICES_AT_ONCE],
  ["deleted webhooks", forgetWebhooks, ROWS_AT_ONCE],
  ["sessions", forgetSessions, ROWS_AT_ONCE],
  ["heartbeats", forgetHeartbeats, ROWS_AT_ONCE],
];

/**
 * Removes whatever is over, about a thousand rows at a time, until nothing is or the signal says so. What fails is logged, keeps nothing else, and is tried
 * again at the next call.
 * @returns how many rows went, by what they were
 */
export async function forgetExpired(
  { db, log }: { db: Database; log: Logger },
  signal: AbortSignal,
): Promise<Record<string, number>> {
  const removed: Record<string, number> = {};
  for (const [what, forget, atOnce] of KEPT_FOR_A_TIME) {
    try {
      const count = await forgetAll(db, forget, atOnce, signal);
      if (count > 0) removed[what] = count;
    } catch (error) {
      log.error({ err: error }, `${what} that are over could not be removed`);
    }
  }
  return removed;
}

async function forgetAll(db: Database, forget: Forget, atOnce: number, signal: AbortSignal): Promise<number> {
  let all = 0;
  let some = atOnce;
  while (some >= atOnce && !signal.aborted) {
    some = await forget(db, atOnce);
    all += some;
  }
  return all;
}
