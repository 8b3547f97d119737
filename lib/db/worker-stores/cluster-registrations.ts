import type { Tier } from "#lib/domain/cluster";
import type { Connection } from "../database.ts";
import { ALIVE_WITHIN_SECONDS } from "./worker-heartbeats.ts";

export type DeclaredCluster = {
  slug: string;
  name: string;
  tier: Tier;
  listeners: unknown;
  definitionHash: string;
  /** Without `User:`. */
  reservedPrincipals: readonly string[];
  /** Where its schema registry is; null without one. */
  registryUrl: string | null;
};
export type RegisteredCluster = { slug: string; name: string; definitionHash: string; detached: boolean };

/** One registration at a time in the whole installation; held until the end of the transaction. */
export async function lockRegistrations(db: Connection): Promise<void> {
  await db.$queryRaw`SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended('headgate cluster registrations', 0))) AS locked`;
}

/** Which of these slugs are known, and under which definition. */
export async function findRegistrations(db: Connection, slugs: readonly string[]): Promise<RegisteredCluster[]> {
  return db.$queryRaw`
    SELECT slug, name, definition_hash AS "definitionHash", detached_at IS NOT NULL AS detached
    FROM clusters WHERE slug = ANY(${[...slugs]}::text[])`;
}

/** The slugs among these that another living worker serves. */
export async function servedByOthers(db: Connection, workerId: string, slugs: readonly string[]): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ slug: string }[]>`
    SELECT DISTINCT slug FROM worker_heartbeats, unnest(clusters) AS slug
    WHERE worker_id <> ${workerId} AND slug = ANY(${[...slugs]}::text[])
      AND beat_at > clock_timestamp() - make_interval(secs => ${ALIVE_WITHIN_SECONDS}::int)`;
  return new Set(rows.map((row) => row.slug));
}

/** Inserts or replaces definitions; a detached cluster is attached again. The pinned cluster id stays. */
export async function saveRegistrations(db: Connection, clusters: readonly DeclaredCluster[]): Promise<void> {
  if (clusters.length === 0) return;
  await db.$executeRaw`
    INSERT INTO clusters AS c (slug, name, tier, listeners, definition_hash, reserved_principals, registry_url)
    SELECT slug, name, tier, listeners, "definitionHash", "reservedPrincipals", "registryUrl" FROM jsonb_to_recordset(${JSON.stringify(clusters)}::jsonb)
      AS d(slug text, name text, tier text, listeners jsonb, "definitionHash" text, "reservedPrincipals" text[],
        "registryUrl" text)
    ON CONFLICT (slug) DO UPDATE SET name = excluded.name, tier = excluded.tier, listeners = excluded.listeners,
      definition_hash = excluded.definition_hash, reserved_principals = excluded.reserved_principals, registry_url = excluded.registry_url,
      detached_at = NULL, version = c.version + 1`;
  await db.$executeRaw`
    INSERT INTO cluster_status (cluster_slug) SELECT unnest(${clusters.map(({ slug }) => slug)}::text[]) ON CONFLICT DO NOTHING`;
  await db.$executeRaw`
    INSERT INTO registry_status (cluster_slug) SELECT slug FROM clusters
    WHERE slug = ANY(${clusters.map(({ slug }) => slug)}::text[]) AND registry_url IS NOT NULL ON CONFLICT DO NOTHING`;
}

/**
 * Marks clusters that no living worker serves and none has held for a minute as detached, which covers a worker that is being restarted.
 * @param declared what this worker declares, whether it serves it or not
 * @returns the clusters that were marked now
 */
export async function detachUndeclared(
  db: Connection,
  declared: readonly string[],
): Promise<{ slug: string; name: string }[]> {
  return db.$queryRaw`
    UPDATE clusters c SET detached_at = clock_timestamp(), version = version + 1
    WHERE detached_at IS NULL AND slug <> ALL(${[...declared]}::text[])
      AND NOT EXISTS (SELECT FROM worker_heartbeats h
        WHERE c.slug = ANY(h.clusters) AND h.beat_at > clock_timestamp() - make_interval(secs => ${ALIVE_WITHIN_SECONDS}::int))
      AND NOT EXISTS (SELECT FROM cluster_leases l
        WHERE l.cluster_slug = c.slug AND l.expires_at > clock_timestamp() - interval '1 minute')
    RETURNING slug, name`;
}
