import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../test-database.ts";
import { makeLagDays, recordLag } from "./group-lag-history.ts";

const DAY_MS = 86_400_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

/** Begin of the day that is so many days from now, in UTC, by the database's clock. */
async function day(from: number): Promise<Date> {
  const [row] = await database.owner.$queryRaw<{ now: Date }[]>`SELECT now()`;
  const today = Math.floor(Number(row?.now) / DAY_MS) * DAY_MS;
  return new Date(today + from * DAY_MS);
}

const tableOf = (begin: Date) => `group_lag_history_${begin.toISOString().slice(0, 10).replaceAll("-", "")}`;

async function days(): Promise<string[]> {
  const rows = await database.owner.$queryRaw<{ name: string }[]>`
    SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'group_lag_history'::regclass ORDER BY 1`;
  return rows.map(({ name }) => name);
}

describe("the days of the history of lag", () => {
  it("are made for today and tomorrow, and dropped when they are over for a week; asked by many at once, once", async () => {
    for (const from of [-8, -7]) {
      const [begin, end] = [await day(from), await day(from + 1)];
      await database.owner.$executeRawUnsafe(
        `CREATE TABLE ${tableOf(begin)} PARTITION OF group_lag_history FOR VALUES FROM ('${begin.toISOString()}') TO ('${end.toISOString()}')`,
      );
    }
    await Promise.all([1, 2, 3].map(() => makeLagDays(database.worker)));

    expect(await days()).toEqual([tableOf(await day(-7)), tableOf(await day(0)), tableOf(await day(1))]);
  });

  it("take the points of the worker, which can neither make nor drop a day by itself", async () => {
    const at = await day(0);
    await database.owner.cluster.create({
      data: { slug: "local", name: "Local", tier: "test", listeners: [], definitionHash: "-" },
    });
    await database.owner.groupTopic.create({
      data: {
        ...{ clusterSlug: "local", groupId: "billing", topic: "orders.a", committed: 1n, lag: 3n },
        lastActiveAt: at,
      },
    });
    await recordLag(database.worker, "local", ["billing"], at);
    await recordLag(database.worker, "local", ["billing"], at);

    expect(await database.web.groupLagPoint.findMany()).toEqual([
      { clusterSlug: "local", topic: "orders.a", groupId: "billing", at, lag: 3n },
    ]);
    await expect(database.worker.$executeRawUnsafe(`DROP TABLE ${tableOf(at)}`)).rejects.toThrow("must be owner");
    await expect(makeLagDays(database.web)).rejects.toThrow("permission denied");
  });
});
