import { LeaseLost } from "#lib/db/worker-stores/cluster-leases";
import { backOffMs, CONTACT_BACK_OFF } from "./back-off.ts";
import { ClusterNotServed, IdentityChanged } from "./cluster-identity.ts";
import type { LeasedSession } from "./cluster-session.ts";
import type { Contact } from "./contact.ts";
import { keepReconciling, type Reconciling } from "./keep-reconciling.ts";
import { pause } from "./wake-up.ts";

/** A system that a worker looks after for a session: a Kafka cluster, or a cluster's schema registry. */
export type AttendedSystem = {
  /** What the log calls it. */
  name: "cluster" | "registry";
  session: LeasedSession;
  contact: Contact;
  /** What a call rejects with when the system could not be reached. */
  CallFailed: abstract new (
    ...given: never[]
  ) => Error & { error: { code: string; message: string } };
  /** Says on the cluster's page that the system cannot be reached, in the words of the failed call. */
  saveUnreachable(message: string): Promise<void>;
};

/** What there is to do with a system, each time it is due. */
export type Duties = Pick<Reconciling, "wakeUp" | "round" | "nextDueInMs"> & {
  sweepIntervalMs: number;
  /** The first words with a system that was away, or was never reached; rejects while it does not answer. */
  findAgain(): Promise<void>;
  /** One look at everything the system has; establishes contact as soon as reconciling may rely on it. */
  sweep(): Promise<void>;
};

/** Observes a system and reconciles it, side by side, until the session ends. Never rejects. */
export async function attend(system: AttendedSystem, duties: Duties): Promise<void> {
  const { session, contact } = system;
  const { wakeUp, round, nextDueInMs } = duties;
  await Promise.all([keepObserving(system, duties), keepReconciling({ session, contact, wakeUp, round, nextDueInMs })]);
}

/** Sweeps at the cluster's interval; while the system is away, this is what finds it again. */
async function keepObserving(system: AttendedSystem, { sweepIntervalMs, findAgain, sweep }: Duties): Promise<void> {
  const { contact, session } = system;
  while (!session.signal.aborted) {
    const failure = await attempt(system, async () => {
      if (!contact.isEstablished) await findAgain();
      await sweep();
    });
    if (!failure) await contact.whileEstablished(sweepIntervalMs, session.signal);
    else await pause(backOffMs(CONTACT_BACK_OFF, Math.max(0, contact.failures - 1)), session.signal);
  }
}

/** Does a piece of work; what goes wrong with the system or the database is said, and answered. Never rejects. */
export async function attempt(system: AttendedSystem, work: () => Promise<void>): Promise<Error | null> {
  try {
    await work();
    return null;
  } catch (error) {
    system.contact.lose();
    await report(system, error);
    return error instanceof Error ? error : new Error("thrown", { cause: error });
  }
}

async function report({ name, session, contact, CallFailed, saveUnreachable }: AttendedSystem, error: unknown) {
  const { log } = session;
  if (error instanceof CallFailed) {
    const { code: reason, message } = error.error;
    // Told once as a warning; how it goes on is on the cluster's page.
    log[contact.failures > 1 ? "debug" : "warn"]({ reason, told: message }, `${name} unreachable`);
    await saveUnreachable(message).catch((failed: unknown) =>
      log.error({ err: failed }, `the ${name}'s condition could not be stored`),
    );
  } else if (error instanceof IdentityChanged || error instanceof LeaseLost || error instanceof ClusterNotServed) {
    log.warn(error.message);
  } else {
    log.error({ err: error }, `the work on this ${name} failed; it is tried again`);
  }
}
