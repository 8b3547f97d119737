import type { Advice } from "#lib/contract/advice";
import { type Database, type Sql, sql } from "#lib/db/database";
import { type AclBinding, bindingLabel } from "#lib/domain/acl-binding";
import { MOST_ADVICE } from "./grant-advice.ts";

type AclRow = AclBinding & { cluster: string; by: string | null; byPatternType: "LITERAL" | "PREFIXED" | null };

const columns = sql`b.cluster_slug AS cluster, b.principal, b.resource_type AS "resourceType", b.resource_name AS "resourceName",
  b.pattern_type AS "patternType", b.operation, b.permission_type AS "permissionType", b.host`;

/** Bindings that allow nothing which a wider one of the same principal does not allow already. */
export async function shadowedAcls(db: Database, inScope: Sql): Promise<Advice[]> {
  const rows = await db.$queryRaw<AclRow[]>`
    SELECT ${columns}, w.resource_name AS by, w.pattern_type AS "byPatternType" FROM acl_observations b
    JOIN LATERAL (SELECT w.resource_name, w.pattern_type FROM acl_observations w
      WHERE w.cluster_slug = b.cluster_slug AND w.principal = b.principal AND w.resource_type = b.resource_type
        AND w.permission_type = 'ALLOW' AND w.operation IN (b.operation, 'ALL') AND w.host IN (b.host, '*')
        AND (w.resource_name = '*' OR (w.pattern_type = 'PREFIXED' AND starts_with(b.resource_name, w.resource_name))
          OR (w.resource_name = b.resource_name AND w.pattern_type = b.pattern_type))
        AND (w.resource_name, w.pattern_type, w.operation, w.host) <> (b.resource_name, b.pattern_type, b.operation, b.host)
      LIMIT 1) w ON true
    WHERE b.permission_type = 'ALLOW' AND ${inScope} ORDER BY b.cluster_slug, b.principal, b.resource_name LIMIT ${MOST_ADVICE}`;
  return rows.map((row) => ({
    ...aboutAcl("shadowed", row),
    text: `A wider binding of ${row.principal} allows it already: ${row.by}${row.byPatternType === "PREFIXED" ? " (PREFIXED)" : ""}.`,
  }));
}

/** Bindings on topics of which none exists. */
export async function aclsOfNothing(db: Database, inScope: Sql): Promise<Advice[]> {
  const rows = await db.$queryRaw<AclRow[]>`
    SELECT ${columns}, NULL AS by, NULL AS "byPatternType" FROM acl_observations b
    WHERE b.resource_type = 'TOPIC' AND b.resource_name <> '*' AND ${inScope}
      AND NOT EXISTS (SELECT FROM topic_observations o WHERE o.cluster_slug = b.cluster_slug
        AND CASE b.pattern_type WHEN 'PREFIXED' THEN starts_with(o.name, b.resource_name) ELSE o.name = b.resource_name END)
      AND NOT EXISTS (SELECT FROM principal_bindings p JOIN principals q ON q.id = p.principal_id
        WHERE p.cluster_slug = b.cluster_slug AND b.principal = 'User:' || q.name AND p.resource_type = b.resource_type
          AND p.resource_name = b.resource_name AND p.pattern_type = b.pattern_type AND p.operation = b.operation)
    ORDER BY b.cluster_slug, b.principal, b.resource_name LIMIT ${MOST_ADVICE}`;
  return rows.map((row) => ({ ...aboutAcl("names-nothing", row), text: "No topic that exists is covered by it." }));
}

function aboutAcl(kind: Advice["kind"], row: AclRow): Omit<Advice, "text"> {
  const title = `${row.principal} ${bindingLabel(row)} ${row.permissionType}`;
  return { kind, cluster: row.cluster, grantId: null, title, application: null, owner: null };
}
