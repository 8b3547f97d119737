import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "pg";

const GIVE_UP_MS = 300_000;
const LOOK_EVERY_MS = 5;

type Question = {
  /** Answers one row with `count`. */
  text: string;
  values?: unknown[];
  count: number;
  /** What is counted, for the message when it does not come true. */
  what: string;
  everyMs?: number;
};

/** Waits until a query counts so many. @throws when it does not within five minutes */
export async function untilCounted(database: Pool, question: Question): Promise<void> {
  const { text, values = [], count, what, everyMs = LOOK_EVERY_MS } = question;
  const giveUpAt = performance.now() + GIVE_UP_MS;
  for (;;) {
    const { rows } = await database.query<{ count: number }>(text, values);
    const counted = rows[0]?.count ?? 0;
    if (counted === count) return;
    if (performance.now() > giveUpAt) throw new Error(`After five minutes there are ${counted} ${what}, not ${count}.`);
    await sleep(everyMs);
  }
}

/** Waits until so many requests behind this number are applied. */
export function untilApplied(database: Pool, before: bigint, count: number): Promise<void> {
  const text = "SELECT count(*)::int AS count FROM requests WHERE state = 'applied' AND id > $1";
  return untilCounted(database, { text, values: [before], count, what: "applied requests" });
}
