import type { AclBinding } from "#lib/domain/acl-binding";
import type { ClientQuota } from "#lib/domain/client-quota";
import type { RequestKind } from "#lib/domain/request-kind";
import type { Connection } from "../database.ts";
import type { BindingState, GrantStatusState, PrincipalState } from "./due-principals.ts";

/** What became of one principal in one round, as its status will say it. */
export type PrincipalOutcomeRow = {
  principalId: string;
  /** The generation that was worked on; a later one stays due. */
  generation: number;
  state: PrincipalState;
  reason: string | null;
  message: string;
  attempt: number;
  /** When to look again, in ms from now; null when nothing is left to do. */
  dueInMs: number | null;
  /** Nothing of this generation is left to do. */
  isSettled: boolean;
  /** The credential that the cluster has now; null when that did not change. */
  confirmedCredential: number | null;
  /** The quota that was seen as desired; null when it was not. */
  appliedQuota: ClientQuota | null;
  /** The quota that was seen; null when nobody looked. */
  observedQuota: ClientQuota | null;
  /** True when the cluster definitely refused the only attempt: what appears under that name is not ours after all. */
  forgetCredentialAttempt: boolean;
  forgetQuotaAttempt: boolean;
};

/**
 * Locks grants and principals, each in one order, as every other transaction does, so that a new generation that is written meanwhile is
 * seen or waits.
 */
export async function lockPrincipals(
  db: Connection,
  grantIds: readonly string[],
  principalIds: readonly string[],
): Promise<void> {
  await db.$queryRaw`SELECT 1 FROM grants WHERE id = ANY(${[...grantIds]}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  await db.$queryRaw`SELECT 1 FROM principals WHERE id = ANY(${[...principalIds]}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  await db.$queryRaw`
    SELECT 1 FROM principal_status WHERE principal_id = ANY(${[...principalIds]}::uuid[]) ORDER BY principal_id FOR NO KEY UPDATE`;
}

export type AccessRequest = {
  id: bigint;
  kind: RequestKind;
  patch: unknown;
  grantId: string | null;
  /** Whether the grant has ended by now. */
  isGrantEnded: boolean;
  principalId: string | null;
  /** The principal's generation as of now. */
  generation: number | null;
};

/** Locks and answers the approved requests that these grants and principals carry out. */
export async function lockAccessRequests(
  db: Connection,
  grantIds: readonly string[],
  principalIds: readonly string[],
): Promise<AccessRequest[]> {
  return db.$queryRaw`
    SELECT r.id, r.kind, r.patch, r.grant_id AS "grantId", coalesce(g.state = 'ended', false) AS "isGrantEnded",
      r.principal_id AS "principalId", p.generation
    FROM requests r LEFT JOIN grants g ON g.id = r.grant_id LEFT JOIN principals p ON p.id = r.principal_id
    WHERE r.state = 'approved' AND (r.grant_id = ANY(${[...grantIds]}::uuid[]) OR r.principal_id = ANY(${[...principalIds]}::uuid[]))
    ORDER BY r.id FOR NO KEY UPDATE OF r`;
}

/** Writes what became of principals, all in one statement. Call it with their statuses locked. */
export async function savePrincipalOutcomes(db: Connection, outcomes: readonly PrincipalOutcomeRow[]): Promise<void> {
  if (outcomes.length === 0) return;
  await db.$executeRaw`
    UPDATE principal_status s SET
      state = o.state, reason = o.reason, message = o.message, attempt = o.attempt,
      state_since = CASE WHEN s.state = o.state THEN s.state_since ELSE clock_timestamp() END,
      observed_generation = CASE WHEN o."isSettled" THEN o.generation ELSE s.observed_generation END,
      verified_at = CASE WHEN o."isSettled" THEN clock_timestamp() ELSE s.verified_at END,
      confirmed_credential = coalesce(o."confirmedCredential", s.confirmed_credential),
      confirmed_at = CASE WHEN o."confirmedCredential" IS NULL THEN s.confirmed_at ELSE clock_timestamp() END,
      applied_quota = coalesce(o."appliedQuota", s.applied_quota), observed_quota = coalesce(o."observedQuota", s.observed_quota),
      credential_attempted_at = CASE WHEN o."forgetCredentialAttempt" THEN NULL ELSE s.credential_attempted_at END,
      quota_attempted_at = CASE WHEN o."forgetQuotaAttempt" THEN NULL ELSE s.quota_attempted_at END,
      due_at = CASE WHEN p.generation > o.generation THEN clock_timestamp()
        ELSE clock_timestamp() + o."dueInMs" * interval '1 ms' END
    FROM jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) AS o("principalId" uuid, generation int, state text, reason text,
      message text, attempt int, "dueInMs" float8, "isSettled" boolean, "confirmedCredential" int, "appliedQuota" jsonb,
      "observedQuota" jsonb, "forgetCredentialAttempt" boolean, "forgetQuotaAttempt" boolean)
    JOIN principals p ON p.id = o."principalId"
    WHERE s.principal_id = o."principalId"`;
}

/** Wipes sealed credentials that the cluster has taken, and all of principals that have ended. */
export async function wipeSealedCredentials(
  db: Connection,
  taken: readonly { principalId: string; generation: number }[],
): Promise<void> {
  if (taken.length === 0) return;
  await db.$executeRaw`
    DELETE FROM sealed_credentials c USING jsonb_to_recordset(${JSON.stringify(taken)}::jsonb) AS t("principalId" uuid, generation int)
    WHERE c.principal_id = t."principalId" AND c.generation <= t.generation`;
}

export type BindingRow = { principalId: string; binding: AclBinding; state: BindingState; message: string };

/** Writes how own bindings stand; those that were seen on the cluster have the time of now. */
export async function saveBindings(db: Connection, cluster: string, rows: readonly BindingRow[]): Promise<void> {
  if (rows.length === 0) return;
  const flat = rows.map(({ binding, ...row }) => ({ ...binding, ...row }));
  await db.$executeRaw`
    INSERT INTO principal_bindings AS b (principal_id, cluster_slug, resource_type, pattern_type, resource_name, operation,
      permission_type, host, state, message, seen_at)
    SELECT "principalId", ${cluster}, "resourceType", "patternType", "resourceName", operation, "permissionType", host, state, message,
      CASE WHEN state = 'applied' THEN clock_timestamp() END
    FROM jsonb_to_recordset(${JSON.stringify(flat)}::jsonb) AS r("principalId" uuid, "resourceType" text, "patternType" text,
      "resourceName" text, operation text, "permissionType" text, host text, state text, message text)
    ON CONFLICT (principal_id, resource_type, pattern_type, resource_name, operation, permission_type, host)
      DO UPDATE SET state = excluded.state, message = excluded.message, seen_at = coalesce(excluded.seen_at, b.seen_at)`;
}

/** Bindings that are none of ours any more. */
export async function forgetBindings(
  db: Connection,
  rows: readonly { principalId: string; binding: AclBinding }[],
): Promise<void> {
  if (rows.length === 0) return;
  const flat = rows.map(({ principalId, binding }) => ({ ...binding, principalId }));
  await db.$executeRaw`
    DELETE FROM principal_bindings b USING jsonb_to_recordset(${JSON.stringify(flat)}::jsonb) AS r("principalId" uuid,
      "resourceType" text, "patternType" text, "resourceName" text, operation text, "permissionType" text, host text)
    WHERE b.principal_id = r."principalId" AND b.resource_type = r."resourceType" AND b.pattern_type = r."patternType"
      AND b.resource_name = r."resourceName" AND b.operation = r.operation AND b.permission_type = r."permissionType" AND b.host = r.host`;
}

export type GrantStatusRow = { grantId: string; state: GrantStatusState; reason: string | null; message: string };

/** Writes what became of grants; one that ended meanwhile is not said to be applied, nor one removed that has not ended. */
export async function saveGrantStatuses(db: Connection, rows: readonly GrantStatusRow[]): Promise<void> {
  if (rows.length === 0) return;
  const values = JSON.stringify(rows);
  await db.$executeRaw`
    UPDATE grant_status s SET state = r.state, reason = r.reason, message = r.message,
      state_since = CASE WHEN s.state = r.state THEN s.state_since ELSE clock_timestamp() END,
      verified_at = CASE WHEN r.state IN ('applied', 'removed') THEN clock_timestamp() ELSE s.verified_at END
    FROM jsonb_to_recordset(${values}::jsonb) AS r("grantId" uuid, state text, reason text, message text) JOIN grants g ON g.id = r."grantId"
    WHERE s.grant_id = r."grantId" AND (r.state <> 'applied' OR g.state <> 'ended') AND (r.state <> 'removed' OR g.state = 'ended')`;
  await db.$executeRaw`
    UPDATE grants g SET state = 'active', version = g.version + 1
    FROM jsonb_to_recordset(${values}::jsonb) AS r("grantId" uuid, state text)
    WHERE g.id = r."grantId" AND r.state = 'applied' AND g.state = 'pending'`;
}
