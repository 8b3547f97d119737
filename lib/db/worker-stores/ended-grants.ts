import type { Connection } from "../database.ts";

export type ExpiredGrant = {
  grantId: string;
  cluster: string;
  operation: "consume" | "produce";
  resource: string;
  prefixed: boolean;
  application: { slug: string; name: string; teamId: string };
  /** The side that gave. */
  team: { id: string; slug: string };
  expiresAt: Date;
};

/** True when this transaction alone may end what is past its date now. */
export async function tryLockExpiry(db: Connection): Promise<boolean> {
  const [row] = await db.$queryRaw<{ locked: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended('headgate expire grants', 0)) AS locked`;
  return row?.locked === true;
}

/**
 * Locks grants that are past their date, in one order; those that somebody changes this moment are left for the next look. The date is asked for twice: of a
 * row that was changed and committed after this statement began, Postgres looks again only at the conditions beside it, not at a subquery's.
 */
export async function lockExpiredGrants(db: Connection, limit: number): Promise<ExpiredGrant[]> {
  return db.$queryRaw`
    SELECT g.id AS "grantId", g.cluster_slug AS cluster, g.operation, g.resource_name AS resource, g.pattern_type = 'PREFIXED' AS prefixed,
      jsonb_build_object('slug', a.slug, 'name', a.name, 'teamId', a.team_id) AS application,
      jsonb_build_object('id', t.id, 'slug', t.slug) AS team, g.expires_at AS "expiresAt"
    FROM grants g JOIN applications a ON a.id = g.application_id JOIN teams t ON t.id = g.team_id
    WHERE g.id IN (SELECT id FROM grants WHERE state <> 'ended' AND expires_at <= clock_timestamp() ORDER BY expires_at LIMIT ${limit}::int)
      AND g.state <> 'ended' AND g.expires_at <= clock_timestamp()
    ORDER BY g.id FOR NO KEY UPDATE OF g SKIP LOCKED`;
}

/** Ends grants by the clock. Their principals get a new generation by a trigger. */
export async function endExpiredGrants(db: Connection, grantIds: readonly string[]): Promise<void> {
  await db.$executeRaw`
    UPDATE grants SET state = 'ended', ended_at = clock_timestamp(), end_kind = 'expired', ended_by = 'clock', version = version + 1
    WHERE id = ANY(${[...grantIds]}::uuid[]) AND state <> 'ended'`;
}

export type ExpiredPrincipal = { principalId: string; cluster: string; name: string; teamId: string; endsAt: Date };

/** Ends principals whose time beside their successor is over, and answers which. */
export async function endExpiredPrincipals(db: Connection, limit: number, reason: string): Promise<ExpiredPrincipal[]> {
  return db.$queryRaw`
    UPDATE principals p SET ended_at = clock_timestamp(), end_reason = ${reason}, generation = generation + 1, version = p.version + 1
    FROM (SELECT id FROM principals WHERE ended_at IS NULL AND ends_at <= clock_timestamp() ORDER BY id LIMIT ${limit}::int
        FOR NO KEY UPDATE SKIP LOCKED) AS over, applications a
    WHERE p.id = over.id AND a.id = p.application_id
    RETURNING p.id AS "principalId", p.cluster_slug AS cluster, p.name, a.team_id AS "teamId", p.ends_at AS "endsAt"`;
}

/** Wakes the workers of these clusters once this transaction is committed. */
export async function ringForClusters(db: Connection, clusters: readonly string[]): Promise<void> {
  if (clusters.length === 0) return;
  await db.$queryRaw`SELECT pg_notify('headgate_work', slug)::text FROM unnest(${[...new Set(clusters)]}::text[]) AS slug`;
}
