import { afterAll, beforeAll, expect, it } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

let database: TestDatabase;
/** One connection, for which everybody has to wait. */
let narrow: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  narrow = openDatabase(database.urls.web, 1);
});
afterAll(async () => {
  await narrow?.$disconnect();
  await database?.drop();
});

it("a transaction under load has time to wait for its connection and for locks: more than its client would give it", async () => {
  // Prisma gives a transaction five seconds, and two to begin.
  const slow = narrow.$transaction((tx) => tx.$executeRaw`SELECT pg_sleep(5.5)`);
  const next = narrow.$transaction((tx) => tx.$queryRaw`SELECT 1 AS turn`);

  expect(await Promise.all([slow, next])).toEqual([1, [{ turn: 1 }]]);
});
