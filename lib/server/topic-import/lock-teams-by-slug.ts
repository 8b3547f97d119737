import type { Connection } from "#lib/db/database";
import { findTeam, type LockedTeam, lockTeams } from "#lib/db/stores/teams";

/** Locks these teams, or with null all there are, in the one order; answers those that exist, by slug. */
export async function lockTeamsBySlug(
  db: Connection,
  slugs: readonly string[] | null,
): Promise<ReadonlyMap<string, LockedTeam>> {
  const where = slugs === null ? {} : { slug: { in: [...new Set(slugs)] } };
  const found = await db.team.findMany({ where, select: { id: true, slug: true } });
  await lockTeams(
    db,
    found.map(({ id }) => id),
  );

  const teams = new Map<string, LockedTeam>();
  for (const { slug } of found) {
    const team = await findTeam(db, slug);
    if (team) teams.set(slug, team);
  }
  return teams;
}
