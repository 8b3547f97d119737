import type { OwnershipFacts, TopicBinding } from "#lib/domain/ownership-facts";
import type { Connection } from "../database.ts";
import { allTeamSlugs } from "./teams.ts";

/**
 * What is known that can tell the owners of these topics of a cluster, in a handful of reads however many they are. Principals count as of the team
 * whose application they are, groups as of the team that was granted them.
 */
export async function ownershipFacts(
  db: Connection,
  cluster: string,
  topics: readonly string[],
): Promise<OwnershipFacts> {
  const names = [...topics];
  return {
    teams: await allTeamSlugs(db),
    prefixes: await db.$queryRaw<OwnershipFacts["prefixes"][number][]>`
      SELECT p.prefix, t.slug AS team FROM team_prefixes p JOIN teams t ON t.id = p.team_id ORDER BY p.prefix`,
    applications: await db.$queryRaw<OwnershipFacts["applications"][number][]>`
      SELECT a.slug, t.slug AS team FROM applications a JOIN teams t ON t.id = a.team_id ORDER BY a.slug`,
    bindings: await bindingsOn(db, cluster, names),
    groups: await groupsOf(db, cluster, names),
    topics: await alikeTopics(db, names),
  };
}

async function bindingsOn(db: Connection, cluster: string, names: string[]): Promise<TopicBinding[]> {
  return db.$queryRaw`
    SELECT o.principal, t.slug AS team, o.access, o.pattern_type AS "patternType", o.resource_name AS "resourceName"
    FROM (SELECT DISTINCT principal, pattern_type, resource_name, CASE WHEN operation = 'READ' THEN 'read' ELSE 'write' END AS access
      FROM acl_observations WHERE cluster_slug = ${cluster} AND resource_type = 'TOPIC' AND permission_type = 'ALLOW'
        AND operation IN ('READ', 'WRITE', 'ALL') AND resource_name <> '*'
        AND (pattern_type = 'PREFIXED' OR (pattern_type = 'LITERAL' AND resource_name = ANY (${names}::text[])))) o
    LEFT JOIN principals p ON p.cluster_slug = ${cluster} AND p.ended_at IS NULL AND o.principal = 'User:' || p.name
    LEFT JOIN applications a ON a.id = p.application_id LEFT JOIN teams t ON t.id = a.team_id
    WHERE o.principal <> ALL (SELECT 'User:' || own FROM clusters k, unnest(k.reserved_principals) AS own WHERE k.slug = ${cluster})`;
}

/**
 * Groups are looked up by their names, and by their beginnings of those lengths that prefixes have: thousands of grants tried on each of thousands of groups
 * would take many seconds.
 */
async function groupsOf(db: Connection, cluster: string, names: string[]): Promise<OwnershipFacts["groups"]> {
  return db.$queryRaw`
    WITH seen AS (SELECT DISTINCT group_id FROM group_topics WHERE cluster_slug = ${cluster} AND topic = ANY (${names}::text[])),
    granted AS (SELECT DISTINCT g.consumer_group, g.group_pattern_type, t.slug FROM grants g
      JOIN applications a ON a.id = g.application_id JOIN teams t ON t.id = a.team_id
      WHERE g.cluster_slug = ${cluster} AND g.state <> 'ended' AND g.consumer_group IS NOT NULL),
    beginnings AS MATERIALIZED (SELECT s.group_id, left(s.group_id, l.n) AS beginning FROM seen s
      JOIN (SELECT DISTINCT length(consumer_group) AS n FROM granted WHERE group_pattern_type = 'PREFIXED') l ON length(s.group_id) >= l.n),
    owned AS (SELECT s.group_id, g.slug FROM seen s JOIN granted g ON g.consumer_group = s.group_id WHERE g.group_pattern_type <> 'PREFIXED'
      UNION ALL SELECT b.group_id, g.slug FROM beginnings b JOIN granted g ON g.consumer_group = b.beginning WHERE g.group_pattern_type = 'PREFIXED')
    SELECT o.group_id AS group, o.topic, w.team FROM group_topics o
    LEFT JOIN (SELECT group_id, min(slug) AS team FROM owned GROUP BY group_id) w ON w.group_id = o.group_id
    WHERE o.cluster_slug = ${cluster} AND o.topic = ANY (${names}::text[])`;
}

/** Managed topics that begin with the same segment as one of the names; no others can be like it. */
async function alikeTopics(db: Connection, names: string[]): Promise<OwnershipFacts["topics"]> {
  const first = [
    ...new Set(names.filter((name) => name.includes(".")).map((name) => name.slice(0, name.indexOf(".")))),
  ];
  return db.$queryRaw`
    SELECT o.name, t.slug AS team FROM topics o JOIN teams t ON t.id = o.team_id
    WHERE split_part(o.name, '.', 1) = ANY (${first}::text[]) AND o.deleting_at IS NULL`;
}
