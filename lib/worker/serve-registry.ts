import { LeaseLost } from "#lib/db/worker-stores/cluster-leases";
import { hastenLoweredLevels, nextSubjectDueInMs } from "#lib/db/worker-stores/due-subjects";
import { saveRegistryCondition } from "#lib/db/worker-stores/registry-status";
import { RegistryCallFailed } from "#lib/registry/subject-registry";
import { backOffMs, CONTACT_BACK_OFF } from "./back-off.ts";
import { ClusterNotServed } from "./cluster-identity.ts";
import { Contact } from "./contact.ts";
import { keepReconciling } from "./keep-reconciling.ts";
import { observeSubjects } from "./observe-subjects.ts";
import { onboardRegistry } from "./onboard-registry.ts";
import { reconcileSubjects, SUBJECTS_PER_ROUND } from "./reconcile-subjects.ts";
import type { RegistrySession } from "./registry-session.ts";
import { pause, type WakeUp } from "./wake-up.ts";

/**
 * Looks after a cluster's schema registry until the session ends, beside whatever goes on with Kafka: each goes on while the other is away.
 * Never rejects.
 */
export async function serveRegistry(session: RegistrySession, sweepIntervalMs: number, wakeUp: WakeUp): Promise<void> {
  const contact = new Contact();
  const { db, slug } = session;
  const round = async () => {
    let taken = 0;
    const failure = await attempt(session, contact, async () => {
      taken = await reconcileSubjects(session);
    });
    return { done: failure === null, isMore: taken >= SUBJECTS_PER_ROUND };
  };
  await Promise.all([
    keepObserving(session, contact, sweepIntervalMs),
    keepReconciling({ session, contact, wakeUp, round, nextDueInMs: () => nextSubjectDueInMs(db, slug) }),
  ]);
}

/** Sweeps at the cluster's interval; while the registry is away, this is what finds it again. */
async function keepObserving(session: RegistrySession, contact: Contact, sweepIntervalMs: number): Promise<void> {
  while (!session.signal.aborted) {
    const failure = await attempt(session, contact, async () => {
      if (!contact.isEstablished) await findAgain(session, contact);
      await observeSubjects(session);
      contact.establish();
    });
    if (!failure) await contact.whileEstablished(sweepIntervalMs, session.signal);
    else await pause(backOffMs(CONTACT_BACK_OFF, Math.max(0, contact.failures - 1)), session.signal);
  }
}

/** A level that was left lowered when the registry went away is the first thing that is seen to. */
async function findAgain(session: RegistrySession, contact: Contact): Promise<void> {
  await onboardRegistry(session);
  await hastenLoweredLevels(session.db, session.slug);
  session.log.info("registry reachable");
  contact.establish();
}

async function attempt(session: RegistrySession, contact: Contact, work: () => Promise<void>): Promise<Error | null> {
  try {
    await work();
    return null;
  } catch (error) {
    contact.lose();
    await report(session, contact, error);
    return error instanceof Error ? error : new Error("thrown", { cause: error });
  }
}

async function report({ db, slug, log }: RegistrySession, contact: Contact, error: unknown): Promise<void> {
  if (error instanceof RegistryCallFailed) {
    const { code: reason, message } = error.error;
    log[contact.failures > 1 ? "debug" : "warn"]({ reason, told: message }, "registry unreachable");
    await saveRegistryCondition(db, slug, { condition: "unreachable", message }).catch((failed: unknown) =>
      log.error({ err: failed }, "the registry's condition could not be stored"),
    );
  } else if (error instanceof LeaseLost || error instanceof ClusterNotServed) {
    log.warn(error.message);
  } else {
    log.error({ err: error }, "the work on this registry failed; it is tried again");
  }
}
