import { type Connection, type Sql, sql } from "../database.ts";

export type Application = {
  id: string;
  slug: string;
  name: string;
  description: string;
  version: number;
  team: { id: string; slug: string; name: string };
};

/** Makes an application; null when the slug is taken. */
export async function insertApplication(
  db: Connection,
  application: { slug: string; name: string; description: string; teamId: string },
): Promise<string | null> {
  const { slug, name, description, teamId } = application;
  const [row] = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO applications (slug, name, description, team_id) VALUES (${slug}, ${name}, ${description}, ${teamId}::uuid)
    ON CONFLICT (slug) DO NOTHING RETURNING id`;
  return row?.id ?? null;
}

/** Locks an application by slug and, before it, its team. Null when there is none. */
export async function lockApplication(db: Connection, slug: string): Promise<Application | null> {
  await db.$queryRaw`
    SELECT FROM teams t JOIN applications a ON a.team_id = t.id WHERE a.slug = ${slug} FOR NO KEY UPDATE OF t`;
  await db.$queryRaw`SELECT FROM applications WHERE slug = ${slug} FOR UPDATE`;
  return findApplication(db, slug);
}

/** The teams of these applications; slugs that are none are left out. */
export async function applicationTeamIds(db: Connection, slugs: readonly string[]): Promise<string[]> {
  const rows = await db.$queryRaw<
    { id: string }[]
  >`SELECT team_id AS id FROM applications WHERE slug = ANY (${slugs}::text[])`;
  return rows.map(({ id }) => id);
}

/** An application by slug without a lock. Null when there is none. */
export async function findApplication(db: Connection, slug: string): Promise<Application | null> {
  return applicationWhere(db, sql`a.slug = ${slug}`);
}

/** An application by id without a lock. Null when there is none. */
export async function findApplicationById(db: Connection, id: string): Promise<Application | null> {
  return applicationWhere(db, sql`a.id = ${id}::uuid`);
}

async function applicationWhere(db: Connection, condition: Sql): Promise<Application | null> {
  const [row] = await db.$queryRaw<Application[]>`
    SELECT a.id, a.slug, a.name, a.description, a.version, jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) AS team
    FROM applications a JOIN teams t ON t.id = a.team_id WHERE ${condition}`;
  return row ?? null;
}

/** Changes what an application says about itself. */
export async function updateApplicationFields(
  db: Connection,
  id: string,
  { name, description }: { name: string; description: string },
): Promise<void> {
  await db.$executeRaw`
    UPDATE applications SET name = ${name}, description = ${description}, version = version + 1 WHERE id = ${id}::uuid`;
}

export type ApplicationPossessions = { principals: number; grants: number; requests: number };

/** What keeps an application from being deleted: everything that was ever decided for it stays on record. */
export async function applicationPossessions(db: Connection, id: string): Promise<ApplicationPossessions> {
  const [row] = await db.$queryRaw<ApplicationPossessions[]>`
    SELECT (SELECT count(*)::int FROM principals WHERE application_id = ${id}::uuid) AS principals,
      (SELECT count(*)::int FROM grants WHERE application_id = ${id}::uuid) AS grants,
      (SELECT count(*)::int FROM requests WHERE application_id = ${id}::uuid) AS requests`;
  if (!row) throw new Error("an aggregate answered no row");
  return row;
}

/** Deletes an application that nothing refers to. */
export async function removeApplication(db: Connection, id: string): Promise<void> {
  await db.$executeRaw`DELETE FROM applications WHERE id = ${id}::uuid`;
}
