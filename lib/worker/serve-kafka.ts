import { LeaseLost } from "#lib/db/worker-stores/cluster-leases";
import { saveCondition } from "#lib/db/worker-stores/cluster-status";
import { nextDueInMs } from "#lib/db/worker-stores/next-due";
import { ClusterCallFailed } from "#lib/kafka/cluster-admin";
import { backOffMs, CONTACT_BACK_OFF } from "./back-off.ts";
import { ClusterNotServed, IdentityChanged, identify } from "./cluster-identity.ts";
import type { ClusterSession } from "./cluster-session.ts";
import { Contact } from "./contact.ts";
import { keepReconciling } from "./keep-reconciling.ts";
import { observeAcls } from "./observe-acls.ts";
import { observeFigures } from "./observe-figures.ts";
import { observeGroups } from "./observe-groups.ts";
import { observeTopics } from "./observe-topics.ts";
import { PRINCIPALS_PER_ROUND, reconcilePrincipals } from "./reconcile-principals.ts";
import { ROUND_SIZE, reconcileTopics } from "./reconcile-topics.ts";
import { REMOVALS_PER_ROUND, removeAcls } from "./remove-acls.ts";
import { RESETS_PER_ROUND, resetOffsets } from "./reset-offsets.ts";
import { settleUnheldGrants, UNHELD_PER_ROUND } from "./settle-unheld-grants.ts";
import { pause, type WakeUp } from "./wake-up.ts";

/** Looks after a Kafka cluster until the session ends. Never rejects. */
export async function serveKafka(session: ClusterSession, sweepIntervalMs: number, wakeUp: WakeUp): Promise<void> {
  const contact = new Contact();
  const { db, slug } = session;
  await Promise.all([
    keepObserving(session, contact, sweepIntervalMs),
    keepReconciling({
      ...{ session, contact, wakeUp },
      round: () => round(session, contact),
      nextDueInMs: () => nextDueInMs(db, slug),
    }),
  ]);
}

/** Sweeps at the cluster's interval; while the cluster is away, this is what finds it again. */
async function keepObserving(session: ClusterSession, contact: Contact, sweepIntervalMs: number): Promise<void> {
  while (!session.signal.aborted) {
    const failure = await attempt(session, contact, async () => {
      if (!contact.isEstablished) await findAgain(session, contact);
      const { listed } = await observeTopics(session);
      contact.establish();
      await observeAcls(session);
      await observeFigures(session, listed);
      await observeGroups(session);
    });
    if (!failure) await contact.whileEstablished(sweepIntervalMs, session.signal);
    else await pause(backOffMs(CONTACT_BACK_OFF, Math.max(0, contact.failures - 1)), session.signal);
  }
}

/** Reconciling may go on as soon as the cluster answers as itself, without waiting for the sweep. */
async function findAgain(session: ClusterSession, contact: Contact): Promise<void> {
  const { record } = await identify(session);
  // After a change of identity the old observations are of another cluster; the sweep replaces them first.
  if (record.condition === "identity_changed") return;

  await saveCondition(session.db, session.slug, { condition: "reachable", message: "" });
  session.log.info("cluster reachable");
  contact.establish();
}

/** One look at each kind of work; taking access away comes first, and what fails in one kind holds back no other. */
async function round(session: ClusterSession, contact: Contact) {
  let [done, isMore] = [true, false];
  for (const [work, size] of WORK) {
    const failure = await attempt(session, contact, async () => {
      isMore = (await work(session)) >= size || isMore;
    });
    if (failure) done = false;
    // The others would wait for the same cluster.
    if (failure instanceof ClusterCallFailed) break;
  }
  return { done, isMore };
}

const WORK = [
  [reconcilePrincipals, PRINCIPALS_PER_ROUND],
  [settleUnheldGrants, UNHELD_PER_ROUND],
  [removeAcls, REMOVALS_PER_ROUND],
  [resetOffsets, RESETS_PER_ROUND],
  [reconcileTopics, ROUND_SIZE],
] as const;

/** Does a piece of work; what goes wrong with the cluster or the database is said, and answered. */
async function attempt(session: ClusterSession, contact: Contact, work: () => Promise<void>): Promise<Error | null> {
  try {
    await work();
    return null;
  } catch (error) {
    contact.lose();
    await report(session, contact, error);
    return error instanceof Error ? error : new Error("thrown", { cause: error });
  }
}

async function report({ db, slug, log }: ClusterSession, contact: Contact, error: unknown): Promise<void> {
  if (error instanceof ClusterCallFailed) {
    const { code: reason, message } = error.error;
    // Told once as a warning; how it goes on is on the cluster's page.
    log[contact.failures > 1 ? "debug" : "warn"]({ reason, told: message }, "cluster unreachable");
    await saveCondition(db, slug, { condition: "unreachable", message }).catch((failed: unknown) =>
      log.error({ err: failed }, "the cluster's condition could not be stored"),
    );
  } else if (error instanceof IdentityChanged || error instanceof LeaseLost || error instanceof ClusterNotServed) {
    log.warn(error.message);
  } else {
    log.error({ err: error }, "the work on this cluster failed; it is tried again");
  }
}
