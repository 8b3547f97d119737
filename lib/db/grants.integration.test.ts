import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

const EVENT = '{"action":"a","actor":{"kind":"user","id":null,"name":"x"},"object":{"kind":"k","id":"i","name":"n"}}';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

/** Runs statements in one session of a role, with whatever temporary objects they make. */
async function as(role: "web" | "worker", statements: string[]): Promise<void> {
  const client = new Client({ connectionString: database.urls[role] });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

describe.each(["web", "worker"] as const)("the role of the %s", (role) => {
  it.each(["UPDATE audit_events SET action = 'forged'", "DELETE FROM audit_events", "TRUNCATE audit_events"])(
    "cannot %s",
    async (statement) => {
      await expect(as(role, [statement])).rejects.toThrow("permission denied");
    },
  );

  it("cannot run code as the owner by a temporary table in the place of one of ours", async () => {
    await as("web", [`SELECT audit_append(ARRAY['${EVENT}'])`]);
    await as(role, [
      "CREATE TEMP TABLE audit_head (id int, number bigint, hash text)",
      "INSERT INTO pg_temp.audit_head VALUES (1, 0, 'x')",
      `CREATE FUNCTION pg_temp.forge() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        ALTER TABLE public.audit_events DISABLE TRIGGER ALL;
        UPDATE public.audit_events SET action = 'forged';
        RETURN NEW; END $$`,
      "CREATE TRIGGER forge BEFORE UPDATE ON pg_temp.audit_head FOR EACH ROW EXECUTE FUNCTION pg_temp.forge()",
      "GRANT ALL ON pg_temp.audit_head TO PUBLIC",
      `SELECT audit_append(ARRAY['${EVENT}'])`,
    ]);

    expect(await database.owner.auditEvent.count({ where: { action: "forged" } })).toBe(0);
  });

  it.each(["topic_due", "catalogue_follow_topics", "catalogue_follow_status"])(
    "cannot hang %s on a table of its own",
    async (trigger) => {
      const hang = `CREATE TRIGGER t AFTER INSERT ON mine FOR EACH ROW EXECUTE FUNCTION ${trigger}()`;
      await expect(as(role, ["CREATE TEMP TABLE mine (id uuid, cluster_slug text)", hang])).rejects.toThrow(
        "permission denied for function",
      );
    },
  );

  it.each(["CREATE TABLE public.mine (id int)", "SELECT catalogue_refresh(ARRAY['x'], ARRAY['y'])"])(
    "cannot %s",
    async (statement) => {
      await expect(as(role, [statement])).rejects.toThrow("permission denied");
    },
  );
});

describe("functions that run as their owner", () => {
  it("are called by nobody but those whom the migrations name, and look into temporary schemas last", async () => {
    const functions = await database.owner.$queryRaw<{ name: string; settings: string[]; callers: string[] }[]>`
      SELECT proname AS name, proconfig AS settings,
        ARRAY(SELECT rolname::text FROM pg_roles r WHERE rolname LIKE 'headgate\\_%' AND NOT rolsuper
          AND has_function_privilege(r.oid, p.oid, 'EXECUTE') AND pg_get_userbyid(p.proowner) <> rolname ORDER BY 1) AS callers
      FROM pg_proc p WHERE pronamespace = 'public'::regnamespace AND prosecdef ORDER BY 1`;

    const paths = functions.map(({ settings }) => settings.filter((setting) => setting.startsWith("search_path")));
    expect(new Set(paths.map(String))).toEqual(new Set(["search_path=pg_catalog, public, pg_temp"]));
    expect(functions.filter(({ callers }) => callers.length > 0).map(({ name, callers }) => [name, callers])).toEqual([
      ["acl_removal_retry", ["headgate_web"]],
      ["audit_append", ["headgate_web", "headgate_worker"]],
      ["group_lag_days", ["headgate_worker"]],
      ["offset_reset_cancel", ["headgate_web"]],
      ["offset_reset_retry", ["headgate_web"]],
      ["principal_retry", ["headgate_web"]],
      ["sessions_forget", ["headgate_worker"]],
      ["subject_retry", ["headgate_web"]],
      ["topic_gone", ["headgate_worker"]],
      ["topic_recount", ["headgate_worker"]],
      ["topic_restore", ["headgate_worker"]],
      ["topic_retry", ["headgate_web"]],
      ["webhooks_forget", ["headgate_worker"]],
    ]);
  });
});

describe("what was decided and what was seen are kept apart", () => {
  it.each([
    "UPDATE topic_status SET state = 'ready'",
    "UPDATE topic_observations SET partitions = 1",
    "UPDATE catalogue SET state = 'ready'",
    "UPDATE clusters SET tier = 'development'",
    "UPDATE policies SET disabled_at = now()",
    "UPDATE policy_revisions SET enforcement = 'warn'",
    "DELETE FROM policies",
    "INSERT INTO audit_events SELECT * FROM audit_events",
    "UPDATE audit_head SET number = 0",
    "SELECT sealed FROM sealed_credentials",
    "SELECT sealed_secret FROM webhooks",
    "DELETE FROM outbox_events",
    "DELETE FROM outbox_deliveries",
    "DELETE FROM schema_observations",
    "UPDATE principal_status SET state = 'ready'",
    "UPDATE grant_status SET state = 'applied'",
    "INSERT INTO principal_bindings DEFAULT VALUES",
    "DELETE FROM acl_observations",
  ])("web cannot %s", async (statement) => {
    await expect(as("web", [statement])).rejects.toThrow("permission denied");
  });

  it.each([
    "UPDATE topics SET partitions = 1",
    "DELETE FROM topics",
    "UPDATE requests SET fingerprint = 'x'",
    "UPDATE users SET disabled_at = NULL",
    "SELECT FROM identities",
    "SELECT FROM sessions",
    "DELETE FROM sessions",
    "DELETE FROM webhooks",
    "DELETE FROM requests",
    "DELETE FROM grants",
    "SELECT FROM audit_events",
    "UPDATE teams SET name = 'x'",
    "INSERT INTO memberships DEFAULT VALUES",
    "SELECT topic_retry(uuidv7())",
    "UPDATE grants SET expires_at = now()",
    "INSERT INTO grants DEFAULT VALUES",
    "UPDATE principals SET name = 'x'",
    "UPDATE sealed_credentials SET sealed = 'x'",
    "UPDATE requests SET patch = '{}'",
    "UPDATE topics SET generation = generation + 1",
    "DELETE FROM topics",
    "INSERT INTO field_claims DEFAULT VALUES",
    "UPDATE clusters SET drift_policy = 'revert-harmless'",
  ])("the worker cannot %s", async (statement) => {
    await expect(as("worker", [statement])).rejects.toThrow("permission denied");
  });
});
