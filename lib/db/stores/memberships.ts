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

export type TeamPerson = {
  userId: string;
  name: string;
  source: "manual" | "group";
  role: TeamRole;
  disabled: boolean;
};

/** Every membership of a team, both sources; call it with the team's row locked where the answer decides something. */
export async function membershipsOfTeam(db: Connection, teamId: string): Promise<TeamPerson[]> {
  return db.$queryRaw`
    SELECT m.user_id AS "userId", u.name, m.source, m.role, u.disabled_at IS NOT NULL AS disabled
    FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.team_id = ${teamId}::uuid ORDER BY u.name, u.id, m.source`;
}
