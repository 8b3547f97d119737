import { saveCondition } from "#lib/db/worker-stores/cluster-status";
import { nextDueInMs } from "#lib/db/worker-stores/next-due";
import { ClusterCallFailed } from "#lib/kafka/cluster-admin";
import { type AttendedSystem, attempt, attend } from "./attend.ts";
import { identify } from "./cluster-identity.ts";
import type { ClusterSession } from "./cluster-session.ts";
import { Contact } from "./contact.ts";
import { observeAcls } from "./observe-acls.ts";
import { observeFigures } from "./observe-figures.ts";
import { observeGroups } from "./observe-groups.ts";
import { observeTopics } from "./observe-topics.ts";
import { PRINCIPALS_PER_ROUND, reconcilePrincipals } from "./reconcile-principals.ts";
import { ROUND_SIZE, reconcileTopics } from "./reconcile-topics.ts";
import { REMOVALS_PER_ROUND, removeAcls } from "./remove-acls.ts";
import { RESETS_PER_ROUND, resetOffsets } from "./reset-offsets.ts";
import { settleUnheldGrants, UNHELD_PER_ROUND } from "./settle-unheld-grants.ts";
import type { WakeUp } from "./wake-up.ts";

/** Looks after a Kafka cluster until the session ends. Never rejects. */
export async function serveKafka(session: ClusterSession, sweepIntervalMs: number, wakeUp: WakeUp): Promise<void> {
  const { db, slug } = session;
  const contact = new Contact();
  const cluster: AttendedSystem = {
    ...{ name: "cluster", session, contact, CallFailed: ClusterCallFailed },
    saveUnreachable: (message) => saveCondition(db, slug, { condition: "unreachable", message }),
  };
  await attend(cluster, {
    ...{ sweepIntervalMs, wakeUp },
    findAgain: () => findAgain(session, contact),
    sweep: () => sweep(session, contact),
    round: () => round(session, cluster),
    nextDueInMs: () => nextDueInMs(db, slug),
  });
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

async function sweep(session: ClusterSession, contact: Contact): Promise<void> {
  const { listed } = await observeTopics(session);
  contact.establish();
  await observeAcls(session);
  await observeFigures(session, listed);
  await observeGroups(session);
}

/** One look at each kind of work; taking access away comes first, and what fails in one kind holds back no other. */
async function round(session: ClusterSession, cluster: AttendedSystem) {
  let [done, isMore] = [true, false];
  for (const [work, size] of WORK) {
    const failure = await attempt(cluster, async () => {
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
