import { appendAudit } from "#lib/db/append-audit";
import { lockAccessRequests, lockPrincipals, saveGrantStatuses } from "#lib/db/worker-stores/principal-outcomes";
import { endApprovedRequests } from "#lib/db/worker-stores/topic-outcomes";
import { findUnheldGrants } from "#lib/db/worker-stores/unheld-grants";
import { endedAccessRequests } from "./access-requests.ts";
import { type ClusterSession, workerActor } from "./cluster-session.ts";
import { fenced } from "./fenced.ts";

export const UNHELD_PER_ROUND = 500;

/**
 * Says of ended grants that they are gone when their application has no principal on the cluster, which needs no look at it.
 * @returns how many there were; {@link UNHELD_PER_ROUND} when there may be more
 * @throws LeaseLost
 */
export async function settleUnheldGrants(session: ClusterSession): Promise<number> {
  const grants = await findUnheldGrants(session.db, session.slug, UNHELD_PER_ROUND);
  if (grants.length === 0) return 0;
  const grantIds = grants.map(({ grantId }) => grantId);

  await fenced(session, async (tx) => {
    await lockPrincipals(tx, grantIds, []);
    const requests = await lockAccessRequests(tx, grantIds, []);
    await saveGrantStatuses(
      tx,
      grantIds.map((grantId) => ({ grantId, state: "removed", reason: null, message: "" })),
    );
    await endApprovedRequests(tx, endedAccessRequests(requests, [], []));
    await appendAudit(
      tx,
      grants.map(({ grantId, teamId, resource, status }) => ({
        action: "grant.removed",
        actor: workerActor(session),
        object: { kind: "grant", id: grantId, name: resource },
        teamId,
        before: { state: status },
        after: { state: "removed" },
      })),
    );
  });
  return grants.length;
}
