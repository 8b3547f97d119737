import type { Page } from "#lib/contract/common";
import { ListTeams, type TeamRow } from "#lib/contract/teams";
import { join, type Sql, sql } from "#lib/db/database";
import { ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { containing } from "../read/containing.ts";
import { decodeCursor, pageFrom } from "../read/cursor.ts";

/** All teams by slug. Everyone signed in may know who owns what. */
export const listTeams = defineQuery({
  name: "list-teams",
  permission: "team.read",
  input: ListTeams,
  async handle({ db }, { q, cursor, limit }) {
    const place = decodeCursor(cursor, ["string"] as const);
    if (!place.ok) return place;

    const conditions: Sql[] = [sql`t.removed_at IS NULL`];
    if (q) conditions.push(sql`(t.slug ILIKE ${containing(q)} OR t.name ILIKE ${containing(q)})`);
    if (place.value) conditions.push(sql`t.slug > ${place.value[0]}`);
    const rows = await db.$queryRaw<TeamRow[]>`
      SELECT t.id, t.slug, t.name,
        (SELECT count(DISTINCT m.user_id)::int FROM memberships m WHERE m.team_id = t.id) AS members,
        (SELECT count(DISTINCT m.user_id)::int FROM memberships m WHERE m.team_id = t.id AND m.role = 'owner') AS owners,
        (SELECT count(*)::int FROM topics o WHERE o.team_id = t.id) AS topics,
        ARRAY(SELECT p.prefix FROM team_prefixes p WHERE p.team_id = t.id ORDER BY p.prefix) AS prefixes
      FROM teams t WHERE ${join(conditions, " AND ")} ORDER BY t.slug LIMIT ${limit + 1}`;
    return ok<Page<TeamRow>>(
      pageFrom(
        rows,
        limit,
        (row) => row,
        (row) => [row.slug],
      ),
    );
  },
});
