import type { AclBinding } from "#lib/domain/acl-binding";
import { type Connection, type Sql, sql } from "../database.ts";

/** The columns of an observed ACL (alias `o`) as the domain says them. */
export const bindingColumns: Sql = sql`o.principal, o.resource_type AS "resourceType", o.resource_name AS "resourceName",
  o.pattern_type AS "patternType", o.operation, o.permission_type AS "permissionType", o.host`;

/** ACLs of these principals as last seen on a cluster, managed or not. */
export async function observedBindings(
  db: Connection,
  cluster: string,
  principals: readonly string[],
): Promise<AclBinding[]> {
  return db.$queryRaw`
    SELECT ${bindingColumns} FROM acl_observations o WHERE o.cluster_slug = ${cluster} AND o.principal = ANY (${principals}::text[])`;
}

/** True for an observed ACL (alias `o`) that the worker neither put there nor was about to, for a principal or to block a topic. */
export const unmanaged: Sql = sql`NOT (o.principal = 'User:*' AND o.permission_type = 'DENY' AND o.resource_type = 'TOPIC'
    AND o.pattern_type = 'LITERAL' AND o.host = '*' AND EXISTS (SELECT FROM topics t JOIN topic_status s ON s.topic_id = t.id
      WHERE t.cluster_slug = o.cluster_slug AND t.name = o.resource_name AND o.operation = ANY (s.denied)))
  AND NOT EXISTS (SELECT FROM principals p JOIN principal_bindings b ON b.principal_id = p.id
  WHERE p.name = substr(o.principal, 6) AND starts_with(o.principal, 'User:') AND b.cluster_slug = o.cluster_slug AND b.resource_type = o.resource_type
    AND b.pattern_type = o.pattern_type AND b.resource_name = o.resource_name AND b.operation = o.operation
    AND b.permission_type = o.permission_type AND b.host = o.host)`;

export type UnmanagedBinding = AclBinding & {
  firstSeenAt: Date;
  /** The application whose live principal it is. */
  application: { id: string; slug: string; name: string; teamId: string } | null;
};

/** The application whose principal an observed ACL (alias `o`) is of, as alias `w`; all null where it is nobody's. */
export const applicationOfBinding: Sql = sql`LEFT JOIN LATERAL (SELECT a.id, a.slug, a.name, a.team_id FROM principals p
  JOIN applications a ON a.id = p.application_id
  WHERE p.cluster_slug = o.cluster_slug AND p.ended_at IS NULL AND p.name = substr(o.principal, 6) AND starts_with(o.principal, 'User:') LIMIT 1) w ON true`;

/** Of these bindings, those that are on the cluster, unmanaged, and not of a principal of the platform's own; in the order given, each once. */
export async function unmanagedBindings(
  db: Connection,
  cluster: string,
  bindings: readonly AclBinding[],
): Promise<UnmanagedBinding[]> {
  return db.$queryRaw`
    SELECT ${bindingColumns}, o.first_seen_at AS "firstSeenAt", CASE WHEN w.id IS NULL THEN NULL ELSE
      jsonb_build_object('id', w.id, 'slug', w.slug, 'name', w.name, 'teamId', w.team_id) END AS application
    FROM (SELECT min(place) AS place, asked FROM jsonb_array_elements(${JSON.stringify(bindings)}::jsonb) WITH ORDINALITY AS each(asked, place)
      GROUP BY asked) given
    JOIN acl_observations o ON o.cluster_slug = ${cluster} AND o.principal = given.asked ->> 'principal'
      AND o.resource_type = given.asked ->> 'resourceType' AND o.pattern_type = given.asked ->> 'patternType'
      AND o.resource_name = given.asked ->> 'resourceName' AND o.operation = given.asked ->> 'operation'
      AND o.permission_type = given.asked ->> 'permissionType' AND o.host = given.asked ->> 'host'
    JOIN clusters c ON c.slug = o.cluster_slug ${applicationOfBinding}
    WHERE ${unmanaged} AND NOT EXISTS (SELECT FROM unnest(c.reserved_principals) AS own WHERE lower('User:' || own) = lower(o.principal))
    ORDER BY given.place`;
}

/** The open request, other than `exceptRequest`, by which one of these bindings is to be removed already. Null when there is none. */
export async function openRemovalOf(
  db: Connection,
  cluster: string,
  bindings: readonly AclBinding[],
  exceptRequest: number | null,
): Promise<number | null> {
  const [row] = await db.$queryRaw<{ id: bigint }[]>`
    SELECT r.id FROM requests r WHERE r.cluster_slug = ${cluster} AND r.kind = 'acl.remove' AND r.state IN ('submitted', 'approved')
      AND r.id IS DISTINCT FROM ${exceptRequest}::bigint AND EXISTS (
        SELECT FROM jsonb_array_elements(${JSON.stringify(bindings)}::jsonb) AS asked WHERE r.patch -> 'bindings' @> jsonb_build_array(asked))
    ORDER BY r.id LIMIT 1`;
  return row ? Number(row.id) : null;
}

export type LockedRemoval = { state: "pending" | "blocked" | "done"; message: string };

/** How an approved removal stands, in the worker's words. Null when there is none. */
export async function removalState(db: Connection, requestId: number): Promise<LockedRemoval | null> {
  const [row] = await db.$queryRaw<
    LockedRemoval[]
  >`SELECT state, message FROM acl_removals WHERE request_id = ${requestId}`;
  return row ?? null;
}

/** Makes a blocked removal due now, through the one function that lets web reach the worker's table. */
export async function retryRemovalNow(db: Connection, requestId: number): Promise<void> {
  await db.$queryRaw`SELECT 1 FROM (SELECT acl_removal_retry(${requestId}::bigint)) AS retried`;
}
