import { collisionKey } from "#lib/domain/topic-name";
import type { Connection } from "../database.ts";

/** Serialises every change of a prefix: whether two overlap is a question about all of them. After the team's lock. */
export async function lockPrefixes(db: Connection): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('headgate prefixes', 0))`;
}

/**
 * A prefix of another team that begins with this one or that this one begins with. `.` and `_` count as the same, as they do to
 * Kafka's metrics: `orders_` could otherwise take names away from the team that has `orders.`. Call it under {@link lockPrefixes}.
 */
export async function overlappingPrefix(
  db: Connection,
  teamId: string,
  prefix: string,
): Promise<{ prefix: string; team: string } | null> {
  const key = collisionKey(prefix);
  const [row] = await db.$queryRaw<{ prefix: string; team: string }[]>`
    SELECT p.prefix, t.name AS team FROM team_prefixes p JOIN teams t ON t.id = p.team_id
    WHERE p.team_id <> ${teamId}::uuid
      AND (starts_with(replace(p.prefix, '.', '_'), ${key}) OR starts_with(${key}, replace(p.prefix, '.', '_')))
    ORDER BY p.prefix LIMIT 1`;
  return row ?? null;
}

/** Adds a prefix; false when the team has it already. */
export async function insertPrefix(db: Connection, teamId: string, prefix: string): Promise<boolean> {
  const added = await db.$executeRaw`
    INSERT INTO team_prefixes (prefix, team_id) VALUES (${prefix}, ${teamId}::uuid) ON CONFLICT DO NOTHING`;
  return added > 0;
}

/** Removes a prefix of a team. */
export async function deletePrefix(db: Connection, teamId: string, prefix: string): Promise<void> {
  await db.$executeRaw`DELETE FROM team_prefixes WHERE team_id = ${teamId}::uuid AND prefix = ${prefix}`;
}

/**
 * What stands on a prefix and on no other prefix of the team: names of its topics, open requests and subjects without a topic, and access that it gives to all that begins with
 * a text, which would go on over the next team's topics. The first three, and how many there are. Call it with the team's row locked; who asks or
 * approves takes that lock too.
 */
export async function namesThatNeed(
  db: Connection,
  teamId: string,
  prefix: string,
): Promise<{ total: number; names: string[] }> {
  const rows = await db.$queryRaw<{ label: string; total: number }[]>`
    SELECT label, count(*) OVER ()::int AS total FROM (
      SELECT name, name AS label FROM topics WHERE team_id = ${teamId}::uuid
      UNION SELECT object_name, object_name FROM requests
        WHERE team_id = ${teamId}::uuid AND state = 'submitted' AND kind IN ('topic.create', 'access.create', 'schema.register')
      UNION SELECT name, 'subject ' || name FROM subjects
        WHERE team_id = ${teamId}::uuid AND topic_name IS NULL AND deletion IS DISTINCT FROM 'permanent'
      UNION SELECT resource_name, 'access to all of ' || resource_name FROM grants
        WHERE team_id = ${teamId}::uuid AND state <> 'ended' AND pattern_type = 'PREFIXED') used
    WHERE starts_with(name, ${prefix}) AND NOT EXISTS (
      SELECT FROM team_prefixes p WHERE p.team_id = ${teamId}::uuid AND p.prefix <> ${prefix} AND starts_with(used.name, p.prefix))
    ORDER BY label LIMIT 3`;
  return { total: rows[0]?.total ?? 0, names: rows.map((row) => row.label) };
}
