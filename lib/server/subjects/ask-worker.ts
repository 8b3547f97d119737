import type { Connection } from "#lib/db/database";
import { insertProbe, type NewProbe, openProbes } from "#lib/db/stores/probes";
import type { Actor } from "#lib/domain/actor";
import { fail } from "#lib/domain/result";

/** Questions of one person that may wait at once; whoever types asks again and again, and lets go of what is out of date. */
const MOST_OPEN = 10;

/** Puts a question to the worker in the name of a person, unless too many of theirs wait already. */
export async function askWorker(db: Connection, actor: Actor, question: Omit<NewProbe, "askedBy">) {
  if (actor.userId === null) throw new Error("a probe is asked by a person");
  if ((await openProbes(db, actor.userId)) >= MOST_OPEN) {
    return fail("rate_limited", `${MOST_OPEN} questions of yours wait for an answer already. Try again in a minute.`);
  }
  const { probeId, expiresAt } = await insertProbe(db, { ...question, askedBy: actor.userId });
  return { ok: true as const, value: { probeId, expiresAt: expiresAt.toISOString() } };
}
