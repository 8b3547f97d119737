import type { AclBinding } from "#lib/domain/acl-binding";
import type { ClientQuota } from "#lib/domain/client-quota";
import type { PrincipalKind } from "#lib/domain/principal-name";
import type { Connection } from "../database.ts";

/** A principal that a sweep may judge, with what of it the observations do not show. */
export type JudgeablePrincipal = {
  principalId: string;
  teamId: string;
  name: string;
  kind: PrincipalKind;
  state: "ready" | "drifted";
  message: string;
  confirmedCredential: number;
  quotaAttempted: boolean;
  quota: ClientQuota;
  observedQuota: ClientQuota | null;
  missing: AclBinding[];
  /** Bindings that were missing and are there again. */
  healed: AclBinding[];
};

/**
 * The living principals of a cluster that are carried out, not due, and do not wait for a person. What of their bindings is missing is told
 * from the observations, which a sweep must have written before.
 */
export async function findJudgeablePrincipals(db: Connection, cluster: string): Promise<JudgeablePrincipal[]> {
  return db.$queryRaw`
    WITH changed AS (
      SELECT b.principal_id, o.principal IS NULL AS missing, json_build_object('principal', 'User:' || p.name,
        'resourceType', b.resource_type, 'resourceName', b.resource_name, 'patternType', b.pattern_type, 'operation', b.operation,
        'permissionType', b.permission_type, 'host', b.host) AS binding
      FROM principal_bindings b JOIN principals p ON p.id = b.principal_id
        LEFT JOIN acl_observations o ON o.cluster_slug = b.cluster_slug AND o.principal = 'User:' || p.name
          AND o.resource_type = b.resource_type AND o.pattern_type = b.pattern_type AND o.resource_name = b.resource_name
          AND o.operation = b.operation AND o.permission_type = b.permission_type AND o.host = b.host
      WHERE b.cluster_slug = ${cluster} AND b.state IN ('applied', 'missing') AND (o.principal IS NULL OR b.state = 'missing'))
    SELECT p.id AS "principalId", a.team_id AS "teamId", p.name, p.kind, s.state, s.message, s.confirmed_credential AS "confirmedCredential",
      s.quota_attempted_at IS NOT NULL AS "quotaAttempted", p.quota, s.observed_quota AS "observedQuota",
      coalesce(json_agg(c.binding ORDER BY c.binding ->> 'resourceName', c.binding ->> 'operation') FILTER (WHERE c.missing), '[]') AS missing,
      coalesce(json_agg(c.binding) FILTER (WHERE NOT c.missing), '[]') AS healed
    FROM principals p JOIN principal_status s ON s.principal_id = p.id JOIN applications a ON a.id = p.application_id
      LEFT JOIN changed c ON c.principal_id = p.id
    WHERE p.cluster_slug = ${cluster} AND p.ended_at IS NULL AND s.due_at IS NULL AND s.state IN ('ready', 'drifted')
    GROUP BY p.id, a.team_id, s.principal_id`;
}

export type JudgedPrincipal = {
  principalId: string;
  was: "ready" | "drifted";
  state: "ready" | "drifted";
  reason: string | null;
  message: string;
  observedQuota: ClientQuota | null;
};

/**
 * Writes what two sweeps agreed on, unless the principal moved since it was read: became due, changed its state, or was verified at or
 * after `startedAt`.
 * @returns the principals that were written
 */
export async function saveJudgedPrincipals(
  db: Connection,
  judged: readonly JudgedPrincipal[],
  startedAt: Date,
): Promise<Set<string>> {
  if (judged.length === 0) return new Set();
  const rows = await db.$queryRaw<{ principalId: string }[]>`
    UPDATE principal_status s SET state = j.state, reason = j.reason, message = j.message,
      observed_quota = coalesce(j."observedQuota", s.observed_quota),
      state_since = CASE WHEN s.state = j.state THEN s.state_since ELSE clock_timestamp() END
    FROM jsonb_to_recordset(${JSON.stringify(judged)}::jsonb) AS j("principalId" uuid, was text, state text, reason text, message text,
      "observedQuota" jsonb)
    WHERE s.principal_id = j."principalId" AND s.state = j.was AND s.due_at IS NULL
      AND (s.verified_at IS NULL OR s.verified_at < ${startedAt})
    RETURNING s.principal_id AS "principalId"`;
  return new Set(rows.map((row) => row.principalId));
}
