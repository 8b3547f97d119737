import type { Connection } from "../database.ts";

export type LapsedRequest = { id: bigint; name: string; teamId: string };

/** True when this transaction alone may end lapsed requests now. */
export async function tryLockLapsing(db: Connection): Promise<boolean> {
  const [row] = await db.$queryRaw<{ locked: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended('headgate lapse requests', 0)) AS locked`;
  return row?.locked === true;
}

/**
 * Locks submitted requests whose time to be decided is over; those that somebody is deciding this moment are left for the next look.
 */
export async function lockLapsedRequests(db: Connection, limit: number): Promise<LapsedRequest[]> {
  return db.$queryRaw`
    SELECT id, object_name AS name, team_id AS "teamId" FROM requests
    WHERE state = 'submitted' AND lapses_at <= clock_timestamp() ORDER BY id LIMIT ${limit}::int FOR NO KEY UPDATE SKIP LOCKED`;
}

/** Ends these requests and gives their names back. */
export async function endLapsedRequests(
  db: Connection,
  ids: readonly bigint[],
  ended: { state: string; outcome: string },
): Promise<void> {
  await db.$executeRaw`
    UPDATE requests SET state = ${ended.state}, outcome = ${ended.outcome}, ended_at = clock_timestamp(), version = version + 1
    WHERE id = ANY(${[...ids]}::bigint[]) AND state = 'submitted'`;
  await db.$executeRaw`DELETE FROM name_reservations WHERE request_id = ANY(${[...ids]}::bigint[]) AND topic_id IS NULL`;
}
