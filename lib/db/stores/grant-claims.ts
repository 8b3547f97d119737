import type { GrantTerms, NamePattern } from "#lib/domain/grant";
import { type Connection, type Sql, sql } from "../database.ts";

type Asked = {
  applicationId: string;
  cluster: string;
  /** The request that is judged again: what it claims is not held against itself. */
  exceptRequest: number | null;
};

/**
 * Whether another application has, by a grant that lives or a request that is open, a consumer group or transactional id that a pattern
 * could name too. Call it under `lockAccessClaims`.
 */
export async function claimedByAnother(
  db: Connection,
  of: "consumerGroup" | "transactionalId",
  { name, patternType }: NamePattern,
  { applicationId, cluster, exceptRequest }: Asked,
): Promise<boolean> {
  const granted =
    of === "consumerGroup"
      ? sql`SELECT g.consumer_group AS name, g.group_pattern_type AS type`
      : sql`SELECT g.transactional_id AS name, g.transactional_pattern_type AS type`;
  const overlaps = sql`(c.name = ${name} OR (c.type = 'PREFIXED' AND starts_with(${name}, c.name))
    OR (${patternType} = 'PREFIXED' AND starts_with(c.name, ${name})))`;
  const [row] = await db.$queryRaw<{ claimed: boolean }[]>`
    SELECT EXISTS (SELECT FROM (
      ${granted} FROM grants g
        WHERE g.cluster_slug = ${cluster} AND g.state <> 'ended' AND g.application_id <> ${applicationId}::uuid
      UNION ALL SELECT r.patch #>> ARRAY['terms', ${of}, 'name'], r.patch #>> ARRAY['terms', ${of}, 'patternType'] FROM requests r
        WHERE r.cluster_slug = ${cluster} AND r.kind = 'access.create' AND r.state = 'submitted'
          AND r.application_id <> ${applicationId}::uuid AND r.id IS DISTINCT FROM ${exceptRequest}::bigint) c
      WHERE ${overlaps}) AS claimed`;
  return row?.claimed ?? false;
}

/**
 * Whether a consumer group is on the cluster without a grant of this application, past or present, to explain it: somebody else uses it, whom
 * nobody here knows.
 */
export async function isUnexplainedGroup(
  db: Connection,
  cluster: string,
  applicationId: string,
  group: NamePattern | null,
): Promise<boolean> {
  if (group?.patternType !== "LITERAL") return false; // A prefix is within the application's own namespace.
  const found = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM group_observations o WHERE o.cluster_slug = ${cluster} AND o.group_id = ${group.name}
      AND NOT EXISTS (SELECT FROM grants g WHERE g.application_id = ${applicationId}::uuid AND g.cluster_slug = ${cluster}
        AND g.consumer_group = ${group.name})`;
  return found.length > 0;
}

/** Whether a name lies in the own namespace of another application (`slug.`). */
export async function inAnothersNamespace(db: Connection, applicationId: string, name: string): Promise<boolean> {
  const [slug, ...rest] = name.split(".");
  if (rest.length === 0) return false;
  const found = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM applications WHERE slug = ${slug} AND id <> ${applicationId}::uuid`;
  return found.length > 0;
}

export type SameAccess = { grantId: string | null; requestId: number | null };

/** A grant that lives or an open request by which this application has, or would have, the same. Null when there is none. */
export async function findSameAccess(
  db: Connection,
  terms: GrantTerms,
  { applicationId, cluster, exceptRequest }: Asked,
): Promise<SameAccess | null> {
  const { operation, patternType, resourceName, consumerGroup, transactionalId, host } = terms;
  const group = consumerGroup?.name ?? null;
  const transactional = transactionalId?.name ?? null;
  const asked = (path: string[]): Sql => sql`r.patch #>> ${["terms", ...path]}::text[]`;
  const [row] = await db.$queryRaw<{ grantId: string | null; requestId: bigint | null }[]>`
    SELECT g.id AS "grantId", NULL::bigint AS "requestId" FROM grants g
    WHERE g.application_id = ${applicationId}::uuid AND g.cluster_slug = ${cluster} AND g.state <> 'ended' AND g.operation = ${operation}
      AND g.pattern_type = ${patternType} AND g.resource_name = ${resourceName} AND g.host = ${host}
      AND g.consumer_group IS NOT DISTINCT FROM ${group}::text AND g.transactional_id IS NOT DISTINCT FROM ${transactional}::text
    UNION ALL
    SELECT NULL, r.id FROM requests r
    WHERE r.application_id = ${applicationId}::uuid AND r.cluster_slug = ${cluster} AND r.kind = 'access.create' AND r.state = 'submitted'
      AND r.id IS DISTINCT FROM ${exceptRequest}::bigint AND ${asked(["operation"])} = ${operation} AND ${asked(["patternType"])} = ${patternType}
      AND ${asked(["resourceName"])} = ${resourceName} AND ${asked(["host"])} = ${host}
      AND ${asked(["consumerGroup", "name"])} IS NOT DISTINCT FROM ${group}::text
      AND ${asked(["transactionalId", "name"])} IS NOT DISTINCT FROM ${transactional}::text
    LIMIT 1`;
  return row ? { grantId: row.grantId, requestId: row.requestId === null ? null : Number(row.requestId) } : null;
}

/** The open request for a later end of a grant. Null when there is none. */
export async function openRenewal(
  db: Connection,
  grantId: string,
  exceptRequest: number | null,
): Promise<number | null> {
  const [row] = await db.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM requests WHERE grant_id = ${grantId}::uuid AND kind = 'access.renew' AND state = 'submitted'
      AND id IS DISTINCT FROM ${exceptRequest}::bigint ORDER BY id LIMIT 1`;
  return row ? Number(row.id) : null;
}
