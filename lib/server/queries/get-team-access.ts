import { type AccessEdge, GetTeamAccess, type TeamAccess } from "#lib/contract/access";
import { type Database, type Sql, sql } from "#lib/db/database";
import { findTeam } from "#lib/db/stores/teams";
import { fail, ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { grantsVisibleTo } from "../read/visible-to.ts";

/** More edges than anybody reads; a graph of them would say nothing. */
const MOST = 500;

/** What a team's applications reach, and what reaches its topics: as far as the caller may see, which for others is what concerns their own teams. */
export const getTeamAccess = defineQuery({
  name: "get-team-access",
  permission: "access.read",
  input: GetTeamAccess,
  async handle({ actor, db }, { team: slug }) {
    const team = await findTeam(db, slug);
    if (!team) return fail("not_found", "There is no such team.");

    const visible = grantsVisibleTo(actor);
    const [reaches, reachedBy] = await Promise.all([
      readEdges(db, sql`a.team_id = ${team.id}::uuid AND ${visible}`),
      readEdges(db, sql`g.team_id = ${team.id}::uuid AND ${visible}`),
    ]);
    return ok<TeamAccess>({
      reaches: reaches.slice(0, MOST),
      reachedBy: reachedBy.slice(0, MOST),
      capped: reaches.length > MOST || reachedBy.length > MOST,
    });
  },
});

/** Live grants as edges, one more than are shown. */
async function readEdges(db: Database, where: Sql): Promise<AccessEdge[]> {
  const rows = await db.$queryRaw<(Omit<AccessEdge, "expiresAt"> & { expiresAt: Date })[]>`
    SELECT a.slug AS application, h.slug AS "applicationTeam", g.operation, g.resource_name AS resource, g.pattern_type AS "patternType",
      g.cluster_slug AS cluster, t.slug AS owner, g.expires_at AS "expiresAt", g.id AS "grantId"
    FROM grants g JOIN applications a ON a.id = g.application_id JOIN teams h ON h.id = a.team_id JOIN teams t ON t.id = g.team_id
    WHERE g.state <> 'ended' AND ${where} ORDER BY g.cluster_slug, g.resource_name, a.slug, g.id LIMIT ${MOST + 1}`;
  return rows.map((row) => ({ ...row, expiresAt: row.expiresAt.toISOString() }));
}
