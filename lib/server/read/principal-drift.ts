import type { DriftDifference } from "#lib/contract/drift";
import { type Connection, type Sql, sql } from "#lib/db/database";
import { bindingColumns } from "#lib/db/stores/acl-observations";
import { type AclBinding, bindingLabel } from "#lib/domain/acl-binding";
import { type ClientQuota, QUOTA_KEYS } from "#lib/domain/client-quota";

type Dated = AclBinding & { since: Date };

/** What of a principal is on the cluster otherwise than its grants and its quota say. */
export type PrincipalDrift = {
  id: string;
  /** When the worker found it drifted; of what is in excess, when that was first seen. */
  since: Date;
  /** Bindings of ours that somebody deleted. */
  missing: AclBinding[];
  /** Bindings that no grant explains, the oldest first. */
  extra: Dated[];
  quota: ClientQuota;
  appliedQuota: ClientQuota | null;
  observedQuota: ClientQuota | null;
};

/** Bindings of one kind that are read of a principal; whoever has more of them asks again. */
const MOST = 200;

/** True for an observed ACL (alias `o`) of a principal (alias `p`) that the worker neither put there for it nor was about to. */
export const isExtra: Sql = sql`NOT EXISTS (SELECT FROM principal_bindings b WHERE b.principal_id = p.id AND b.resource_type = o.resource_type
  AND b.pattern_type = o.pattern_type AND b.resource_name = o.resource_name AND b.operation = o.operation
  AND b.permission_type = o.permission_type AND b.host = o.host)`;

/** Reads how principals differ. */
export async function readPrincipalDrift(db: Connection, ids: readonly string[]): Promise<Map<string, PrincipalDrift>> {
  if (ids.length === 0) return new Map();
  const bindings = sql`jsonb_build_object('principal', 'User:' || p.name, 'resourceType', b.resource_type, 'resourceName', b.resource_name,
    'patternType', b.pattern_type, 'operation', b.operation, 'permissionType', b.permission_type, 'host', b.host)`;
  const rows = await db.$queryRaw<PrincipalDrift[]>`
    SELECT p.id, s.state_since AS since, p.quota, s.applied_quota AS "appliedQuota",
      CASE WHEN s.state = 'drifted' THEN s.observed_quota END AS "observedQuota",
      coalesce((SELECT jsonb_agg(found.binding) FROM (SELECT ${bindings} AS binding FROM principal_bindings b
        WHERE b.principal_id = p.id AND b.state = 'missing'
        ORDER BY b.resource_type, b.resource_name, b.pattern_type, b.operation, b.host LIMIT ${MOST}) found), '[]') AS missing,
      coalesce((SELECT jsonb_agg(to_jsonb(found)) FROM (SELECT ${bindingColumns}, o.first_seen_at AS since FROM acl_observations o
        WHERE o.cluster_slug = p.cluster_slug AND o.principal = 'User:' || p.name AND ${isExtra}
        ORDER BY o.first_seen_at, o.resource_type, o.resource_name, o.pattern_type, o.operation, o.host LIMIT ${MOST}) found), '[]') AS extra
    FROM principals p JOIN principal_status s ON s.principal_id = p.id WHERE p.id = ANY (${[...ids]}::uuid[])`;
  return new Map(rows.map((row) => [row.id, { ...row, extra: row.extra.map(dated) }]));
}

function dated({ since, ...binding }: Dated): Dated {
  return { ...binding, since: new Date(since) };
}

/** How a principal differs, as fields in three values: its quota, what is missing, what is in excess. */
export function principalDifferences(drift: PrincipalDrift): DriftDifference[] {
  const { missing, extra, quota, appliedQuota, observedQuota } = drift;
  const since = drift.since.toISOString();
  const limits = QUOTA_KEYS.filter((key) => observedQuota !== null && observedQuota[key] !== quota[key]).map(
    (key): DriftDifference => ({
      field: key,
      ...{ desired: text(quota[key]), applied: text(appliedQuota?.[key]), observed: text(observedQuota?.[key]) },
      ...{ since, revert: "neutral", adoptable: true, binding: null, byDefault: null },
    }),
  );
  const gone = missing.map((binding): DriftDifference => {
    const value = permissionOf(binding);
    const values = { field: bindingLabel(binding), desired: value, applied: value, observed: null };
    return { ...values, since, revert: "additive", adoptable: false, binding, byDefault: null };
  });
  const added = extra.map(({ since: firstSeen, ...binding }): DriftDifference => {
    const values = { field: bindingLabel(binding), desired: null, applied: null, observed: permissionOf(binding) };
    return {
      ...values,
      since: firstSeen.toISOString(),
      revert: "destructive",
      adoptable: false,
      binding,
      byDefault: null,
    };
  });
  return [...limits, ...gone, ...added];
}

function permissionOf({ permissionType, host }: AclBinding): string {
  return host === "*" ? permissionType : `${permissionType} from ${host}`;
}

function text(value: number | undefined): string | null {
  return value === undefined ? null : String(value);
}
