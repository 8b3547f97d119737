import type { Logger } from "pino";
import type { Database } from "#lib/db/database";
import { LeaseLost } from "#lib/db/worker-stores/cluster-leases";
import { saveCondition } from "#lib/db/worker-stores/cluster-status";
import { nextDueInMs } from "#lib/db/worker-stores/next-due";
import { type ClusterAdmin, ClusterCallFailed } from "#lib/kafka/cluster-admin";
import { backOffMs, CONTACT_BACK_OFF } from "./back-off.ts";
import { ClusterNotServed, IdentityChanged, identify } from "./cluster-identity.ts";
import { type ClusterSession, openSession } from "./cluster-session.ts";
import { Contact } from "./contact.ts";
import { Lease, RENEW_EVERY_MS } from "./lease.ts";
import { observeAcls } from "./observe-acls.ts";
import { observeFigures } from "./observe-figures.ts";
import { observeGroups } from "./observe-groups.ts";
import { observeTopics } from "./observe-topics.ts";
import { PRINCIPALS_PER_ROUND, reconcilePrincipals } from "./reconcile-principals.ts";
import { ROUND_SIZE, reconcileTopics } from "./reconcile-topics.ts";
import { REMOVALS_PER_ROUND, removeAcls } from "./remove-acls.ts";
import { settleUnheldGrants, UNHELD_PER_ROUND } from "./settle-unheld-grants.ts";
import { pause, type WakeUp } from "./wake-up.ts";

export type ServedCluster = {
  slug: string;
  workerId: string;
  db: Database;
  admin: ClusterAdmin;
  /** The private key that credentials are sealed to. */
  credentialKey: string;
  sweepIntervalMs: number;
  log: Logger;
  /** Rings when something of this cluster may be due. */
  wakeUp: WakeUp;
};

/** Lost wake-ups cost at most this much latency. */
const LOOK_EVERY_MS = 5_000;
const LOOK_AT_LEASE_EVERY_MS = 100;

/** Looks after one cluster until the signal: takes its lease when it is free, and gives it back at the end. Never rejects. */
export async function serveCluster(cluster: ServedCluster, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      const lease = await Lease.acquire(cluster.db, cluster.slug, cluster.workerId, cluster.admin.requestTimeoutMs);
      failures = 0;
      if (lease) await holdLease(cluster, lease, signal);
      else await pause(RENEW_EVERY_MS, signal);
    } catch (error) {
      cluster.log.error({ err: error }, "the lease could not be taken");
      await pause(backOffMs(CONTACT_BACK_OFF, failures), signal);
      failures += 1;
    }
  }
}

async function holdLease(cluster: ServedCluster, lease: Lease, signal: AbortSignal): Promise<void> {
  const lost = new AbortController();
  const both = AbortSignal.any([signal, lost.signal]);
  const { slug, workerId, db, admin, credentialKey, log } = cluster;
  const session = openSession({ slug, workerId, db, admin, lease, credentialKey, log, signal: both });
  log.info({ epoch: String(lease.scope.epoch), takenOverFrom: lease.takenOverFrom }, "lease taken");

  const renewing = keepRenewing(lease, lost, both, log);
  // A write of the holder before may still be under way; only after its time-out the cluster stands still.
  if (lease.takenOverFrom !== null) await pause(admin.requestTimeoutMs, both);
  const contact = new Contact();
  await Promise.all([keepObserving(cluster, session, contact), keepReconciling(cluster, session, contact), renewing]);
  await lease.release();
  log.info("lease given back");
}

async function keepRenewing(lease: Lease, lost: AbortController, signal: AbortSignal, log: Logger): Promise<void> {
  while (!signal.aborted) {
    await pause(RENEW_EVERY_MS, signal);
    if (signal.aborted) return;
    try {
      if (await lease.renew()) continue;
    } catch (error) {
      log.warn({ err: error }, "the lease could not be prolonged");
      if (lease.remainingMs() > 0) continue;
    }
    log.warn("lease lost");
    lost.abort();
  }
}

/** Sweeps at the cluster's interval; while the cluster is away, this is what finds it again. */
async function keepObserving(cluster: ServedCluster, session: ClusterSession, contact: Contact): Promise<void> {
  while (!session.signal.aborted) {
    const failure = await attempt(cluster, contact, async () => {
      if (!contact.isEstablished) await findAgain(session, contact);
      const { listed } = await observeTopics(session);
      contact.establish();
      await observeAcls(session);
      await observeFigures(session, listed);
      await observeGroups(session);
    });
    if (!failure) await contact.whileEstablished(cluster.sweepIntervalMs, session.signal);
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

async function keepReconciling(cluster: ServedCluster, session: ClusterSession, contact: Contact): Promise<void> {
  while (!session.signal.aborted) {
    await contact.established(session.signal);
    // While the lease could not be prolonged nothing may be written, and what is due would be looked at over and over.
    while (!session.lease.mayWrite() && !session.signal.aborted) await pause(LOOK_AT_LEASE_EVERY_MS, session.signal);
    if (session.signal.aborted) return;

    const { done, isMore } = await round(cluster, session, contact);
    if (!done) await pause(backOffMs(CONTACT_BACK_OFF, Math.max(0, contact.failures - 1)), session.signal);
    else if (!isMore) await cluster.wakeUp.wait(await untilDueMs(cluster), session.signal);
  }
}

/** One look at each kind of work; taking access away comes first, and what fails in one kind holds back no other. */
async function round(cluster: ServedCluster, session: ClusterSession, contact: Contact) {
  let [done, isMore] = [true, false];
  for (const [work, size] of WORK) {
    const failure = await attempt(cluster, contact, async () => {
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
  [reconcileTopics, ROUND_SIZE],
] as const;

async function untilDueMs({ db, slug, log }: ServedCluster): Promise<number> {
  try {
    return Math.min((await nextDueInMs(db, slug)) ?? LOOK_EVERY_MS, LOOK_EVERY_MS);
  } catch (error) {
    log.warn({ err: error }, "the queue could not be read");
    return LOOK_EVERY_MS;
  }
}

/** Does a piece of work; what goes wrong with the cluster or the database is said, and answered. */
async function attempt(cluster: ServedCluster, contact: Contact, work: () => Promise<void>): Promise<Error | null> {
  try {
    await work();
    return null;
  } catch (error) {
    contact.lose();
    await report(cluster, contact, error);
    return error instanceof Error ? error : new Error("thrown", { cause: error });
  }
}

async function report({ db, slug, log }: ServedCluster, contact: Contact, error: unknown): Promise<void> {
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
