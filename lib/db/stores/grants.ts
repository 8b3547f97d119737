import { prefixesOf } from "#lib/domain/acl-binding";
import type { Agreement, GrantEndKind, GrantState, GrantTerms, NamePattern } from "#lib/domain/grant";
import type { EndedGrant } from "#lib/domain/grant-ended-notice";
import { type Connection, type Sql, sql } from "../database.ts";

/** Terms of a grant (alias `g`) as the domain says them. */
export const grantTerms: Sql = sql`jsonb_build_object('operation', g.operation, 'patternType', g.pattern_type, 'resourceName', g.resource_name,
  'consumerGroup', CASE WHEN g.consumer_group IS NULL THEN NULL
    ELSE jsonb_build_object('name', g.consumer_group, 'patternType', g.group_pattern_type) END,
  'transactionalId', CASE WHEN g.transactional_id IS NULL THEN NULL
    ELSE jsonb_build_object('name', g.transactional_id, 'patternType', g.transactional_pattern_type) END, 'host', g.host)`;

export type Grant = {
  id: string;
  cluster: string;
  state: GrantState;
  terms: GrantTerms;
  agreement: Agreement;
  expiresAt: Date;
  /** When its present end was decided. */
  decidedAt: Date;
  application: { id: string; slug: string; name: string; team: { id: string; slug: string; name: string } };
  /** The side that gives. */
  team: { id: string; slug: string; name: string };
};

/** Locks a grant and, before it, the teams on both sides. Null when there is none. */
export async function lockGrant(db: Connection, id: string): Promise<Grant | null> {
  await db.$queryRaw`
    SELECT FROM teams t WHERE t.id IN (
      SELECT unnest(ARRAY[g.team_id, a.team_id]) FROM grants g JOIN applications a ON a.id = g.application_id WHERE g.id = ${id}::uuid)
    ORDER BY t.id FOR NO KEY UPDATE`;
  return lockGrantAlone(db, id);
}

/** Locks a grant whose teams are locked already. Null when there is none. */
export async function lockGrantAlone(db: Connection, id: string): Promise<Grant | null> {
  await db.$queryRaw`SELECT FROM grants WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  const [row] = await db.$queryRaw<Grant[]>`
    SELECT g.id, g.cluster_slug AS cluster, g.state, ${grantTerms} AS terms, g.agreement, g.expires_at AS "expiresAt",
      jsonb_build_object('id', a.id, 'slug', a.slug, 'name', a.name,
        'team', jsonb_build_object('id', h.id, 'slug', h.slug, 'name', h.name)) AS application,
      jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) AS team,
      coalesce((SELECT max(r.decided_at) FROM requests r WHERE r.grant_id = g.id AND r.state IN ('approved', 'applied')), g.created_at) AS "decidedAt"
    FROM grants g JOIN applications a ON a.id = g.application_id JOIN teams h ON h.id = a.team_id JOIN teams t ON t.id = g.team_id
    WHERE g.id = ${id}::uuid`;
  return row ?? null;
}

export type DesiredGrant = {
  cluster: string;
  applicationId: string;
  teamId: string;
  terms: GrantTerms;
  purpose: string;
  agreement: Agreement;
  expiresAt: string;
  requestId: number;
};

/** Writes a new grant; a trigger makes the principals of its application due for the worker. Answers its id. */
export async function insertGrant(db: Connection, grant: DesiredGrant): Promise<string> {
  const { operation, patternType, resourceName, consumerGroup, transactionalId, host } = grant.terms;
  const [row] = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO grants (cluster_slug, application_id, team_id, operation, pattern_type, resource_name, consumer_group, group_pattern_type,
      transactional_id, transactional_pattern_type, host, purpose, agreement, expires_at, request_id)
    VALUES (${grant.cluster}, ${grant.applicationId}::uuid, ${grant.teamId}::uuid, ${operation}, ${patternType}, ${resourceName},
      ${consumerGroup?.name ?? null}, ${consumerGroup?.patternType ?? null}, ${transactionalId?.name ?? null},
      ${transactionalId?.patternType ?? null}, ${host}, ${grant.purpose}, ${JSON.stringify(grant.agreement)}::jsonb,
      ${grant.expiresAt}::timestamptz, ${grant.requestId})
    RETURNING id`;
  if (!row) throw new Error("INSERT … RETURNING answered no row");
  return row.id;
}

/** Gives a grant that lives a later end. */
export async function extendGrant(db: Connection, id: string, expiresAt: string): Promise<void> {
  const extended = await db.$executeRaw`
    UPDATE grants SET expires_at = ${expiresAt}::timestamptz, version = version + 1 WHERE id = ${id}::uuid AND state <> 'ended'`;
  if (extended === 0) throw new Error(`grant ${id} ended while it was locked`);
}

/** Ends a grant now, whose row is locked; a trigger makes the principals due. False when it has ended already. */
export async function endGrant(
  db: Connection,
  id: string,
  end: { kind: GrantEndKind; by: string; reason: string },
): Promise<boolean> {
  const ended = await db.$executeRaw`
    UPDATE grants SET state = 'ended', ended_at = now(), end_kind = ${end.kind}, ended_by = ${end.by}, end_reason = ${end.reason},
      version = version + 1
    WHERE id = ${id}::uuid AND state <> 'ended'`;
  return ended > 0;
}

export type LiveGrant = { id: string; terms: GrantTerms };

/** What an application may do on a cluster by grants that live. */
export async function liveGrants(db: Connection, applicationId: string, cluster: string): Promise<LiveGrant[]> {
  return db.$queryRaw`
    SELECT g.id, ${grantTerms} AS terms FROM grants g
    WHERE g.application_id = ${applicationId}::uuid AND g.cluster_slug = ${cluster} AND g.state <> 'ended' ORDER BY g.id`;
}

/** Grants (alias `g`) on the same topic, on a prefix that covers it, or on anything that a prefix covers. */
export function grantsOn(cluster: string, { name, patternType }: NamePattern): Sql {
  const covering = sql`(g.pattern_type = 'PREFIXED' AND g.resource_name = ANY (${prefixesOf(name)}::text[]))`;
  const within =
    patternType === "PREFIXED"
      ? sql`starts_with(g.resource_name, ${name})`
      : sql`(g.pattern_type = 'LITERAL' AND g.resource_name = ${name})`;
  return sql`(g.cluster_slug = ${cluster} AND (${covering} OR ${within}))`;
}

/** How many other applications may read and write the same. */
export async function countOthers(
  db: Connection,
  applicationId: string,
  cluster: string,
  pattern: NamePattern,
): Promise<{ consume: number; produce: number }> {
  const [row] = await db.$queryRaw<{ consume: number; produce: number }[]>`
    SELECT count(DISTINCT g.application_id) FILTER (WHERE g.operation = 'consume')::int AS consume,
      count(DISTINCT g.application_id) FILTER (WHERE g.operation = 'produce')::int AS produce
    FROM grants g WHERE g.state <> 'ended' AND g.application_id <> ${applicationId}::uuid AND ${grantsOn(cluster, pattern)}`;
  return row ?? { consume: 0, produce: 0 };
}

/** Teams whose applications may read or write a topic by grants that live. */
export async function teamsThatUse(db: Connection, cluster: string, topic: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT a.team_id AS id FROM grants g JOIN applications a ON a.id = g.application_id
    WHERE g.state <> 'ended' AND ${grantsOn(cluster, { name: topic, patternType: "LITERAL" })}`;
  return rows.map(({ id }) => id);
}

export type GrantOfTopic = EndedGrant & { state: string };

/** Ends every living grant by the name of a topic that goes; those by a prefix stay. Answers what ended. */
export async function endGrantsOfTopic(
  db: Connection,
  cluster: string,
  topic: string,
  end: { by: string; reason: string },
): Promise<GrantOfTopic[]> {
  return db.$queryRaw`
    WITH living AS (
      SELECT id, state FROM grants
      WHERE cluster_slug = ${cluster} AND pattern_type = 'LITERAL' AND resource_name = ${topic} AND state <> 'ended' ORDER BY id FOR NO KEY UPDATE
    ), ended AS (
      UPDATE grants g SET state = 'ended', ended_at = now(), end_kind = 'revoked', ended_by = ${end.by}, end_reason = ${end.reason},
        version = g.version + 1
      FROM living l WHERE g.id = l.id RETURNING g.id, g.cluster_slug, g.operation, g.resource_name, g.application_id, g.team_id, l.state AS was
    )
    SELECT g.id, g.was AS state, g.cluster_slug AS cluster, g.operation, g.resource_name AS resource, false AS prefixed,
      jsonb_build_object('slug', a.slug, 'name', a.name, 'teamId', a.team_id) AS application,
      jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) AS team
    FROM ended g JOIN applications a ON a.id = g.application_id JOIN teams t ON t.id = g.team_id ORDER BY g.id`;
}
