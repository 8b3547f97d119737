import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedPolicies } from "#lib/db/seed-policies";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import { DEFAULT_POLICIES } from "#lib/ops/default-policies";
import { requestAccess } from "../commands/request-access.ts";
import { runCommand } from "../run-command.ts";
import {
  accessInput,
  askedFor,
  consume,
  createTestAccess,
  granted,
  inDays,
  refused,
  type TestAccess,
} from "./test-access.ts";

let database: TestDatabase;
let people: TestAccess;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestAccess(database.owner);
  const access = DEFAULT_POLICIES.filter(({ rule }) => rule.kind === "access");
  await seedPolicies(database.urls.owner, access);
});
afterAll(() => database?.drop());

const ask = (items: object[], more: object = {}, actor = people.analyst) =>
  runCommand(database.web, requestAccess, actor, accessInput(items, more));
const refusal = async (items: object[], more: object = {}, actor = people.analyst) =>
  refused(await ask(items, more, actor));
const group = (name: string, patternType = "LITERAL") => ({ consumerGroup: { name, patternType } });
const topic = "orders.placed.v1";

describe("asking for access", () => {
  it("stores one request per topic in a bundle, each with its exact lines, decided by the topic's team", async () => {
    const shared = group("dashboards.shared");
    const [placed, paid] = await askedFor(database.web, people.analyst, [
      consume(topic, shared),
      consume("orders.paid.v1", shared),
    ]);

    expect(placed?.plan.changes.map(({ field }) => field)).toEqual([
      "User:team.dashboards TOPIC orders.placed.v1 READ",
      "User:team.dashboards TOPIC orders.placed.v1 DESCRIBE",
      "User:team.dashboards GROUP dashboards.shared READ",
      "expiresAt",
    ]);
    expect(placed?.requiredApprovals).toMatchObject([{ id: "owner-of-team", teamId: people.teamId }]);
    const rows = await database.owner.request.findMany({
      where: { id: { in: [placed?.id ?? 0, paid?.id ?? 0] } },
      orderBy: { id: "asc" },
    });
    expect(rows.map((row) => [row.kind, row.objectName, row.teamId, row.askingTeamId])).toEqual([
      ["access.create", topic, people.teamId, people.analyticsTeamId],
      ["access.create", "orders.paid.v1", people.teamId, people.analyticsTeamId],
    ]);
    expect(new Set(rows.map((row) => row.bundleId)).size).toBe(1);
  });

  it("stores nothing when one of several is refused, and says which", async () => {
    const before = await database.owner.request.count();
    const failure = await refusal([consume(topic), consume("orders.nowhere.v1")]);
    expect(failure).toMatchObject({ code: "invalid_input", errors: [{ path: "items.1.topic" }] });
    expect(await database.owner.request.count()).toBe(before);
  });

  it.each([
    ["PREFIXED", { topic: "orders.", patternType: "PREFIXED" }, "high"],
    ["confidential data", { topic: "orders.secret.v1" }, "high"],
    ["a single topic on production", { topic: "orders.sent.v1" }, "normal"],
  ])("takes %s for what it is", async (_, item, risk) => {
    const [request] = await askedFor(database.web, people.analyst, [consume("", item)]);
    const row = await database.owner.request.findUniqueOrThrow({ where: { id: request?.id ?? 0 } });
    expect(row.risk).toBe(risk);
    const slots = request?.requiredApprovals.map(({ id }) => id);
    expect(slots).toEqual(risk === "high" ? ["owner-of-team", "platform-admin"] : ["owner-of-team"]);
  });

  it("takes a group that somebody unknown uses for high risk, and says so; one of the application's own not", async () => {
    const seen = (groupId: string) =>
      database.owner
        .$executeRaw`INSERT INTO group_observations VALUES ('local', ${groupId}, 'consumer', 'Stable', 2, now(), now())`;
    const askFor = async (name: string, topicName: string) => {
      const [request] = await askedFor(database.web, people.analyst, [consume(topicName, { consumerGroup: { name } })]);
      return database.owner.request.findUniqueOrThrow({ where: { id: request?.id ?? 0 } });
    };
    await seen("legacy-nightly");
    const taken = await askFor("legacy-nightly", "orders.paid.v1");
    expect(taken.risk).toBe("high");
    expect(JSON.stringify(taken.plan)).toContain("legacy-nightly is in use on the cluster");

    await granted(database.web, people, consume("orders.placed.v1", { consumerGroup: { name: "own-nightly" } }));
    await seen("own-nightly");
    expect((await askFor("own-nightly", "orders.paid.v1")).risk).toBe("normal");
  });

  it("takes a transactional id for high risk", async () => {
    const item = { operation: "produce", topic, transactionalId: { name: "dashboards.tx" } };
    const [request] = await askedFor(database.web, people.analyst, [item]);
    expect(request?.requiredApprovals.map(({ id }) => id)).toEqual(["owner-of-team", "platform-admin"]);
    expect(request?.plan.changes.map(({ field }) => field)).toContain(
      "User:team.dashboards TRANSACTIONAL_ID dashboards.tx WRITE",
    );
  });
});

describe("what is refused, with the field", () => {
  const item = (more: object) => ({ ...consume(topic), ...more });

  it.each<[string, object, string, string]>([
    ["a consumer without a group", { consumerGroup: null }, "invalid_input", "items.0.consumerGroup"],
    ["a producer with a group", { operation: "produce" }, "invalid_input", "items.0.consumerGroup"],
    [
      "a consumer with a transactional id",
      { transactionalId: { name: "dashboards.t" } },
      "invalid_input",
      "items.0.transactionalId",
    ],
    ["topic *", { topic: "*" }, "invalid_input", "items.0.topic"],
    ["group *", group("*"), "invalid_input", "items.0.consumerGroup.name"],
    ["an empty group", group(""), "invalid_input", "items.0.consumerGroup.name"],
    ["an empty topic", { topic: "" }, "invalid_input", "items.0.topic"],
    ["an empty prefix", { topic: "", patternType: "PREFIXED" }, "invalid_input", "items.0.topic"],
    ["prefix a", { topic: "a", patternType: "PREFIXED" }, "invalid_input", "items.0.topic"],
    ["prefix o, where orders. is a team's", { topic: "o", patternType: "PREFIXED" }, "invalid_input", "items.0.topic"],
    ["prefix or", { topic: "or", patternType: "PREFIXED" }, "invalid_input", "items.0.topic"],
    ["prefix * ", { topic: "*", patternType: "PREFIXED" }, "invalid_input", "items.0.topic"],
    ["a topic that is not there", { topic: "orders.nowhere.v1" }, "invalid_input", "items.0.topic"],
    ["a topic of Kafka's own", { topic: "__consumer_offsets" }, "invalid_input", "items.0.topic"],
    ["a name with a separator", { topic: "orders.placed.v1,x" }, "invalid_input", "items.0.topic"],
    [
      "a prefix of groups outside the own namespace",
      group("dash", "PREFIXED"),
      "invalid_input",
      "items.0.consumerGroup.name",
    ],
    ["a prefix of groups of one letter", group("d", "PREFIXED"), "invalid_input", "items.0.consumerGroup.name"],
    ["a group in another application's namespace", group("rival.main"), "conflict", "items.0.consumerGroup.name"],
    ["an operation of Kafka's", { operation: "ALTER" }, "invalid_input", "items.0.operation"],
  ])("%s", async (_, more, code, path) => {
    const failure = await refusal([item(more)]);
    expect([failure.code, failure.errors?.[0]?.path]).toEqual([code, path]);
  });

  it.each<[string, object, string, string]>([
    ["an end in the past", { expiresAt: "2020-01-01T00:00:00Z" }, "invalid_input", "expiresAt"],
    ["an end in the year 2200", { expiresAt: "2200-01-01T00:00:00Z" }, "invalid_input", "expiresAt"],
    ["an end in the year 10000", { expiresAt: "+010000-01-01T00:00:00Z" }, "invalid_input", "expiresAt"],
    ["an end that is no date", { expiresAt: "2027-02-30T00:00:00Z" }, "invalid_input", "expiresAt"],
    ["an end beyond the rules", { expiresAt: inDays(500) }, "policy_violated", "expiresAt"],
    ["a cluster that nobody declares", { cluster: "moon" }, "invalid_input", "cluster"],
    ["a range of hosts", { host: "10.0.0.0/8" }, "invalid_input", "host"],
    ["an application nobody can log in as", { application: "no-login" }, "conflict", "application"],
  ])("%s", async (_, more, code, path) => {
    expect(await refusal([consume(topic)], more)).toMatchObject({ code, errors: [{ path }] });
  });

  it("suggests the latest end that the rules let pass, less for confidential data", async () => {
    const { extra } = await refusal([consume("orders.secret.v1")], { expiresAt: inDays(200) });
    const day = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
    expect(extra).toMatchObject({
      violations: [{ policySlug: "access-confidential", suggestion: `${day}T23:59:59.000Z` }],
    });
  });

  it("an unmanaged topic, with words", async () => {
    const observed = { internal: false, partitions: 1, replicationFactor: 1, config: {}, kafkaTopicId: "x" };
    await database.owner.topicObservation.create({
      data: { clusterSlug: "local", name: "legacy.events", ...observed },
    });
    const failure = await refusal([consume("legacy.events")]);
    expect(failure.detail).toContain("not managed here");
  });

  it("applications of others exactly as those that do not exist", async () => {
    const foreign = await refusal([consume(topic)], { application: "rival" });
    expect(foreign).toMatchObject({ code: "not_found" });
    expect(await refusal([consume(topic)], { application: "ghost" })).toEqual(foreign);
    expect(await refusal([consume(topic)], {}, people.owner)).toEqual(foreign);
  });
});

describe("what belongs to one application", () => {
  it("a group that another has asked for, whether it is named or covered", async () => {
    const rival = await database.owner.application.findUniqueOrThrow({ where: { slug: "rival" } });
    const grant = (name: string, patternType: string) => ({
      clusterSlug: "local",
      applicationId: rival.id,
      teamId: people.teamId,
      operation: "consume",
      patternType: "LITERAL",
      resourceName: topic,
      consumerGroup: name,
      groupPatternType: patternType,
      purpose: "-",
      expiresAt: new Date(inDays(9)),
    });
    const [request] = await askedFor(database.web, people.analyst, [consume(topic)]);
    await database.owner.grant.create({ data: { ...grant("nightly", "LITERAL"), requestId: request?.id ?? 0 } });
    await database.owner.grant.create({ data: { ...grant("wide", "PREFIXED"), requestId: request?.id ?? 0 } });

    for (const name of ["nightly", "wide", "wide.more"]) {
      expect(await refusal([consume(topic, group(name))])).toMatchObject({
        code: "conflict",
        errors: [{ path: "items.0.consumerGroup.name" }],
        detail: expect.not.stringContaining("rival"),
      });
    }
    expect(await ask([consume(topic, group("nightly-2"))])).toMatchObject({ ok: true });
  });

  it("what it has asked for already, by number", async () => {
    const item = consume("orders.paid.v1");
    const [request] = await askedFor(database.web, people.analyst, [item]);
    const failure = await refusal([item]);
    expect(failure).toMatchObject({ code: "conflict", errors: [{ path: "items.0.topic" }] });
    expect(failure.detail).toContain(`request ${request?.id}`);
    expect(
      await refusal([
        consume("orders.sent.v1", group("dashboards.x")),
        consume("orders.sent.v1", group("dashboards.x")),
      ]),
    ).toMatchObject({
      code: "conflict",
      errors: [{ path: "items.1.topic" }],
    });
  });

  it("goes to exactly one of two that claim it at the same moment", async () => {
    const orders = { application: "orders-own" };
    for (let round = 0; round < 8; round++) {
      const results = await Promise.all([
        ask([consume(topic, group(`fought-over-${round}`))]),
        ask([consume("orders.paid.v1", group(`fought-over-${round}`))], orders, people.member),
      ]);
      expect(results.filter((result) => result.ok)).toHaveLength(1);
      expect(results.find((result) => !result.ok)).toMatchObject({ failure: { code: "conflict" } });
    }
  });
});
