import type { NamePattern } from "#lib/domain/grant";
import { CLASSIFICATIONS, type Classification } from "#lib/domain/topic-spec";
import { type Connection, sql } from "../database.ts";

/** Who gives access to a topic or prefix, and what stands behind it. */
export type AccessGiver = {
  team: { id: string; slug: string; name: string };
  /** Of the topic, or the highest that a prefix covers; null while it covers none. */
  classification: Classification | null;
  /** Managed topics that it covers today: how many, and the first by name. */
  topics: { total: number; names: string[] };
};

/**
 * The owner of a topic, or of the prefix that a text begins with. Null when nobody owns it: the topic is not managed, or goes (a grant on a tombstone
 * would be inherited by the next topic of that name), the text no team's.
 */
export async function findAccessGiver(
  db: Connection,
  cluster: string,
  { name, patternType }: NamePattern,
): Promise<AccessGiver | null> {
  return patternType === "PREFIXED" ? prefixGiver(db, cluster, name) : topicGiver(db, cluster, name);
}

async function topicGiver(db: Connection, cluster: string, name: string): Promise<AccessGiver | null> {
  const [row] = await db.$queryRaw<AccessGiver[]>`
    SELECT jsonb_build_object('id', m.id, 'slug', m.slug, 'name', m.name) AS team, t.classification,
      jsonb_build_object('total', 1, 'names', jsonb_build_array(t.name)) AS topics
    FROM topics t JOIN teams m ON m.id = t.team_id WHERE t.cluster_slug = ${cluster} AND t.name = ${name} AND t.deleting_at IS NULL`;
  return row ?? null;
}

/** Names that are shown of those that a prefix covers. */
const SHOWN = 5;

async function prefixGiver(db: Connection, cluster: string, prefix: string): Promise<AccessGiver | null> {
  const ranks = sql`${[...CLASSIFICATIONS]}::text[]`;
  const [row] = await db.$queryRaw<AccessGiver[]>`
    SELECT jsonb_build_object('id', m.id, 'slug', m.slug, 'name', m.name) AS team, (${ranks})[c.highest] AS classification,
      jsonb_build_object('total', c.total, 'names', coalesce(to_jsonb(c.names), '[]')) AS topics
    FROM team_prefixes p JOIN teams m ON m.id = p.team_id
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS total, (array_agg(t.name ORDER BY t.name))[:${SHOWN}::int] AS names, max(array_position(${ranks}, t.classification)) AS highest
      FROM topics t WHERE t.cluster_slug = ${cluster} AND starts_with(t.name, ${prefix})) c
    WHERE starts_with(${prefix}, p.prefix)`;
  return row ?? null;
}

/** Of a list of topics and prefixes, the teams that own them; those that nobody owns are left out. */
export async function giverTeamIds(
  db: Connection,
  cluster: string,
  patterns: readonly NamePattern[],
): Promise<string[]> {
  const named = (type: NamePattern["patternType"]) =>
    patterns.filter(({ patternType }) => patternType === type).map(({ name }) => name);
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT team_id AS id FROM topics WHERE cluster_slug = ${cluster} AND name = ANY (${named("LITERAL")}::text[])
    UNION SELECT p.team_id FROM team_prefixes p, unnest(${named("PREFIXED")}::text[]) AS asked WHERE starts_with(asked, p.prefix)`;
  return rows.map(({ id }) => id);
}
