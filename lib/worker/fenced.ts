import type { Connection } from "#lib/db/database";
import { assertLease } from "#lib/db/worker-stores/cluster-leases";
import type { LeasedSession } from "./cluster-session.ts";

/**
 * A transaction that counts only while the lease is held.
 * @throws LeaseLost, with nothing written
 */
export function fenced<T>(
  session: Pick<LeasedSession, "db" | "lease">,
  work: (tx: Connection) => Promise<T>,
): Promise<T> {
  const { cluster, holder, epoch } = session.lease.scope;
  return session.db.$transaction(async (tx) => {
    await assertLease(tx, cluster, holder, epoch);
    return work(tx);
  });
}
