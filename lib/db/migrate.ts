import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Client, escapeIdentifier, escapeLiteral } from "pg";

/** The advisory lock that `prisma migrate` takes, so that neither ever runs beside the other (Prisma schema engine, PostgreSQL flavour). */
const PRISMA_LOCK = 72707369;

/** One folder below prisma/migrations. */
export interface Migration {
  name: string;
  sql: string;
  /** SHA-256 of the SQL file's bytes, in hexadecimal, as Prisma computes it. */
  checksum: string;
}

/** A row of `_prisma_migrations`. */
export interface AppliedMigration {
  name: string;
  checksum: string;
  finished: boolean;
  rolledBack: boolean;
}

/** The history in the database is not a beginning of the history in the repository. */
export class MigrationRefused extends Error {
  override readonly name = "MigrationRefused";
}

/** Reads all migrations below a folder, oldest first. */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, "migration.sql"));
      return { name, sql: sql.toString("utf8"), checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

/**
 * Which migrations are still to be applied.
 *
 * @throws MigrationRefused when an applied one was edited, removed or failed, or a new one sorts before an applied one
 */
export function pendingMigrations(migrations: Migration[], history: AppliedMigration[]): Migration[] {
  const applied = history.filter((row) => !row.rolledBack).sort((a, b) => (a.name < b.name ? -1 : 1));
  applied.forEach((row, index) => {
    if (!row.finished)
      throw new MigrationRefused(
        `migration ${row.name} failed earlier: repair the database, then mark it as rolled back`,
      );

    const same = migrations.find((migration) => migration.name === row.name);
    if (!same)
      throw new MigrationRefused(`migration ${row.name} was applied to this database but is not in the repository`);
    if (same.checksum !== row.checksum)
      throw new MigrationRefused(`migration ${row.name} was edited after it was applied`);
    if (migrations[index]?.name !== row.name) {
      throw new MigrationRefused(
        `migration ${migrations[index]?.name} sorts before ${row.name}, which is applied already: give it a later name`,
      );
    }
  });
  return migrations.slice(applied.length);
}

/**
 * Brings a database to the newest schema: every pending migration in a transaction of its own, under Prisma's lock, recorded in
 * Prisma's table.
 *
 * @param url connection string of the role that owns the schema and may create roles
 * @returns the names of the migrations applied now
 */
export async function migrateDatabase(url: string, folder: string): Promise<string[]> {
  return withClient(url, async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [PRISMA_LOCK]); // Ends with the connection.
    await client.query(HISTORY_TABLE);
    const pending = pendingMigrations(readMigrations(folder), await readHistory(client));
    for (const migration of pending) await apply(client, migration);
    return pending.map((migration) => migration.name);
  });
}

/** Lets a role sign in with a password. The migrations make the roles without one, since no secret belongs into a file. */
export async function givePassword(url: string, role: string, password: string): Promise<void> {
  await withClient(url, (client) =>
    client.query(`ALTER ROLE ${escapeIdentifier(role)} LOGIN PASSWORD ${escapeLiteral(password)}`),
  );
}

/** As Prisma makes it, so that stock `prisma migrate` accepts the history. */
const HISTORY_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY NOT NULL,
  checksum varchar(64) NOT NULL,
  finished_at timestamptz,
  migration_name varchar(255) NOT NULL,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`;

async function readHistory(client: Client): Promise<AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished, rolled_back_at IS NOT NULL AS "rolledBack"
     FROM _prisma_migrations`,
  );
  return rows;
}

async function apply(client: Client, migration: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query("COMMIT");
  } catch (failure) {
    await client.query("ROLLBACK");
    throw new Error(`migration ${migration.name} failed and was rolled back`, { cause: failure });
  }
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
