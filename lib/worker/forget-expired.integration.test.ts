import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Sql, sql } from "#lib/db/database";
import { forgetExpired, ROWS_AT_ONCE } from "./forget-expired.ts";
import { silent, TestInstallation } from "./test-installation.ts";

/** A transaction that stays open while others work, also on a busy machine. */
const PATIENCE = { maxWait: 20_000, timeout: 30_000 };

let installation: TestInstallation;
beforeAll(async () => {
  installation = await TestInstallation.create();
});
afterAll(() => installation?.drop());
afterEach(async () => {
  await installation.owner.$executeRaw`
    TRUNCATE probes, sessions, compatibility_verdicts, retention_losses, outbox_events,
      outbox_deliveries, worker_heartbeats`;
});

const forget = (signal = new AbortController().signal) =>
  forgetExpired({ db: installation.database.worker, log: silent }, signal);
const count = async (table: Sql) => {
  const [row] = await installation.owner.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM ${table}`;
  return row?.count;
};

/** Rows that are over for so long. */
const rows: Record<string, (over: string, many?: number) => Sql> = {
  probes: (over, many = 1) => sql`
    INSERT INTO probes (cluster_slug, kind, question, asked_by, expires_at, answered_at, answer)
    SELECT 'local', 'sample', '{}', ${installation.people.userId}::uuid, now() - ${over}::interval, now(), '{}' FROM generate_series(1, ${many}::int)`,
  sessions: (over, many = 1) => sql`
    INSERT INTO sessions (user_id, expires_at)
    SELECT ${installation.people.userId}::uuid, now() - ${over}::interval FROM generate_series(1, ${many}::int)`,
  "compatibility verdicts": (over, many = 1) => sql`
    INSERT INTO compatibility_verdicts (cluster_slug, subject, hash, base_version, level, compatible, judged_at)
    SELECT 'local', ${over}, n::text, 1, 'FULL', true, now() - ${over}::interval FROM generate_series(1, ${many}::int) n`,
  "retention losses": (over, many = 1) => sql`
    INSERT INTO retention_losses (cluster_slug, topic, retention_ms, kafka_topic_id, measured_at, loss)
    SELECT 'local', ${over}, n, 'id', now() - ${over}::interval, '{}' FROM generate_series(1, ${many}::int) n`,
  notices: (over, many = 1) => sql`
    WITH told AS (INSERT INTO outbox_events (kind, subject, body, path, audience, expanded_at)
        SELECT 'grant-ended', 's', 'b', '/', '{}', now() - ${over}::interval FROM generate_series(1, ${many}::int) RETURNING id)
    INSERT INTO outbox_deliveries (event_id, channel, user_id, state)
    SELECT id, 'mail', ${installation.people.userId}::uuid, 'sent' FROM told`,
};
const tables: Record<string, Sql> = {
  probes: sql`probes`,
  sessions: sql`sessions`,
  "compatibility verdicts": sql`compatibility_verdicts`,
  "retention losses": sql`retention_losses`,
  notices: sql`outbox_events`,
};

function insert(what: string, over: string, many?: number): Promise<number> {
  const statement = rows[what]?.(over, many);
  if (!statement) throw new Error(`There are no ${what}.`);
  return installation.owner.$executeRaw(statement);
}

it.each([
  ["probes", "-1 minute", "1 second"],
  ["sessions", "23 hours", "25 hours"],
  ["compatibility verdicts", "29 days", "31 days"],
  ["retention losses", "23 hours", "25 hours"],
  ["notices", "89 days", "91 days"],
])("%s: what is over for %s stays, for %s goes", async (what, young, old) => {
  await insert(what, young);
  await insert(what, old);
  expect(await forget()).toEqual({ [what]: 1 });
  expect(await count(tables[what] ?? sql``)).toBe(1);
  expect(await forget()).toEqual({});
});

it("a session that was ended stays until it would have expired: nothing can begin it again", async () => {
  await insert("sessions", "-1 hour");
  await installation.owner.$executeRaw`UPDATE sessions SET ended_at = now() - interval '2 days'`;
  expect(await forget()).toEqual({});
});

describe("more than goes at once", () => {
  const MANY = 2 * ROWS_AT_ONCE + 500;

  it("goes, by two workers at once, each row by one of them", async () => {
    for (const what of Object.keys(rows)) await insert(what, "200 days", MANY);
    const [one, other] = await Promise.all([forget(), forget()]);

    const kinds = Object.keys(rows);
    const removed = kinds.map((kind) => (one[kind] ?? 0) + (other[kind] ?? 0));
    expect(removed).toEqual(kinds.map(() => MANY));
    expect(await count(sql`outbox_deliveries`)).toBe(0);
  });

  it("what another worker is at this moment is left to it, and nobody waits", async () => {
    await insert("sessions", "2 days", 3);
    await insert("compatibility verdicts", "31 days", 3);
    await installation.owner.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT FROM sessions LIMIT 1 FOR UPDATE`;
      await tx.$queryRaw`SELECT FROM compatibility_verdicts LIMIT 1 FOR UPDATE`;
      expect(await forget()).toEqual({ sessions: 2, "compatibility verdicts": 2 });
    }, PATIENCE);
    expect(await forget()).toEqual({ sessions: 1, "compatibility verdicts": 1 });
  });

  it("goes on the next time, when the worker is to stop", async () => {
    await insert("sessions", "2 days", 3);
    expect(await forget(AbortSignal.abort())).toEqual({});
    expect(await forget()).toEqual({ sessions: 3 });
  });
});

it("what cannot be removed keeps nothing else", async () => {
  await insert("probes", "1 hour");
  await insert("sessions", "2 days");
  await installation.owner.$executeRaw`REVOKE DELETE ON probes FROM headgate_worker`;
  expect(await forget()).toEqual({ sessions: 1 });
  await installation.owner.$executeRaw`GRANT DELETE ON probes TO headgate_worker`;
  expect(await forget()).toEqual({ probes: 1 });
});

it("workers that ended without a word are forgotten after a day, but for the last that served a cluster", async () => {
  await installation.owner.$executeRaw`
    INSERT INTO worker_heartbeats (worker_id, started_at, beat_at, version, clusters) VALUES
      ('first', now(), now() - interval '3 days', 'test', '{local,away}'),
      ('second', now(), now() - interval '2 days', 'test', '{local}'),
      ('third', now(), now() - interval '23 hours', 'test', '{local}'),
      ('fourth', now(), now() - interval '2 days', 'test', '{}')`;
  expect(await forget()).toEqual({ heartbeats: 2 });
  const left = await installation.owner.workerHeartbeat.findMany({ orderBy: { beatAt: "asc" } });
  expect(left.map(({ workerId }) => workerId)).toEqual(["first", "third"]);
});
