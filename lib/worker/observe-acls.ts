import { addAclObservations, findAclTexts, removeAclObservations } from "#lib/db/worker-stores/acl-observations";
import { databaseNow, findClusterRecord, saveCondition } from "#lib/db/worker-stores/cluster-status";
import { findJudgeablePrincipals } from "#lib/db/worker-stores/managed-principals";
import type { AclBinding } from "#lib/domain/acl-binding";
import { isStorableName } from "#lib/domain/storable-name";
import { ClusterCallFailed } from "#lib/kafka/cluster-admin";
import type { ClusterSession } from "./cluster-session.ts";
import { type AclDifference, compareAcls } from "./compare-acls.ts";
import { massChange } from "./compare-observations.ts";
import { chunks } from "./creation-batches.ts";
import { fenced } from "./fenced.ts";
import { declarePrincipals } from "./judge-principals.ts";

const ROWS_PER_TRANSACTION = 5_000;

/**
 * The part of a sweep that is about ACLs: reads all, stores only what changed, and declares what two sweeps agree on of principals. A
 * cluster that does not tell its ACLs costs nothing but them: everything else goes on, and what was seen before is kept.
 * @throws LeaseLost
 */
export async function observeAcls(session: ClusterSession): Promise<void> {
  const began = performance.now();
  const startedAt = await databaseNow(session.db);
  const [seen, known, judgeable] = await Promise.all([
    readAcls(session),
    findAclTexts(session.db, session.slug),
    findJudgeablePrincipals(session.db, session.slug),
  ]);
  if (!seen) return;

  const touched = new Set([...session.touchedAcls].filter(([, at]) => at >= began).map(([key]) => key));
  for (const [key, at] of session.touchedAcls) if (at < began) session.touchedAcls.delete(key);
  const difference = compareAcls(known, seen, touched);
  session.aclsOnCluster = seen.length;
  if (!(await isBelieved(session, known.size, seen.length, difference.gone.length))) return;

  await saveDifference(session, difference);
  // Mostly nothing has changed, and what the database said while the cluster was read is as true as what it would say now.
  const isSame = difference.added.length + difference.gone.length === 0;
  const principals = isSame ? judgeable : await findJudgeablePrincipals(session.db, session.slug);
  await declarePrincipals(session, startedAt, principals);
}

async function readAcls({ admin, log }: ClusterSession): Promise<AclBinding[] | null> {
  try {
    const acls = await admin.listAcls();
    const storable = acls.filter(isStorable);
    if (storable.length < acls.length)
      log.warn({ acls: acls.length - storable.length }, "ACLs are passed over whose names cannot be stored");
    return storable;
  } catch (error) {
    if (!(error instanceof ClusterCallFailed)) throw error;
    const { code: reason, message } = error.error;
    log.warn({ reason, told: message }, "ACLs could not be read");
    return null;
  }
}

/** One that no table takes holds back no other. */
function isStorable({ principal, resourceName, host }: AclBinding): boolean {
  return isStorableName(principal) && isStorableName(resourceName) && isStorableName(host);
}

/** The mass-change guard, as for topics. It is lifted by an admin's word: a confirmation of the cluster's identity after it fired. */
async function isBelieved(session: ClusterSession, known: number, seen: number, gone: number): Promise<boolean> {
  const record = gone > 0 ? await findClusterRecord(session.db, session.slug) : null;
  const message = record
    ? massChange({ what: "ACLs", known, listed: seen, gone, share: record.guardShare })
    : undefined;
  const confirmed =
    record && session.aclsGuardedAtConfirmation !== null && record.confirmations > session.aclsGuardedAtConfirmation;
  if (!message || confirmed) {
    session.aclsGuardedAtConfirmation = null;
    return true;
  }

  session.aclsGuardedAtConfirmation ??= record?.confirmations ?? null;
  session.log.warn({ known, seen, gone }, "the cluster's answer is not believed: too many ACLs are missing");
  await saveCondition(session.db, session.slug, { condition: "reachable", message });
  return false;
}

async function saveDifference(session: ClusterSession, { added, gone }: AclDifference): Promise<void> {
  for (const rows of chunks(added, ROWS_PER_TRANSACTION))
    await fenced(session, (tx) => addAclObservations(tx, session.slug, rows));
  for (const rows of chunks(gone, ROWS_PER_TRANSACTION))
    await fenced(session, (tx) => removeAclObservations(tx, session.slug, rows));
}
