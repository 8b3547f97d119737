import type { Membership, TeamRole } from "#lib/domain/actor";
import { type Connection, sql } from "../database.ts";

/** The memberships of `u` as JSON, one per team: what was given by hand and what came from a group, whichever is stronger. */
export const membershipsOfU = sql`coalesce((
  SELECT jsonb_agg(jsonb_build_object('teamId', t.id, 'teamSlug', t.slug, 'role', m.role) ORDER BY t.slug)
  FROM (SELECT team_id, CASE WHEN bool_or(role = 'owner') THEN 'owner' ELSE 'member' END AS role
    FROM memberships WHERE user_id = u.id GROUP BY team_id) m
  JOIN teams t ON t.id = m.team_id), '[]')`;

/** A person's memberships, the stronger source counting, by team slug. */
export async function membershipsOf(db: Connection, userId: string): Promise<Membership[]> {
  const [row] = await db.$queryRaw<{ memberships: Membership[] }[]>`
    SELECT ${membershipsOfU} AS memberships FROM users u WHERE u.id = ${userId}::uuid`;
  return row?.memberships ?? [];
}

export type TeamMembership = {
  userId: string;
  name: string;
  source: "manual" | "group";
  role: TeamRole;
  disabled: boolean;
};

/** Every membership of a team, both sources; call it with the team's row locked where the answer decides something. */
export async function membershipsOfTeam(db: Connection, teamId: string): Promise<TeamMembership[]> {
  return db.$queryRaw`
    SELECT m.user_id AS "userId", u.name, m.source, m.role, u.disabled_at IS NOT NULL AS disabled
    FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.team_id = ${teamId}::uuid ORDER BY u.name, u.id, m.source`;
}

/**
 * Serialises whatever could take away a team's last owner or the last platform admin: such changes touch one team or one user
 * each, so no row lock would make two of them meet. First of all locks.
 */
export async function lockOwnership(db: Connection): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('headgate ownership', 0))`;
}

export type GroupChange = {
  team: { id: string; slug: string; name: string };
  before: TeamRole | null;
  after: TeamRole | null;
};

/** Replaces what a person has through groups by what the groups say now; memberships given by hand stay. Answers what changed. */
export async function replaceGroupMemberships(
  db: Connection,
  userId: string,
  roles: ReadonlyMap<string, TeamRole>,
): Promise<GroupChange[]> {
  const teams = await db.$queryRaw<{ id: string; slug: string; name: string; before: TeamRole | null }[]>`
    SELECT t.id, t.slug, t.name, m.role AS before
    FROM teams t LEFT JOIN memberships m ON m.team_id = t.id AND m.user_id = ${userId}::uuid AND m.source = 'group'
    WHERE t.removed_at IS NULL AND (m.role IS NOT NULL OR t.slug = ANY (${[...roles.keys()]}::text[])) ORDER BY t.id`;
  const changes = teams
    .map(({ before, ...team }) => ({ team, before, after: roles.get(team.slug) ?? null }))
    .filter((change) => change.before !== change.after);
  for (const { team, after } of changes)
    await setMembership(db, { teamId: team.id, userId, source: "group", role: after });
  return changes;
}

export type MembershipChange = { teamId: string; userId: string; source: "manual" | "group"; role: TeamRole | null };

/** Gives a person a role in a team through one source, or takes that away (null). */
export async function setMembership(db: Connection, { teamId, userId, source, role }: MembershipChange): Promise<void> {
  if (role === null) {
    await db.$executeRaw`
      DELETE FROM memberships WHERE team_id = ${teamId}::uuid AND user_id = ${userId}::uuid AND source = ${source}`;
    return;
  }
  await db.$executeRaw`
    INSERT INTO memberships (team_id, user_id, source, role) VALUES (${teamId}::uuid, ${userId}::uuid, ${source}, ${role})
    ON CONFLICT (team_id, user_id, source) DO UPDATE SET role = excluded.role`;
}

/** What a person was made in a team by hand; null for nothing. */
export async function manualRole(db: Connection, teamId: string, userId: string): Promise<TeamRole | null> {
  const [row] = await db.$queryRaw<{ role: TeamRole }[]>`
    SELECT role FROM memberships WHERE team_id = ${teamId}::uuid AND user_id = ${userId}::uuid AND source = 'manual'`;
  return row?.role ?? null;
}

/**
 * Teams whose only enabled owner by hand is this person. Owners through groups do not count as a second one: the provider can take
 * them away at any sign-in. Call it under {@link lockOwnership}.
 */
export async function teamsOwnedAlone(
  db: Connection,
  userId: string,
): Promise<{ id: string; slug: string; name: string }[]> {
  return db.$queryRaw`
    SELECT t.id, t.slug, t.name FROM teams t JOIN memberships m ON m.team_id = t.id
    WHERE m.user_id = ${userId}::uuid AND m.source = 'manual' AND m.role = 'owner' AND NOT EXISTS (
      SELECT FROM memberships o JOIN users u ON u.id = o.user_id
      WHERE o.team_id = t.id AND o.user_id <> m.user_id AND o.source = 'manual' AND o.role = 'owner' AND u.disabled_at IS NULL)
    ORDER BY t.slug`;
}

export type TeamPerson = {
  id: string;
  name: string;
  email: string | null;
  role: TeamRole;
  source: "manual" | "group";
  disabled: boolean;
};

/** The people of a team, each once with the stronger of their memberships; owners first. */
export async function peopleOfTeam(db: Connection, teamId: string): Promise<TeamPerson[]> {
  return db.$queryRaw`
    SELECT * FROM (
      SELECT DISTINCT ON (u.id) u.id, u.name, u.email, m.role, m.source, u.disabled_at IS NOT NULL AS disabled
      FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.team_id = ${teamId}::uuid
      ORDER BY u.id, m.role = 'owner' DESC, m.source = 'manual' DESC) people
    ORDER BY role = 'owner' DESC, name, id`;
}
