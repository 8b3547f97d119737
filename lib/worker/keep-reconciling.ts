import { backOffMs, CONTACT_BACK_OFF } from "./back-off.ts";
import type { LeasedSession } from "./cluster-session.ts";
import type { Contact } from "./contact.ts";
import { pause, type WakeUp } from "./wake-up.ts";

/** Lost wake-ups cost at most this much latency. */
const LOOK_EVERY_MS = 5_000;
const LOOK_AT_LEASE_EVERY_MS = 100;

/** What reconciling one system is made of; none of it rejects. */
export type Reconciling = {
  session: LeasedSession;
  contact: Contact;
  wakeUp: WakeUp;
  /** One look at all kinds of work. */
  round(): Promise<{ done: boolean; isMore: boolean }>;
  /** How long until something is due, in ms; null when nothing will be. */
  nextDueInMs(): Promise<number | null>;
};

/** Does what is due in one system, until the session ends: at once when woken, and only while the system answers and the lease allows writes. */
export async function keepReconciling({ session, contact, wakeUp, round, nextDueInMs }: Reconciling): Promise<void> {
  const { lease, signal, log } = session;
  while (!signal.aborted) {
    await contact.established(signal);
    // While the lease could not be prolonged nothing may be written, and what is due would be looked at over and over.
    while (!lease.mayWrite() && !signal.aborted) await pause(LOOK_AT_LEASE_EVERY_MS, signal);
    if (signal.aborted) return;

    const { done, isMore } = await round();
    if (!done) await pause(backOffMs(CONTACT_BACK_OFF, Math.max(0, contact.failures - 1)), signal);
    else if (!isMore) await wakeUp.wait(await untilDueMs(nextDueInMs, log), signal);
  }
}

async function untilDueMs(nextDueInMs: Reconciling["nextDueInMs"], log: LeasedSession["log"]): Promise<number> {
  try {
    return Math.min((await nextDueInMs()) ?? LOOK_EVERY_MS, LOOK_EVERY_MS);
  } catch (error) {
    log.warn({ err: error }, "the queue could not be read");
    return LOOK_EVERY_MS;
  }
}
