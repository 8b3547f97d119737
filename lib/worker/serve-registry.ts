import { hastenLoweredLevels, nextSubjectDueInMs } from "#lib/db/worker-stores/due-subjects";
import { saveRegistryCondition } from "#lib/db/worker-stores/registry-status";
import { RegistryCallFailed } from "#lib/registry/subject-registry";
import { type AttendedSystem, attempt, attend } from "./attend.ts";
import { Contact } from "./contact.ts";
import { observeSubjects } from "./observe-subjects.ts";
import { onboardRegistry } from "./onboard-registry.ts";
import { reconcileSubjects, SUBJECTS_PER_ROUND } from "./reconcile-subjects.ts";
import type { RegistrySession } from "./registry-session.ts";
import type { WakeUp } from "./wake-up.ts";

/**
 * Looks after a cluster's schema registry until the session ends, beside whatever goes on with Kafka: each goes on while the other is away.
 * Never rejects.
 */
export async function serveRegistry(session: RegistrySession, sweepIntervalMs: number, wakeUp: WakeUp): Promise<void> {
  const { db, slug } = session;
  const contact = new Contact();
  const registry: AttendedSystem = {
    ...{ name: "registry", session, contact, CallFailed: RegistryCallFailed },
    saveUnreachable: (message) => saveRegistryCondition(db, slug, { condition: "unreachable", message }),
  };
  await attend(registry, {
    ...{ sweepIntervalMs, wakeUp },
    findAgain: () => findAgain(session, contact),
    sweep: () => sweep(session, contact),
    round: () => round(session, registry),
    nextDueInMs: () => nextSubjectDueInMs(db, slug),
  });
}

/** A level that was left lowered when the registry went away is the first thing that is seen to. */
async function findAgain(session: RegistrySession, contact: Contact): Promise<void> {
  await onboardRegistry(session);
  await hastenLoweredLevels(session.db, session.slug);
  session.log.info("registry reachable");
  contact.establish();
}

async function sweep(session: RegistrySession, contact: Contact): Promise<void> {
  await observeSubjects(session);
  contact.establish();
}

async function round(session: RegistrySession, registry: AttendedSystem) {
  let taken = 0;
  const failure = await attempt(registry, async () => {
    taken = await reconcileSubjects(session);
  });
  return { done: failure === null, isMore: taken >= SUBJECTS_PER_ROUND };
}
