import { type Connection, sql } from "../database.ts";
import { removeSome } from "./remove-some.ts";

/** A worker whose last sign of life is older counts as dead. */
export const ALIVE_WITHIN_SECONDS = 30;

/** Says that this worker lives, and which clusters it serves. */
export async function beat(
  db: Connection,
  worker: { id: string; version: string; clusters: readonly string[] },
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO worker_heartbeats (worker_id, started_at, beat_at, version, clusters)
    VALUES (${worker.id}, clock_timestamp(), clock_timestamp(), ${worker.version}, ${[...worker.clusters]}::text[])
    ON CONFLICT (worker_id) DO UPDATE SET beat_at = excluded.beat_at, clusters = excluded.clusters`;
}

/** Takes this worker off the list. */
export async function endHeartbeat(db: Connection, workerId: string): Promise<void> {
  await db.$executeRaw`DELETE FROM worker_heartbeats WHERE worker_id = ${workerId}`;
}

/**
 * Removes workers that were not heard of for a day and did not end by themselves. The last that served a cluster stays: pages say since when nobody
 * does.
 */
export function forgetHeartbeats(db: Connection, most: number): Promise<number> {
  const isLastOfACluster = sql`EXISTS (SELECT FROM unnest(old.clusters) AS slug WHERE NOT EXISTS (
    SELECT FROM worker_heartbeats later WHERE later.beat_at > old.beat_at AND slug = ANY (later.clusters)))`;
  const where = sql`old.beat_at < now() - interval '1 day' AND NOT ${isLastOfACluster}`;
  return removeSome(db, sql`worker_heartbeats`, where, most);
}
