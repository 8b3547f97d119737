import type { AclBinding } from "#lib/domain/acl-binding";
import type { ClientQuota } from "#lib/domain/client-quota";
import type { GrantState, GrantTerms } from "#lib/domain/grant";
import type { PrincipalKind } from "#lib/domain/principal-name";
import type { RevertPatch } from "#lib/domain/request-kind";
import type { Connection } from "../database.ts";

export type PrincipalState = "pending" | "ready" | "blocked" | "drifted" | "ended";
export type BindingState = "attempted" | "applied" | "refused" | "missing";

/** A binding that the worker has put there, or was about to. */
export type OwnBinding = { binding: AclBinding; state: BindingState; message: string };

/** A principal with what was decided and what was done, as of now. */
export type PrincipalRow = {
  principalId: string;
  applicationId: string;
  teamId: string;
  name: string;
  kind: PrincipalKind;
  generation: number;
  ended: boolean;
  quota: ClientQuota;
  credentialGeneration: number;
  sealed: { generation: number; keyId: string; sealed: string } | null;
  state: PrincipalState;
  reason: string | null;
  message: string;
  attempt: number;
  due: boolean;
  credentialAttempted: boolean;
  confirmedCredential: number;
  quotaAttempted: boolean;
  appliedQuota: ClientQuota | null;
  /** An ended principal of the same name is not cleared away yet. */
  waitsForNamesake: boolean;
  /** The platform says by now that the name is its own: nothing of that user is ours to write. */
  reserved: boolean;
  bindings: OwnBinding[];
  /** What approved reverts put back. */
  reverts: RevertPatch[];
};

/** A grant of an application that the cluster is to show, or not to show any more. */
export type GrantRow = {
  grantId: string;
  applicationId: string;
  teamId: string;
  terms: GrantTerms;
  state: GrantState;
  /** Neither ended nor past its date. */
  live: boolean;
  status: GrantStatusState;
  message: string;
};
export type GrantStatusState = "pending" | "applied" | "blocked" | "removed";

/**
 * What is due on a cluster, longest due first, at most `limit` principals, and with each the other principals of its application that have
 * not been cleared away: a grant is there when it is there for all of them.
 */
export async function findDuePrincipals(db: Connection, cluster: string, limit: number): Promise<PrincipalRow[]> {
  return db.$queryRaw`
    WITH due AS (SELECT p.application_id FROM principal_status s JOIN principals p ON p.id = s.principal_id
      WHERE s.cluster_slug = ${cluster} AND s.due_at <= clock_timestamp() ORDER BY s.due_at, s.principal_id LIMIT ${limit}::int)
    SELECT p.id AS "principalId", p.application_id AS "applicationId", a.team_id AS "teamId", p.name, p.kind, p.generation,
      p.ended_at IS NOT NULL AS ended, p.quota, p.credential_generation AS "credentialGeneration",
      CASE WHEN c.principal_id IS NOT NULL THEN jsonb_build_object('generation', c.generation, 'keyId', c.key_id, 'sealed', c.sealed) END
        AS sealed,
      s.state, s.reason, s.message, s.attempt, coalesce(s.due_at <= clock_timestamp(), false) AS due,
      s.credential_attempted_at IS NOT NULL AS "credentialAttempted", s.confirmed_credential AS "confirmedCredential",
      s.quota_attempted_at IS NOT NULL AS "quotaAttempted", s.applied_quota AS "appliedQuota",
      EXISTS (SELECT FROM principals o JOIN principal_status os ON os.principal_id = o.id
        WHERE o.cluster_slug = p.cluster_slug AND o.name = p.name AND o.id <> p.id AND o.ended_at IS NOT NULL AND os.state <> 'ended'
          AND p.ended_at IS NULL) AS "waitsForNamesake",
      EXISTS (SELECT FROM clusters k, unnest(k.reserved_principals) AS own WHERE k.slug = p.cluster_slug AND lower(own) = lower(p.name)) AS reserved,
      coalesce((SELECT json_agg(json_build_object('state', b.state, 'message', b.message, 'binding', json_build_object(
          'principal', 'User:' || p.name, 'resourceType', b.resource_type, 'resourceName', b.resource_name, 'patternType', b.pattern_type,
          'operation', b.operation, 'permissionType', b.permission_type, 'host', b.host)))
        FROM principal_bindings b WHERE b.principal_id = p.id), '[]') AS bindings,
      coalesce((SELECT json_agg(r.patch) FROM requests r
        WHERE r.principal_id = p.id AND r.kind = 'principal.revert' AND r.state = 'approved'), '[]') AS reverts
    FROM principals p JOIN principal_status s ON s.principal_id = p.id JOIN applications a ON a.id = p.application_id
      LEFT JOIN sealed_credentials c ON c.principal_id = p.id
    WHERE p.cluster_slug = ${cluster} AND p.application_id IN (SELECT application_id FROM due)
      AND (s.state <> 'ended' OR s.due_at <= clock_timestamp())
    ORDER BY s.due_at NULLS LAST, p.id`;
}

/** The grants of these applications that live, or whose end was not seen on the cluster yet. */
export async function findGrants(
  db: Connection,
  cluster: string,
  applicationIds: readonly string[],
): Promise<GrantRow[]> {
  return db.$queryRaw`
    SELECT g.id AS "grantId", g.application_id AS "applicationId", g.team_id AS "teamId", g.state,
      g.state <> 'ended' AND g.expires_at > clock_timestamp() AS live, s.state AS status, s.message,
      jsonb_build_object('operation', g.operation, 'patternType', g.pattern_type, 'resourceName', g.resource_name,
        'consumerGroup', CASE WHEN g.consumer_group IS NOT NULL
          THEN jsonb_build_object('name', g.consumer_group, 'patternType', g.group_pattern_type) END,
        'transactionalId', CASE WHEN g.transactional_id IS NOT NULL
          THEN jsonb_build_object('name', g.transactional_id, 'patternType', g.transactional_pattern_type) END,
        'host', g.host) AS terms
    FROM grants g JOIN grant_status s ON s.grant_id = g.id
    WHERE g.cluster_slug = ${cluster} AND g.application_id = ANY(${[...applicationIds]}::uuid[])
      AND (g.state <> 'ended' OR s.state <> 'removed')`;
}

export type PrincipalAttempts = {
  bindings: readonly { principalId: string; binding: AclBinding }[];
  credentials: readonly string[];
  quotas: readonly string[];
};

/** Records what is about to be written to the cluster: afterwards it may be ours. Commit it before the calls. */
export async function recordPrincipalAttempts(
  db: Connection,
  cluster: string,
  { bindings, credentials, quotas }: PrincipalAttempts,
): Promise<void> {
  if (bindings.length > 0) {
    const rows = bindings.map(({ principalId, binding }) => ({ principalId, ...binding }));
    await db.$executeRaw`
      INSERT INTO principal_bindings AS b (principal_id, cluster_slug, resource_type, pattern_type, resource_name, operation,
        permission_type, host)
      SELECT "principalId", ${cluster}, "resourceType", "patternType", "resourceName", operation, "permissionType", host
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r("principalId" uuid, "resourceType" text, "patternType" text,
        "resourceName" text, operation text, "permissionType" text, host text)
      ON CONFLICT (principal_id, resource_type, pattern_type, resource_name, operation, permission_type, host)
        DO UPDATE SET state = 'attempted', message = '', attempted_at = now()`;
  }
  if (credentials.length > 0) {
    await db.$executeRaw`
      UPDATE principal_status SET credential_attempted_at = coalesce(credential_attempted_at, clock_timestamp())
      WHERE principal_id = ANY(${[...credentials]}::uuid[])`;
  }
  if (quotas.length > 0) {
    await db.$executeRaw`
      UPDATE principal_status SET quota_attempted_at = coalesce(quota_attempted_at, clock_timestamp())
      WHERE principal_id = ANY(${[...quotas]}::uuid[])`;
  }
}
