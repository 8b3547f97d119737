import type { Connection } from "../database.ts";

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

/** Takes this worker off the list, and those that were not heard of for a day. */
export async function endHeartbeat(db: Connection, workerId: string): Promise<void> {
  await db.$executeRaw`
    DELETE FROM worker_heartbeats WHERE worker_id = ${workerId} OR beat_at < clock_timestamp() - interval '1 day'`;
}
