import { afterAll, beforeAll, expect, it } from "vitest";
import { openRateLimits, type RateLimits } from "./rate-limits.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

let database: TestDatabase;
let limits: RateLimits;

beforeAll(async () => {
  database = await createTestDatabase();
  limits = openRateLimits(database.urls.web);
});
afterAll(async () => {
  await limits?.close();
  await database?.drop();
});

/** The sessions of the limits: nobody else but who asks is connected. */
const sessions = () => database.owner.$queryRaw<{ pid: number }[]>`
  SELECT pid FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`;

it("limits go on counting when the database has ended their connections; the process does not end with them", async () => {
  const limit = limits.limit("sign-in", 2, 60);
  expect(await limit.take("somebody")).toEqual({ ok: true });
  const [session] = await sessions();
  // As a restart of the database would.
  await database.owner.$queryRaw`SELECT pg_terminate_backend(${session?.pid}::int)`;
  await expect.poll(sessions).toEqual([]);
  await expect.poll(() => limit.take("somebody").catch(() => "not yet")).toEqual({ ok: true });
  expect(await limit.take("somebody")).toMatchObject({ ok: false, first: true });
});
