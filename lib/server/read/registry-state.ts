import type { SubjectView } from "#lib/contract/subjects";
import type { Connection } from "#lib/db/database";

/** How the registry of a cluster was last found. */
export async function readRegistryState(db: Connection, cluster: string): Promise<SubjectView["registry"]> {
  const [row] = await db.$queryRaw<{ condition: string; message: string; seenAt: Date | null }[]>`
    SELECT CASE WHEN c.registry_url IS NULL THEN 'none' ELSE coalesce(r.condition, 'unknown') END AS condition,
      coalesce(r.message, '') AS message, r.seen_at AS "seenAt"
    FROM clusters c LEFT JOIN registry_status r ON r.cluster_slug = c.slug WHERE c.slug = ${cluster}`;
  return row ? { ...row, seenAt: row.seenAt?.toISOString() ?? null } : { condition: "none", message: "", seenAt: null };
}
