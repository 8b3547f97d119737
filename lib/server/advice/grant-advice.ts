import type { Advice } from "#lib/contract/advice";
import { type Database, type Sql, sql } from "#lib/db/database";

/** Rows of each kind; the page says so where there are more. */
export const MOST_ADVICE = 200;

type GrantRow = {
  id: string;
  cluster: string;
  application: string;
  owner: string;
  operation: "consume" | "produce";
  resource: string;
  patternType: "LITERAL" | "PREFIXED";
  since: Date | null;
  covered: number;
  used: string[];
};

/**
 * Grants without a sign of use for `days`: to consume, no committed offset and no member of the group; to produce, nothing written to the topic. A
 * broker does not tell who wrote, so the second kind is advice about the topic as much as about the grant. Younger grants are left alone.
 */
export async function unusedGrants(db: Database, visible: Sql, days: number): Promise<Advice[]> {
  const rows = await db.$queryRaw<GrantRow[]>`
    SELECT ${columns}, u.since FROM ${grantsWithPeople}
    CROSS JOIN LATERAL (SELECT CASE g.operation WHEN 'produce' THEN
        (SELECT max(f.last_written_at) FROM topic_figures f WHERE f.cluster_slug = g.cluster_slug AND ${covers(sql`f.name`)})
      ELSE (SELECT max(t.last_active_at) FROM group_topics t WHERE t.cluster_slug = g.cluster_slug AND ${covers(sql`t.topic`)}
        AND ${groupIs(sql`t.group_id`)}) END AS since) u
    WHERE g.state = 'active' AND ${visible} AND g.created_at < now() - make_interval(days => ${days}::int)
      AND (u.since IS NULL OR u.since < now() - make_interval(days => ${days}::int))
      AND NOT EXISTS (SELECT FROM group_observations o WHERE o.cluster_slug = g.cluster_slug AND ${groupIs(sql`o.group_id`)} AND o.members > 0)
    ORDER BY g.id LIMIT ${MOST_ADVICE}`;
  return rows.map((row) => ({
    ...aboutGrant("unused", row),
    text: `${row.operation === "consume" ? "Its consumer group has not read" : "Nothing was written there"} for ${days} days${
      row.since ? `; last seen ${row.since.toISOString().slice(0, 10)}` : ""
    }. Release or revoke it, or let it end.`,
  }));
}

/** Prefixed grants to consume of which only some topics are read. */
export async function widerThanUsed(db: Database, visible: Sql): Promise<Advice[]> {
  const rows = await db.$queryRaw<GrantRow[]>`
    SELECT ${columns}, c.covered, r.used FROM ${grantsWithPeople}
    CROSS JOIN LATERAL (SELECT count(*)::int AS covered FROM topic_observations o
      WHERE o.cluster_slug = g.cluster_slug AND NOT o.internal AND starts_with(o.name, g.resource_name)) c
    CROSS JOIN LATERAL (SELECT coalesce(array_agg(DISTINCT t.topic ORDER BY t.topic), '{}') AS used FROM group_topics t
      WHERE t.cluster_slug = g.cluster_slug AND starts_with(t.topic, g.resource_name) AND ${groupIs(sql`t.group_id`)}) r
    WHERE g.state = 'active' AND g.operation = 'consume' AND g.pattern_type = 'PREFIXED' AND ${visible}
      AND cardinality(r.used) > 0 AND cardinality(r.used) < c.covered
    ORDER BY g.id LIMIT ${MOST_ADVICE}`;
  return rows.map((row) => ({
    ...aboutGrant("wider-than-used", row),
    text: `The prefix covers ${row.covered} topics; read are ${row.used.length}: ${row.used.slice(0, 5).join(", ")}${
      row.used.length > 5 ? ", …" : ""
    }. Grants to these would be enough.`,
  }));
}

/** Grants whose prefix covers no topic at all, neither on the cluster nor asked for. */
export async function grantsOfNothing(db: Database, visible: Sql): Promise<Advice[]> {
  const rows = await db.$queryRaw<GrantRow[]>`
    SELECT ${columns} FROM ${grantsWithPeople}
    WHERE g.state = 'active' AND ${visible}
      AND NOT EXISTS (SELECT FROM topic_observations o WHERE o.cluster_slug = g.cluster_slug AND ${covers(sql`o.name`)})
      AND NOT EXISTS (SELECT FROM topics o WHERE o.cluster_slug = g.cluster_slug AND ${covers(sql`o.name`)})
    ORDER BY g.id LIMIT ${MOST_ADVICE}`;
  return rows.map((row) => ({ ...aboutGrant("names-nothing", row), text: "No topic that exists is covered by it." }));
}

const columns = sql`g.id, g.cluster_slug AS cluster, a.slug AS application, o_.slug AS owner, g.operation, g.resource_name AS resource,
  g.pattern_type AS "patternType"`;
const grantsWithPeople = sql`grants g JOIN applications a ON a.id = g.application_id JOIN teams o_ ON o_.id = g.team_id`;

function covers(name: Sql): Sql {
  return sql`CASE g.pattern_type WHEN 'PREFIXED' THEN starts_with(${name}, g.resource_name) ELSE ${name} = g.resource_name END`;
}

function groupIs(group: Sql): Sql {
  return sql`CASE g.group_pattern_type WHEN 'PREFIXED' THEN starts_with(${group}, g.consumer_group) ELSE ${group} = g.consumer_group END`;
}

function aboutGrant(kind: Advice["kind"], row: GrantRow): Omit<Advice, "text"> {
  const { id, cluster, application, owner, operation, resource, patternType } = row;
  const what = `${resource}${patternType === "PREFIXED" ? " (PREFIXED)" : ""}`;
  return { kind, cluster, grantId: id, title: `${application} may ${operation} ${what}`, application, owner };
}
