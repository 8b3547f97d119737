import type { AclBinding } from "#lib/domain/acl-binding";
import type { ClientQuota } from "#lib/domain/client-quota";
import type { PrincipalKind } from "#lib/domain/principal-name";
import type { Connection } from "../database.ts";
import type { Application } from "./applications.ts";

export type Principal = {
  id: string;
  cluster: string;
  name: string;
  kind: PrincipalKind;
  quota: ClientQuota;
  credentialGeneration: number;
  endsAt: Date | null;
  endedAt: Date | null;
  generation: number;
  version: number;
  application: Omit<Application, "description" | "version">;
  /** As the worker last wrote it. */
  state: "pending" | "ready" | "blocked" | "drifted" | "ended";
  reason: string | null;
  confirmedCredential: number;
  observedQuota: ClientQuota | null;
};

/** Locks a principal and, before it, its team and its application. Null when there is none. */
export async function lockPrincipal(db: Connection, id: string): Promise<Principal | null> {
  await db.$queryRaw`
    SELECT FROM teams t JOIN applications a ON a.team_id = t.id JOIN principals p ON p.application_id = a.id
    WHERE p.id = ${id}::uuid FOR NO KEY UPDATE OF t`;
  await db.$queryRaw`
    SELECT FROM applications a JOIN principals p ON p.application_id = a.id WHERE p.id = ${id}::uuid FOR NO KEY UPDATE OF a`;
  await db.$queryRaw`SELECT FROM principals WHERE id = ${id}::uuid FOR UPDATE`;
  return findPrincipal(db, id);
}

/** A principal without a lock. Null when there is none. */
export async function findPrincipal(db: Connection, id: string): Promise<Principal | null> {
  const [row] = await db.$queryRaw<Principal[]>`
    SELECT p.id, p.cluster_slug AS cluster, p.name, p.kind, p.quota, p.credential_generation AS "credentialGeneration", p.ends_at AS "endsAt",
      p.ended_at AS "endedAt", p.generation, p.version, s.state, s.reason, s.confirmed_credential AS "confirmedCredential",
      s.observed_quota AS "observedQuota",
      jsonb_build_object('id', a.id, 'slug', a.slug, 'name', a.name,
        'team', jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name)) AS application
    FROM principals p JOIN applications a ON a.id = p.application_id JOIN teams t ON t.id = a.team_id
    JOIN principal_status s ON s.principal_id = p.id WHERE p.id = ${id}::uuid`;
  return row ?? null;
}

/** What no application may be called on a cluster, as its worker reports: its own user, super users. */
export async function reservedPrincipals(db: Connection, cluster: string): Promise<string[]> {
  const [row] = await db.$queryRaw<{ names: string[] }[]>`
    SELECT reserved_principals AS names FROM clusters WHERE slug = ${cluster}`;
  return row?.names ?? [];
}

export type PrincipalNameHolder = { name: string; holder: "principal" | "ending" | "request" };

/**
 * Who holds a name, or one that only case tells from it: a principal that lives, one that has ended and is not yet gone from the cluster,
 * an open request other than `exceptRequest`. Null when it is free.
 */
export async function findPrincipalNameHolder(
  db: Connection,
  cluster: string,
  name: string,
  exceptRequest: number | null,
): Promise<PrincipalNameHolder | null> {
  const [row] = await db.$queryRaw<PrincipalNameHolder[]>`
    SELECT p.name, CASE WHEN p.ended_at IS NULL THEN 'principal' ELSE 'ending' END AS holder, 0 AS rank
    FROM principals p JOIN principal_status s ON s.principal_id = p.id
    WHERE p.cluster_slug = ${cluster} AND lower(p.name) = lower(${name}) AND (p.ended_at IS NULL OR s.state <> 'ended')
    UNION ALL
    SELECT r.object_name, 'request', 1 FROM requests r
    WHERE r.cluster_slug = ${cluster} AND r.kind = 'principal.create' AND r.state = 'submitted'
      AND lower(r.object_name) = lower(${name}) AND r.id IS DISTINCT FROM ${exceptRequest}::bigint
    ORDER BY rank LIMIT 1`;
  return row ?? null;
}

export type LivePrincipal = { id: string; name: string; endsAt: Date | null };

/** The principals of an application on a cluster that have not ended, the oldest first. */
export async function livePrincipals(db: Connection, applicationId: string, cluster: string): Promise<LivePrincipal[]> {
  return db.$queryRaw`
    SELECT id, name, ends_at AS "endsAt" FROM principals
    WHERE application_id = ${applicationId}::uuid AND cluster_slug = ${cluster} AND ended_at IS NULL ORDER BY id`;
}

/** The open request for a principal of this application on the cluster, other than `exceptRequest`. */
export async function openPrincipalRequest(
  db: Connection,
  applicationId: string,
  cluster: string,
  exceptRequest: number | null,
): Promise<number | null> {
  const [row] = await db.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM requests WHERE application_id = ${applicationId}::uuid AND cluster_slug = ${cluster} AND kind = 'principal.create'
      AND state = 'submitted' AND id IS DISTINCT FROM ${exceptRequest}::bigint ORDER BY id LIMIT 1`;
  return row ? Number(row.id) : null;
}

export type DesiredPrincipal = {
  applicationId: string;
  cluster: string;
  name: string;
  kind: PrincipalKind;
  quota: ClientQuota;
};

/** Writes a new principal as generation 1; a trigger makes it due for the worker. Answers its id. */
export async function insertPrincipal(db: Connection, principal: DesiredPrincipal): Promise<string> {
  const { applicationId, cluster, name, kind, quota } = principal;
  const [row] = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO principals (application_id, cluster_slug, name, kind, quota)
    VALUES (${applicationId}::uuid, ${cluster}, ${name}, ${kind}, ${JSON.stringify(quota)}::jsonb) RETURNING id`;
  if (!row) throw new Error("INSERT … RETURNING answered no row");
  return row.id;
}

/** States until when a principal works; the worker ends it then. */
export async function setPrincipalEnd(db: Connection, id: string, endsAt: string): Promise<void> {
  await db.$executeRaw`UPDATE principals SET ends_at = ${endsAt}::timestamptz, version = version + 1 WHERE id = ${id}::uuid`;
}

/** Gives a principal another quota; answers its new generation. */
export async function setPrincipalQuota(db: Connection, id: string, quota: ClientQuota): Promise<number> {
  const rows = await db.$queryRaw<{ generation: number }[]>`
    UPDATE principals SET quota = ${JSON.stringify(quota)}::jsonb, generation = generation + 1, version = version + 1
    WHERE id = ${id}::uuid RETURNING generation`;
  return onlyRow(rows).generation;
}

/** A new generation of what is desired already: the worker writes again what is missing. Answers its number. */
export async function renewPrincipal(db: Connection, id: string): Promise<number> {
  const rows = await db.$queryRaw<{ generation: number }[]>`
    UPDATE principals SET generation = generation + 1, version = version + 1 WHERE id = ${id}::uuid RETURNING generation`;
  return onlyRow(rows).generation;
}

/** Counts one more credential of a principal, which is due with it; answers its number. */
export async function nextCredential(db: Connection, id: string): Promise<number> {
  const rows = await db.$queryRaw<{ credentialGeneration: number }[]>`
    UPDATE principals SET credential_generation = credential_generation + 1, generation = generation + 1, version = version + 1
    WHERE id = ${id}::uuid RETURNING credential_generation AS "credentialGeneration"`;
  return onlyRow(rows).credentialGeneration;
}

/** Ends a principal now; the worker takes everything of it from the cluster. */
export async function endPrincipalNow(db: Connection, id: string, reason: string): Promise<void> {
  await db.$executeRaw`
    UPDATE principals SET ended_at = now(), end_reason = ${reason}, generation = generation + 1, version = version + 1 WHERE id = ${id}::uuid`;
}

/** Makes a blocked principal due now, through the one function that lets web reach the worker's table. */
export async function retryPrincipalNow(db: Connection, id: string): Promise<void> {
  await db.$queryRaw`SELECT 1 FROM (SELECT principal_retry(${id}::uuid)) AS retried`;
}

/** Bindings of a principal that were on the cluster and are not there any more, in one order. */
export async function missingBindings(db: Connection, id: string): Promise<AclBinding[]> {
  return db.$queryRaw`
    SELECT 'User:' || p.name AS principal, b.resource_type AS "resourceType", b.resource_name AS "resourceName", b.pattern_type AS "patternType",
      b.operation, b.permission_type AS "permissionType", b.host
    FROM principal_bindings b JOIN principals p ON p.id = b.principal_id WHERE b.principal_id = ${id}::uuid AND b.state = 'missing'
    ORDER BY b.resource_type, b.resource_name, b.pattern_type, b.operation, b.host`;
}

export type PrincipalSurroundings = {
  /** When the cluster was last seen. */
  seenAt: Date | null;
  /** ACLs of this principal on the cluster that Headgate did not put there. */
  unmanagedAcls: number;
  /** Grants of the application that live on this cluster: a new principal gets what they need. */
  grants: number;
};

/** What stands around a name on a cluster, as last seen. */
export async function principalSurroundings(
  db: Connection,
  { cluster, principal, applicationId }: { cluster: string; principal: string; applicationId: string },
): Promise<PrincipalSurroundings> {
  const [row] = await db.$queryRaw<PrincipalSurroundings[]>`
    SELECT (SELECT seen_at FROM cluster_status WHERE cluster_slug = ${cluster}) AS "seenAt",
      (SELECT count(*)::int FROM acl_observations o WHERE o.cluster_slug = ${cluster} AND o.principal = ${principal}) AS "unmanagedAcls",
      (SELECT count(*)::int FROM grants g WHERE g.application_id = ${applicationId}::uuid AND g.cluster_slug = ${cluster}
        AND g.state <> 'ended') AS grants`;
  if (!row) throw new Error("a row of subqueries answered no row");
  return row;
}

function onlyRow<Row>([row]: Row[]): Row {
  if (!row) throw new Error("a principal is gone while it was locked");
  return row;
}
