import pg from "pg";
import { environment } from "./environment.ts";

/** The database roles of the processes, the owner of the schema, and whoever may read everything. */
const URLS = {
  owner: environment.TEST_DATABASE_URL,
  web: environment.TEST_WEB_DATABASE_URL,
  worker: environment.TEST_WORKER_DATABASE_URL,
  // Its own address is that of another database on the same server.
  superuser: String(new URL(new URL(environment.TEST_DATABASE_URL).pathname, environment.TEST_SUPERUSER_DATABASE_URL)),
};

/** One connection for each role, opened when it is first asked for; none keeps the test's process alive. */
const pools = new Map<string, pg.Pool>();

/** Runs one statement as one of the database's roles. Rejects with Postgres's error. */
export async function sqlAs(role: keyof typeof URLS, statement: string, values: unknown[] = []) {
  const open = () => new pg.Pool({ connectionString: URLS[role], max: 1, allowExitOnIdle: true });
  const pool = pools.get(role) ?? open();
  pools.set(role, pool);
  return (await pool.query(statement, values)).rows as Record<string, unknown>[];
}

/** Rows of everything that a person can change; a refused call leaves each of them as it was. */
export async function countRows(): Promise<Record<string, unknown>> {
  const tables = ["users", "teams", "memberships", "team_prefixes", "api_tokens", "requests", "approvals"];
  const more = ["request_comments", "topics", "name_reservations", "policies", "policy_revisions", "idempotency_keys"];
  const access = ["applications", "principals", "sealed_credentials", "grants", "webhooks", "campaigns"];
  const schemas = ["subjects", "subject_versions"];
  const counts = [...tables, ...more, ...access, ...schemas].map(
    (table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`,
  );
  const [row] = await sqlAs("owner", `SELECT ${counts.join(", ")}`);
  return row ?? {};
}
