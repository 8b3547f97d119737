import type { Classification } from "#lib/domain/topic-spec";
import type { Connection } from "../database.ts";

/** What may change hands from one team: all of it, or what is named. Topics and subjects are of one cluster. */
export type Owned = {
  topics: OwnedTopic[];
  subjects: OwnedThing[];
  applications: OwnedThing[];
  prefixes: string[];
};
export type OwnedThing = { id: string; name: string };
export type OwnedTopic = OwnedThing & { classification: Classification; partitions: number; estimatedBytes: bigint };

/** Null in place of a list means all of it; a list names what is meant. */
export type Named = {
  topics: readonly string[] | null;
  subjects: readonly string[] | null;
  applications: readonly string[] | null;
  prefixes: readonly string[] | null;
};

/**
 * What a team owns of what is named, each kind sorted by name; subjects that belong to one of the topics come with it. Names that the team does not
 * own are left out. Call it with the team's row locked where the answer decides something.
 * @param askedAt when the names were given: a topic or application that was made since is another one, whatever its name. Subjects stay the same ones.
 */
export async function ownedBy(
  db: Connection,
  teamId: string,
  cluster: string,
  named: Named,
  askedAt: Date | null = null,
): Promise<Owned> {
  const topics = await ownedTopics(db, teamId, cluster, named.topics, askedAt);
  const carried = topics.map(({ name }) => name);
  const [subjects, applications, prefixes] = [
    await ownedSubjects(db, teamId, cluster, { named: named.subjects, carried }),
    await ownedApplications(db, teamId, named.applications, askedAt),
    await ownedPrefixes(db, teamId, named.prefixes),
  ];
  return { topics, subjects, applications, prefixes: prefixes.map(({ prefix }) => prefix) };
}

function ownedTopics(
  db: Connection,
  teamId: string,
  cluster: string,
  named: Named["topics"],
  askedAt: Date | null,
): Promise<OwnedTopic[]> {
  return db.$queryRaw`
    SELECT id, name, classification, partitions, estimated_bytes AS "estimatedBytes" FROM topics
    WHERE team_id = ${teamId}::uuid AND cluster_slug = ${cluster} AND (${named === null} OR name = ANY (${[...(named ?? [])]}::text[]))
      AND (${askedAt}::timestamptz IS NULL OR created_at <= ${askedAt}::timestamptz)
    ORDER BY name`;
}

function ownedSubjects(
  db: Connection,
  teamId: string,
  cluster: string,
  { named, carried }: { named: Named["subjects"]; carried: readonly string[] },
): Promise<OwnedThing[]> {
  return db.$queryRaw`
    SELECT id, name FROM subjects WHERE team_id = ${teamId}::uuid AND cluster_slug = ${cluster}
      AND (${named === null} OR name = ANY (${[...(named ?? [])]}::text[]) OR topic_name = ANY (${[...carried]}::text[]))
    ORDER BY name`;
}

function ownedApplications(
  db: Connection,
  teamId: string,
  named: Named["applications"],
  askedAt: Date | null,
): Promise<OwnedThing[]> {
  return db.$queryRaw`
    SELECT id, slug AS name FROM applications
    WHERE team_id = ${teamId}::uuid AND (${named === null} OR slug = ANY (${[...(named ?? [])]}::text[]))
      AND (${askedAt}::timestamptz IS NULL OR created_at <= ${askedAt}::timestamptz) ORDER BY slug`;
}

function ownedPrefixes(db: Connection, teamId: string, named: Named["prefixes"]): Promise<{ prefix: string }[]> {
  return db.$queryRaw`
    SELECT prefix FROM team_prefixes
    WHERE team_id = ${teamId}::uuid AND (${named === null} OR prefix = ANY (${[...(named ?? [])]}::text[])) ORDER BY prefix`;
}

/** The clusters on which a team owns topics or subjects, by slug. */
export async function clustersOfOwner(db: Connection, teamId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ slug: string }[]>`
    SELECT cluster_slug AS slug FROM topics WHERE team_id = ${teamId}::uuid
    UNION SELECT cluster_slug FROM subjects WHERE team_id = ${teamId}::uuid ORDER BY slug`;
  return rows.map(({ slug }) => slug);
}

/**
 * A prefix that would overlap one of those that change hands, and that a third team has or the giving team keeps. Null when none does: `.` and
 * `_` count as the same, as they do to Kafka's metrics.
 */
export async function prefixInTheWay(
  db: Connection,
  { prefixes, toTeamId }: { prefixes: readonly string[]; toTeamId: string },
): Promise<{ moved: string; prefix: string; team: string } | null> {
  const [row] = await db.$queryRaw<{ moved: string; prefix: string; team: string }[]>`
    SELECT moved, p.prefix, t.name AS team FROM unnest(${[...prefixes]}::text[]) AS moved
      JOIN team_prefixes p ON p.team_id <> ${toTeamId}::uuid AND p.prefix <> ALL (${[...prefixes]}::text[])
        AND (starts_with(replace(p.prefix, '.', '_'), replace(moved, '.', '_')) OR starts_with(replace(moved, '.', '_'), replace(p.prefix, '.', '_')))
      JOIN teams t ON t.id = p.team_id ORDER BY moved, p.prefix LIMIT 1`;
  return row ?? null;
}

/** Topics that a team keeps, on whatever cluster, although their prefix leaves it: the first by name, and how many. */
export async function topicsLeftBehind(
  db: Connection,
  teamId: string,
  moved: { cluster: string; topics: readonly string[]; prefixes: readonly string[] },
): Promise<{ total: number; names: string[] }> {
  const rows = await db.$queryRaw<{ name: string; total: number }[]>`
    SELECT t.name, count(*) OVER ()::int AS total FROM topics t
    WHERE t.team_id = ${teamId}::uuid AND NOT (t.cluster_slug = ${moved.cluster} AND t.name = ANY (${[...moved.topics]}::text[]))
      AND EXISTS (SELECT FROM unnest(${[...moved.prefixes]}::text[]) AS prefix WHERE starts_with(t.name, prefix))
    ORDER BY t.name, t.cluster_slug LIMIT 3`;
  return { total: rows[0]?.total ?? 0, names: rows.map(({ name }) => name) };
}

/** A team whose applications read or write some of the topics by grants that live, with those topics by name. */
export type UsingTeam = { id: string; name: string; topics: string[] };

/**
 * Every other team that reads or writes one of these topics, by its name. Prefixes are found by the beginnings of the topics' names, because trying each
 * on each takes many seconds where there are thousands of both.
 */
export function teamsUsing(
  db: Connection,
  cluster: string,
  topics: readonly string[],
  except: readonly string[],
): Promise<UsingTeam[]> {
  return db.$queryRaw`
    WITH moved AS (SELECT name FROM unnest(${[...topics]}::text[]) AS name),
    prefixed AS (SELECT resource_name, application_id FROM grants
      WHERE cluster_slug = ${cluster} AND state <> 'ended' AND pattern_type = 'PREFIXED'),
    beginnings AS MATERIALIZED (SELECT v.name, left(v.name, l.n) AS beginning FROM moved v
      JOIN (SELECT DISTINCT length(resource_name) AS n FROM prefixed) l ON length(v.name) >= l.n),
    used AS (SELECT v.name, g.application_id FROM moved v JOIN grants g ON g.resource_name = v.name
        WHERE g.cluster_slug = ${cluster} AND g.state <> 'ended' AND g.pattern_type = 'LITERAL'
      UNION ALL SELECT b.name, p.application_id FROM beginnings b JOIN prefixed p ON p.resource_name = b.beginning)
    SELECT m.id, m.name, array_agg(DISTINCT used.name ORDER BY used.name) AS topics
    FROM used JOIN applications a ON a.id = used.application_id JOIN teams m ON m.id = a.team_id
    WHERE m.id <> ALL (${[...except]}::uuid[]) GROUP BY m.id, m.name ORDER BY m.name, m.id`;
}

/** Access by a prefix that the giving team keeps and that covers one of these topics: it goes on over what is another team's by then. */
export async function coveringGrants(
  db: Connection,
  teamId: string,
  moved: { cluster: string; topics: readonly string[]; prefixes: readonly string[] },
): Promise<{ prefix: string; topics: number }[]> {
  return db.$queryRaw`
    SELECT g.resource_name AS prefix, count(DISTINCT covered)::int AS topics
    FROM grants g JOIN unnest(${[...moved.topics]}::text[]) AS covered ON starts_with(covered, g.resource_name)
    WHERE g.team_id = ${teamId}::uuid AND g.cluster_slug = ${moved.cluster} AND g.state <> 'ended' AND g.pattern_type = 'PREFIXED'
      AND NOT EXISTS (SELECT FROM unnest(${[...moved.prefixes]}::text[]) AS prefix WHERE starts_with(g.resource_name, prefix))
    GROUP BY g.resource_name ORDER BY g.resource_name`;
}

/** Claims the owner of topics for an undecided request; answers another request that has one of them, or null when all are claimed. */
export async function claimOwners(
  db: Connection,
  cluster: string,
  topics: readonly string[],
  requestId: number,
): Promise<{ topic: string; requestId: number } | null> {
  await db.$executeRaw`
    INSERT INTO field_claims (cluster_slug, object_kind, object_name, field, request_id)
    SELECT ${cluster}, 'topic', name, 'owner', ${requestId} FROM unnest(${[...topics].sort()}::text[]) AS name ON CONFLICT DO NOTHING`;
  const [taken] = await db.$queryRaw<{ topic: string; requestId: bigint }[]>`
    SELECT object_name AS topic, request_id AS "requestId" FROM field_claims
    WHERE cluster_slug = ${cluster} AND object_kind = 'topic' AND field = 'owner' AND object_name = ANY (${[...topics]}::text[])
      AND request_id <> ${requestId} ORDER BY object_name LIMIT 1`;
  return taken ? { topic: taken.topic, requestId: Number(taken.requestId) } : null;
}
