import type { Connection } from "#lib/db/database";
import { lockDependents } from "#lib/db/stores/requests";
import { type MadeStale, staleRequests } from "./stale-requests.ts";

/** Ends the requests that wait for one that will never be approved; nothing else could become of them. They hold nothing of their own. */
export async function staleDependents(db: Connection, requestId: number): Promise<MadeStale> {
  const waiting = await lockDependents(db, requestId);
  return staleRequests(db, waiting, `Request ${requestId}, which it waited for, was not approved.`);
}
