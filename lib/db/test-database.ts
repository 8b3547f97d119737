import { createHash, randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { Client } from "pg";
import { type Database, openDatabase } from "./database.ts";
import { migrateDatabase } from "./migrate.ts";

const MIGRATIONS = path.join(import.meta.dirname, "../../prisma/migrations");

/** A migrated database of a test file's own, seen as its owner and as the two roles of the product. */
export type TestDatabase = { owner: Database; web: Database; worker: Database; urls: Urls; drop(): Promise<void> };
type Urls = { owner: string; web: string; worker: string };

/**
 * Makes one beside the databases of the running test stack. The roles and their passwords are the server's, so the URLs differ from
 * those of the environment in the database's name only.
 */
export async function createTestDatabase(environment: NodeJS.ProcessEnv = process.env): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const superuser = given(environment, "TEST_SUPERUSER_DATABASE_URL");
  const owner = new URL(given(environment, "TEST_DATABASE_URL")).username;
  await once(superuser, `CREATE DATABASE ${name} OWNER "${owner}" TEMPLATE ${await migratedTemplate(environment)}`);

  const urls = {
    owner: inDatabase(environment, "TEST_DATABASE_URL", name),
    web: inDatabase(environment, "TEST_WEB_DATABASE_URL", name),
    worker: inDatabase(environment, "TEST_WORKER_DATABASE_URL", name),
  };
  const open = {
    owner: openDatabase(urls.owner, 4),
    web: openDatabase(urls.web, 12),
    worker: openDatabase(urls.worker, 6),
  };
  const drop = async () => {
    await Promise.all(Object.values(open).map((database) => database.$disconnect()));
    await once(superuser, `DROP DATABASE ${name} WITH (FORCE)`);
  };
  return { ...open, urls, drop };
}

/** A migrated database to copy, made once for a server and a set of migrations: copying it takes a fraction of migrating anew. */
async function migratedTemplate(environment: NodeJS.ProcessEnv): Promise<string> {
  const superuser = given(environment, "TEST_SUPERUSER_DATABASE_URL");
  const owner = new URL(given(environment, "TEST_DATABASE_URL")).username;
  const folders = (await readdir(MIGRATIONS, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const files = folders.map((folder) => path.join(MIGRATIONS, folder.name, "migration.sql")).toSorted();
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  const name = `template_${createHash("sha256").update(texts.join("\n")).digest("hex").slice(0, 16)}`;

  await alone(superuser, async () => {
    if (await exists(superuser, name)) return;
    // Under another name until it is whole: a run that is cut off leaves nothing that the next one would copy.
    const unfinished = `${name}_${randomBytes(4).toString("hex")}`;
    await once(superuser, `CREATE DATABASE ${unfinished} OWNER "${owner}"`);
    await migrateDatabase(inDatabase(environment, "TEST_DATABASE_URL", unfinished), MIGRATIONS);
    await once(superuser, `ALTER DATABASE ${unfinished} RENAME TO ${name}`);
  });
  return name;
}

/** Test files run side by side, and several may begin on a server that has no template yet: one makes it, the others wait. */
async function alone(url: string, work: () => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('headgate test template'))");
    await work();
  } finally {
    await client.end(); // With the session its lock ends.
  }
}

/** How many sessions of this database wait for a lock that another session holds; other files have databases of their own. */
export async function sessionsWaiting(db: Database): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0`;
  return row?.count ?? 0;
}

function inDatabase(environment: NodeJS.ProcessEnv, variable: string, name: string): string {
  const url = new URL(given(environment, variable));
  url.pathname = `/${name}`;
  return url.href;
}

function given(environment: NodeJS.ProcessEnv, variable: string): string {
  const value = environment[variable];
  if (!value) throw new Error(`${variable} is not set: run the integration tests by \`npm test\``);
  if (!/^(127\.0\.0\.1|localhost|\[::1\])$/.test(new URL(value).hostname))
    throw new Error(`${variable} is not on loopback`);
  return value;
}

async function exists(url: string, name: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [name]);
    return rowCount === 1;
  } finally {
    await client.end();
  }
}

async function once(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
