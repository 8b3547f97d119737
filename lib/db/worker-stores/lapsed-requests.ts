import type { DecidedRequest } from "#lib/domain/request-decided-notice";
import type { Connection } from "../database.ts";

export type LapsedRequest = DecidedRequest;

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
  const rows = await db.$queryRaw<(Omit<LapsedRequest, "id"> & { id: bigint })[]>`
    SELECT id, kind, object_name AS name, cluster_slug AS cluster, jsonb_build_object('id', requester_id) AS requester,
      jsonb_build_object('id', team_id) AS team, jsonb_build_object('id', asking_team_id) AS "askingTeam"
    FROM requests
    WHERE state = 'submitted' AND lapses_at <= clock_timestamp() ORDER BY id LIMIT ${limit}::int FOR NO KEY UPDATE SKIP LOCKED`;
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

/** Locks the submitted requests that wait for one of these, with what they wait for. */
export async function lockDependents(
  db: Connection,
  ids: readonly number[],
): Promise<(LapsedRequest & { dependsOn: number })[]> {
  const rows = await db.$queryRaw<(Omit<LapsedRequest, "id"> & { id: bigint; dependsOn: bigint })[]>`
    SELECT id, kind, object_name AS name, cluster_slug AS cluster, jsonb_build_object('id', requester_id) AS requester,
      jsonb_build_object('id', team_id) AS team, jsonb_build_object('id', asking_team_id) AS "askingTeam", depends_on AS "dependsOn"
    FROM requests
    WHERE state = 'submitted' AND depends_on = ANY(${[...ids]}::bigint[]) ORDER BY id FOR NO KEY UPDATE`;
  return rows.map((row) => ({ ...row, id: Number(row.id), dependsOn: Number(row.dependsOn) }));
}

/** Ends these requests and gives their names back. */
export async function endLapsedRequests(
  db: Connection,
  ids: readonly number[],
  ended: { state: string; outcome: string },
): Promise<void> {
  await db.$executeRaw`
    UPDATE requests SET state = ${ended.state}, outcome = ${ended.outcome}, ended_at = clock_timestamp(), version = version + 1
    WHERE id = ANY(${[...ids]}::bigint[]) AND state = 'submitted'`;
  await db.$executeRaw`DELETE FROM name_reservations WHERE request_id = ANY(${[...ids]}::bigint[]) AND topic_id IS NULL`;
}
