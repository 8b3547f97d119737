import type { UnmanagedAcl } from "#lib/contract/access";
import { type Database, type Sql, sql } from "#lib/db/database";
import { applicationOfBinding, bindingColumns, unmanaged } from "#lib/db/stores/acl-observations";

/** The order of {@link readUnmanagedAcls}, as the primary key has it, and what a cursor of it holds. */
export const aclOrder: Sql = sql`o.principal, o.resource_type, o.pattern_type, o.resource_name, o.operation, o.permission_type, o.host`;

/** ACLs of a cluster that nobody granted, by principal, without those of the platform's own principals. `where` is SQL over alias `o` (acl_observations); who may see them is for the caller to say. */
export async function readUnmanagedAcls(
  db: Database,
  cluster: string,
  where: Sql,
  limit: number,
): Promise<UnmanagedAcl[]> {
  const rows = await db.$queryRaw<(Omit<UnmanagedAcl, "firstSeenAt"> & { firstSeenAt: Date })[]>`
    SELECT o.cluster_slug AS cluster, ${bindingColumns}, o.first_seen_at AS "firstSeenAt",
      CASE WHEN w.id IS NULL THEN NULL ELSE jsonb_build_object('slug', w.slug, 'name', w.name) END AS application
    FROM acl_observations o ${applicationOfBinding}
    WHERE o.cluster_slug = ${cluster} AND ${unmanaged} AND ${where}
      AND o.principal <> ALL (SELECT 'User:' || own FROM clusters k, unnest(k.reserved_principals) AS own WHERE k.slug = ${cluster})
    ORDER BY ${aclOrder} LIMIT ${limit}`;
  return rows.map((row) => ({ ...row, firstSeenAt: row.firstSeenAt.toISOString() }));
}
