import type { Connection } from "../database.ts";

/** One worker's right to one cluster, for a while. `epoch` grows with every change of hands. */
export type LeaseRow = { epoch: bigint; remainingMs: number };

/** Thrown inside a transaction whose lease is not held any more: another worker may be at it, so nothing of it may count. */
export class LeaseLost extends Error {
  constructor(cluster: string) {
    super(`The lease of cluster ${cluster} is not held any more.`);
    this.name = "LeaseLost";
  }
}

/**
 * Takes the lease of a cluster if nobody holds it, by the database's clock.
 * @returns null when another worker holds it; `takenOverFrom` names a holder that let it expire, null when it was given back or new
 */
export async function acquireLease(
  db: Connection,
  cluster: string,
  holder: string,
  durationMs: number,
): Promise<(LeaseRow & { takenOverFrom: string | null }) | null> {
  const [row] = await db.$queryRaw<{ epoch: bigint; remainingMs: number; previous: string | null }[]>`
    INSERT INTO cluster_leases AS l (cluster_slug, holder, acquired_at, expires_at)
    VALUES (${cluster}, ${holder}, clock_timestamp(), clock_timestamp() + ${durationMs}::float8 * interval '1 ms')
    ON CONFLICT (cluster_slug) DO UPDATE SET holder = excluded.holder, epoch = l.epoch + 1,
      acquired_at = excluded.acquired_at, expires_at = excluded.expires_at
    WHERE l.expires_at <= clock_timestamp()
    RETURNING new.epoch, old.holder AS previous,
      (extract(epoch FROM new.expires_at - clock_timestamp()) * 1000)::float8 AS "remainingMs"`;
  if (!row) return null;

  const { previous, ...lease } = row;
  return { ...lease, takenOverFrom: previous === "" ? null : previous };
}

/** Prolongs a lease that is still held; null when it is not. */
export async function renewLease(
  db: Connection,
  cluster: string,
  holder: string,
  epoch: bigint,
  durationMs: number,
): Promise<LeaseRow | null> {
  const [row] = await db.$queryRaw<LeaseRow[]>`
    UPDATE cluster_leases SET expires_at = clock_timestamp() + ${durationMs}::float8 * interval '1 ms'
    WHERE cluster_slug = ${cluster} AND holder = ${holder} AND epoch = ${epoch} AND expires_at > clock_timestamp()
    RETURNING epoch, (extract(epoch FROM expires_at - clock_timestamp()) * 1000)::float8 AS "remainingMs"`;
  return row ?? null;
}

/** Gives a lease back: the next holder need not wait. Nothing happens when it is not held. */
export async function releaseLease(db: Connection, cluster: string, holder: string, epoch: bigint): Promise<void> {
  await db.$executeRaw`
    UPDATE cluster_leases SET holder = '', expires_at = clock_timestamp()
    WHERE cluster_slug = ${cluster} AND holder = ${holder} AND epoch = ${epoch}`;
}

/**
 * First statement of every transaction of the lease's holder: it holds the lease in place until the commit.
 * @throws LeaseLost
 */
export async function assertLease(db: Connection, cluster: string, holder: string, epoch: bigint): Promise<void> {
  const held = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM cluster_leases
    WHERE cluster_slug = ${cluster} AND holder = ${holder} AND epoch = ${epoch} AND expires_at > clock_timestamp() FOR SHARE`;
  if (held.length === 0) throw new LeaseLost(cluster);
}
