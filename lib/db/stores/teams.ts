import type { Connection } from "../database.ts";

export type Team = {
  id: string;
  slug: string;
  name: string;
  contactMail: string;
  contactChat: string;
  version: number;
};
export type LockedTeam = Team & { prefixes: string[] };

/** Columns that no caller needs. */
const HIDDEN = { createdAt: true, removedAt: true } as const;

/** Locks a team by slug, with its prefixes. Null when there is none, or when it was removed. */
export async function lockTeam(db: Connection, slug: string): Promise<LockedTeam | null> {
  const [locked] = await db.$queryRaw<
    { id: string }[]
  >`SELECT id FROM teams WHERE slug = ${slug} AND removed_at IS NULL FOR NO KEY UPDATE`;
  return locked ? findTeam(db, slug) : null;
}

/** Locks several teams, in the one order that keeps two of these from waiting for each other. */
export async function lockTeams(db: Connection, ids: readonly string[]): Promise<void> {
  await db.$queryRaw`SELECT id FROM teams WHERE id = ANY (${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
}

/** Locks teams by slug, in the one order, and answers them as they are then, by slug; those that are none or were removed are left out. */
export async function lockTeamsBySlug(db: Connection, slugs: readonly string[]): Promise<Map<string, LockedTeam>> {
  await db.$queryRaw`
    SELECT id FROM teams WHERE slug = ANY (${[...slugs]}::text[]) AND removed_at IS NULL ORDER BY id FOR NO KEY UPDATE`;
  return findTeams(db, slugs);
}

/** The same without a lock, for reads, in one statement however many they are. */
export async function findTeams(db: Connection, slugs: readonly string[]): Promise<Map<string, LockedTeam>> {
  const teams = await db.$queryRaw<LockedTeam[]>`
    SELECT t.id, t.slug, t.name, t.contact_mail AS "contactMail", t.contact_chat AS "contactChat", t.version,
      ARRAY(SELECT p.prefix FROM team_prefixes p WHERE p.team_id = t.id ORDER BY p.prefix) AS prefixes
    FROM teams t WHERE t.slug = ANY (${[...slugs]}::text[]) AND t.removed_at IS NULL ORDER BY t.slug`;
  return new Map(teams.map((team) => [team.slug, team]));
}

/** The slug of every team there is, in order. */
export async function allTeamSlugs(db: Connection): Promise<string[]> {
  const rows = await db.$queryRaw<{ slug: string }[]>`SELECT slug FROM teams WHERE removed_at IS NULL ORDER BY slug`;
  return rows.map(({ slug }) => slug);
}

/** A team by slug without a lock, for reads. Null when there is none, or when it was removed. */
export async function findTeam(db: Connection, slug: string): Promise<LockedTeam | null> {
  const team = await db.team.findUnique({ where: { slug, removedAt: null }, omit: HIDDEN });
  return team && { ...team, prefixes: await teamPrefixes(db, team.id) };
}

/** A team by id without a lock, without its prefixes. Null when there is none. */
export async function findTeamById(db: Connection, id: string): Promise<Team | null> {
  return db.team.findUnique({ where: { id }, omit: HIDDEN });
}

/** The prefixes of a team, in order. */
export async function teamPrefixes(db: Connection, teamId: string): Promise<string[]> {
  const rows = await db.teamPrefix.findMany({
    where: { teamId },
    orderBy: { prefix: "asc" },
    select: { prefix: true },
  });
  return rows.map((row) => row.prefix);
}

export type SlotHolders = { people: { id: string; name: string }[]; total: number };

/** Enabled owners of a team other than these; at most five by name, and how many there are. */
export function enabledOwners(db: Connection, teamId: string, except: readonly string[]): Promise<SlotHolders> {
  return enabledIn(db, teamId, ["owner"], except);
}

/** The same of everybody in the team, whatever their role. */
export function enabledMembers(db: Connection, teamId: string, except: readonly string[]): Promise<SlotHolders> {
  return enabledIn(db, teamId, ["owner", "member"], except);
}

async function enabledIn(db: Connection, teamId: string, roles: string[], except: readonly string[]) {
  return holders(
    await db.$queryRaw`
      SELECT u.id, u.name, count(*) OVER ()::int AS total FROM users u
      WHERE u.disabled_at IS NULL AND u.id <> ALL (${[...except]}::uuid[]) AND EXISTS (
        SELECT FROM memberships m WHERE m.user_id = u.id AND m.team_id = ${teamId}::uuid AND m.role = ANY (${roles}::text[]))
      ORDER BY u.name, u.id LIMIT 5`,
  );
}

/** Enabled platform admins other than these; at most five by name, and how many there are. */
export async function enabledAdmins(db: Connection, except: readonly string[]): Promise<SlotHolders> {
  return holders(
    await db.$queryRaw`
      SELECT u.id, u.name, count(*) OVER ()::int AS total FROM users u
      WHERE u.disabled_at IS NULL AND u.platform_role = 'admin' AND u.id <> ALL (${[...except]}::uuid[])
      ORDER BY u.name, u.id LIMIT 5`,
  );
}

function holders(rows: { id: string; name: string; total: number }[]): SlotHolders {
  return { people: rows.map(({ id, name }) => ({ id, name })), total: rows[0]?.total ?? 0 };
}

/** Makes a team; null when the slug is taken. */
export async function insertTeam(db: Connection, team: Omit<Team, "id" | "version">): Promise<string | null> {
  const [row] = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO teams (slug, name, contact_mail, contact_chat)
    VALUES (${team.slug}, ${team.name}, ${team.contactMail}, ${team.contactChat}) ON CONFLICT (slug) DO NOTHING RETURNING id`;
  return row?.id ?? null;
}

/** Changes what a team says about itself. */
export async function updateTeamFields(
  db: Connection,
  id: string,
  fields: Pick<Team, "name" | "contactMail" | "contactChat">,
): Promise<void> {
  await db.team.update({ where: { id }, data: { ...fields, version: { increment: 1 } } });
}

export type TeamPossessions = {
  prefixes: number;
  topics: number;
  subjects: number;
  applications: number;
  webhooks: number;
  recertifications: number;
  requests: number;
};

/** What keeps a team from being removed: what it owns, and what is undecided on either side. What is over stays on record and keeps nothing. */
export async function teamPossessions(db: Connection, teamId: string): Promise<TeamPossessions> {
  const [row] = await db.$queryRaw<TeamPossessions[]>`
    SELECT (SELECT count(*)::int FROM team_prefixes WHERE team_id = ${teamId}::uuid) AS prefixes,
      (SELECT count(*)::int FROM topics WHERE team_id = ${teamId}::uuid) AS topics,
      (SELECT count(*)::int FROM subjects WHERE team_id = ${teamId}::uuid) AS subjects,
      (SELECT count(*)::int FROM applications WHERE team_id = ${teamId}::uuid) AS applications,
      (SELECT count(*)::int FROM webhooks WHERE team_id = ${teamId}::uuid AND deleted_at IS NULL) AS webhooks,
      (SELECT count(*)::int FROM campaigns WHERE team_id = ${teamId}::uuid AND closed_at IS NULL) AS recertifications,
      (SELECT count(*)::int FROM requests
        WHERE (team_id = ${teamId}::uuid OR asking_team_id = ${teamId}::uuid) AND state = 'submitted') AS requests`;
  if (!row) throw new Error("a row of subqueries answered no row");
  return row;
}

/** Removes a locked team that owns nothing, with its memberships: without a trace where nothing on record names it, else as removed. */
export async function removeTeam(db: Connection, id: string): Promise<void> {
  await db.membership.deleteMany({ where: { teamId: id } });
  const kept = await db.$executeRaw`
    UPDATE teams SET removed_at = now(), version = version + 1 WHERE id = ${id}::uuid AND (
      EXISTS (SELECT FROM requests WHERE team_id = ${id}::uuid OR asking_team_id = ${id}::uuid)
      OR EXISTS (SELECT FROM grants WHERE team_id = ${id}::uuid) OR EXISTS (SELECT FROM webhooks WHERE team_id = ${id}::uuid)
      OR EXISTS (SELECT FROM campaigns WHERE team_id = ${id}::uuid))`;
  if (kept === 0) await db.team.delete({ where: { id } });
}
