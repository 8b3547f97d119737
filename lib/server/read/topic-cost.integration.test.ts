import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import { refused, succeeded } from "../access/test-access.ts";
import { updateClusterSettings } from "../commands/update-cluster-settings.ts";
import { getTeam } from "../queries/get-team.ts";
import { getTopic } from "../queries/get-topic.ts";
import { listClusters } from "../queries/list-clusters.ts";
import { previewTopicRequest } from "../queries/preview-topic-request.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { createTestPeople, type TestPeople, topicInput } from "../test-people.ts";
import { createTestTopic } from "../topic-life/test-topics.ts";
import { readTopicCost } from "./topic-cost.ts";

let database: TestDatabase;
let people: TestPeople;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestPeople(database.owner);
  for (const name of ["orders.big.v1", "orders.small.v1", "orders.unseen.v1"])
    await createTestTopic(database.owner, people.teamId, name);
  const measuredAt = new Date();
  const big = { clusterSlug: "local", name: "orders.big.v1", sizeBytes: 10n * GIB, bytesPerSecond: 2_000, measuredAt };
  const small = { clusterSlug: "local", name: "orders.small.v1", sizeBytes: 5n, measuredAt };
  await database.owner.topicFigures.createMany({ data: [big, small] });
});
afterAll(() => database?.drop());

const GIB = 1n << 30n;
const local = async () => {
  const { items } = succeeded(await runQuery(database.web, listClusters, people.member, {}));
  const [only] = items;
  if (!only) throw new Error("there is no cluster");
  return only;
};
const change = async (more: object, actor = people.admin) =>
  runCommand(database.web, updateClusterSettings, actor, {
    cluster: "local",
    version: (await local()).version,
    ...more,
  });
const topic = async (name: string) =>
  succeeded(await runQuery(database.web, getTopic, people.member, { cluster: "local", name }));
const team = async () => succeeded(await runQuery(database.web, getTeam, people.member, { team: "orders" }));
const preview = async (metadata: object) => {
  const input = { ...topicInput("orders.new.v1"), metadata: { description: "One per order.", ...metadata } };
  return succeeded(await runQuery(database.web, previewTopicRequest, people.member, input)).cost;
};

describe("while the platform has set no price", () => {
  it("nothing costs 0: it is said that there is none", async () => {
    expect((await topic("orders.big.v1")).cost).toEqual({ perMonth: null, currency: "EUR", priced: false });
    expect((await team()).costs).toMatchObject([{ priced: false, perMonth: null, topics: 3, withoutFigure: 1 }]);
    expect(await preview({ expectedBytesPerSecond: 1_000 })).toMatchObject({
      priced: false,
      after: { stored: "bounded", bytes: String(1_000n * 604_800n), perMonth: null },
    });
  });
});

describe("settings of a cluster", () => {
  it("are the platform's to change, as it saw them, and what is not named stays", async () => {
    const { version, settings } = await local();
    expect(refused(await change({ currency: "CHF" }, people.owner))).toMatchObject({ code: "forbidden" });
    expect(refused(await change({ currency: "CHF", version: version + 1 }))).toMatchObject({ code: "conflict" });
    expect(succeeded(await change({ priceGibMonth: "0.10", pricePartitionMonth: "0.5" }))).toEqual({
      cluster: "local",
      settings: { ...settings, priceGibMonth: "0.1", pricePartitionMonth: "0.5" },
      version: version + 1,
    });
    expect((await local()).settings).toMatchObject({ priceGibMonth: "0.1", guardShare: 0.3, driftPolicy: "ask" });

    const event = await database.owner.auditEvent.findFirst({ where: { action: "cluster.configured" } });
    expect(event).toMatchObject({ objectKind: "cluster", objectId: "local" });
  });

  it.each([
    ["priceGibMonth", "-1"],
    ["priceGibMonth", 0.1],
    ["pricePartitionMonth", "1e3"],
    ["currency", "eur"],
    ["driftPolicy", "revert-all"],
    ["guardShare", 0],
    ["guardShare", 1.5],
    ["staleAfterDays", 3_651],
    ["recentWriteHours", 0.5],
    ["staleAfterDays", "30"],
  ])("refuse %s %j with what was given and what is allowed", async (field, value) => {
    const failure = refused(await change({ [field]: value }));
    expect(failure).toMatchObject({ code: "invalid_input", errors: [{ path: field }] });
    expect(failure.detail).toMatch(/such as|is one of|from 1 to/);
    expect(failure.detail).toContain(`${JSON.stringify(value)} was given`);
  });
});

describe("with prices", () => {
  it("a topic costs what is on disk and its partitions; a team the sum, without what nobody has seen", async () => {
    expect((await topic("orders.big.v1")).cost).toEqual({ perMonth: "2.50", currency: "EUR", priced: true });
    expect((await topic("orders.unseen.v1")).cost).toMatchObject({ perMonth: null, priced: true });
    expect((await team()).costs).toEqual([
      {
        ...{ cluster: "local", topics: 3, withoutFigure: 1, bytes: String(10n * GIB + 5n) },
        ...{ perMonth: "4.00", currency: "EUR", priced: true },
      },
    ]);
  });

  it("a new topic is estimated by the stated rate, and by nothing where none is stated", async () => {
    expect(await preview({ expectedBytesPerSecond: 100_000 })).toMatchObject({
      now: null,
      basis: "stated",
      after: { perMonth: "7.13" },
    });
    expect(await preview({})).toMatchObject({ basis: "none", after: { stored: "unknown", perMonth: null } });
  });

  it("a change is estimated by the rate that was seen, before and after", async () => {
    const spec = (days: bigint) => ({
      partitions: 3,
      replicationFactor: 1,
      config: { "retention.ms": String(days * 86_400_000n) },
    });
    const asked = {
      cluster: "local",
      name: "orders.big.v1",
      now: spec(7n),
      after: spec(30n),
      expectedBytesPerSecond: 9,
    };
    expect(await readTopicCost(database.web, asked)).toMatchObject({
      basis: "observed",
      bytesPerSecond: 2_000,
      now: { bytes: String(2_000n * 7n * 86_400n), perMonth: "1.61" },
      after: { bytes: String(2_000n * 30n * 86_400n), perMonth: "1.98" },
    });
  });
});
