import type { Connection } from "#lib/db/database";
import { insertNotices } from "#lib/db/insert-notices";
import { findDecidedRequests } from "#lib/db/worker-stores/decided-requests";
import { noticeRequestDecided } from "#lib/domain/request-decided-notice";

/** Tells who asked that what was approved was not carried out, and why: they are the ones to ask anew. Written with what it tells of. */
export async function tellStale(tx: Connection, stale: ReadonlyMap<bigint, string>): Promise<void> {
  if (stale.size === 0) return;
  const requests = await findDecidedRequests(tx, [...stale.keys()]);
  const notices = requests.flatMap((request) =>
    noticeRequestDecided(request, { state: "stale", by: null, reason: stale.get(BigInt(request.id)) ?? "" }),
  );
  await insertNotices(tx, notices);
}
