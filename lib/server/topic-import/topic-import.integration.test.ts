import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TopicImportPreview, TopicsImported, UnmanagedTopic } from "#lib/contract/topic-imports";
import { seedPolicies } from "#lib/db/seed-policies";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { DEFAULT_POLICIES } from "#lib/ops/default-policies";
import { createTopic, refused, succeeded } from "../access/test-access.ts";
import { approveRequest } from "../commands/approve-request.ts";
import { claimTopics } from "../commands/claim-topics.ts";
import { importTopics } from "../commands/import-topics.ts";
import { requestTopic } from "../commands/request-topic.ts";
import { withdrawRequest } from "../commands/withdraw-request.ts";
import { getHistory } from "../queries/get-history.ts";
import { getRequest } from "../queries/get-request.ts";
import { listTopicImports } from "../queries/list-topic-imports.ts";
import { listUnmanagedTopics } from "../queries/list-unmanaged-topics.ts";
import { previewTopicImport } from "../queries/preview-topic-import.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { topicInput } from "../test-people.ts";
import { createImportWorld, type ImportWorld, observeAcl, observeTopics } from "./test-import-world.ts";

let database: TestDatabase;
let people: ImportWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createImportWorld(database.owner);
  await seedPolicies(database.urls.owner, DEFAULT_POLICIES);
});
afterAll(() => database?.drop());

const REASON = "They were there before.";
type Choice = { topics?: { name: string; team: string }[]; byRule?: object };
const ordersTopics = (...names: string[]) => names.map((name) => ({ name, team: "orders" }));
const run = (choice: Choice, actor = people.admin) =>
  runCommand(database.web, importTopics, actor, { cluster: "local", reason: REASON, ...choice });
const imported = async (choice: Choice): Promise<TopicsImported> => succeeded(await run(choice));
const dryRun = async (choice: Choice): Promise<TopicImportPreview> =>
  succeeded(await runQuery(database.web, previewTopicImport, people.admin, { cluster: "local", ...choice }));
const approve = (request: { id: number; fingerprint: string } | undefined, actor: Actor = people.secondAdmin) =>
  runCommand(database.web, approveRequest, actor, { requestId: request?.id, fingerprint: request?.fingerprint });
const unmanaged = async (more: object = {}): Promise<{ items: UnmanagedTopic[]; nextCursor: string | null }> =>
  succeeded(await runQuery(database.web, listUnmanagedTopics, people.admin, { cluster: "local", ...more }));
const topicRow = (name: string) => database.owner.topic.findFirst({ where: { name } });
const claims = () => database.owner.fieldClaim.count();

describe("what nobody manages", () => {
  it("is listed with who may own it, why, and what it breaks, page by page and by filter", async () => {
    await observeTopics(database, ["orders.legacy", "inv.sent", "mystery"], { partitions: 30 });
    await observeTopics(database, ["__consumer_offsets"], { internal: true });
    await createTopic(database.owner, "orders.managed.v1", people.teamId);
    await observeTopics(database, ["orders.managed.v1"]);
    await observeAcl(database, "team.billing-app", "inv.", { patternType: "PREFIXED" });

    const all = await unmanaged();
    expect(all.items.map(({ name, candidates: [first] }) => [name, first?.team, first?.confidence])).toEqual([
      ["inv.sent", "billing", "likely"],
      ["mystery", undefined, undefined],
      ["orders.legacy", "orders", "certain"],
    ]);
    expect(all.items[0]?.candidates[0]?.evidence[0]?.text).toContain("User:team.billing-app");
    expect(all.items[2]?.violations.map(({ kind, enforcement }) => [kind, enforcement])).toContainEqual([
      "partitions",
      "warn",
    ]);
    expect(all.items[1]?.violations.map(({ kind }) => kind)).not.toContain("topic-name");

    const first = await unmanaged({ limit: 2 });
    const rest = await unmanaged({ limit: 2, cursor: first.nextCursor });
    expect([...first.items, ...rest.items].map(({ name }) => name)).toEqual(all.items.map(({ name }) => name));
    const names = async (filter: object) => (await unmanaged(filter)).items.map(({ name }) => name);
    expect(await names({ q: "leg" })).toEqual(["orders.legacy"]);
    expect(await names({ confidence: "certain" })).toEqual(["orders.legacy"]);
    expect(await names({ team: "billing" })).toEqual(["inv.sent"]);
    expect(await names({ none: "true" })).toEqual(["mystery"]);
  });
});

describe("an import", () => {
  it("says beforehand what would become whose, what breaks the rules, and stores nothing", async () => {
    await observeTopics(database, ["orders.dry.a", "orders.dry.b"], { partitions: 2 });
    const choice = { topics: [...ordersTopics("orders.dry.a", "nowhere", "orders.managed.v1")] };
    const preview = await dryRun(choice);
    expect(preview).toMatchObject({ topics: 1, alreadyOwned: 1, moreConflicts: 0 });
    expect(preview.teams).toMatchObject([{ team: { slug: "orders" }, topics: 1, partitions: 2 }]);
    expect(preview.conflicts).toEqual([{ name: "nowhere", message: "nowhere was not seen on local." }]);
    expect(preview.violations.map(({ violation }) => violation.policySlug)).toContain("description-production");
    expect(await database.owner.request.count()).toBe(0);
    expect(refused(await run(choice))).toMatchObject({ code: "conflict" });
    expect(await database.owner.request.count()).toBe(0);
  });

  it("is a request per team, approved by another admin, and takes topics over exactly as they were seen", async () => {
    const config = { "retention.ms": "1000", "cleanup.policy": "compact", "min.insync.replicas": "1" };
    await observeTopics(database, ["odd_Name", "orders.exact"], { partitions: 7, config });
    const done = await imported({
      topics: [...ordersTopics("orders.exact"), { name: "odd_Name", team: "billing" }],
    });
    expect(done.requests.map(({ team, state, topics }) => [team, state, topics]).toSorted()).toEqual([
      ["billing", "submitted", 1],
      ["orders", "submitted", 1],
    ]);
    const orders = done.requests.find(({ team }) => team === "orders");
    expect(refused(await approve(orders, people.admin)).code).toBe("forbidden");
    expect(refused(await approve(orders, people.owner)).code).toBe("forbidden");
    expect(await topicRow("orders.exact")).toBeNull();

    expect(succeeded(await approve(orders)).state).toBe("approved");
    expect(await topicRow("orders.exact")).toMatchObject({
      partitions: 7,
      replicationFactor: 1,
      config,
      teamId: people.teamId,
      adoptedTopicId: "id-of-orders.exact",
      adoptedBy: BigInt(orders?.id ?? 0),
      generation: 1,
    });
    const status = await database.owner.topicStatus.findFirstOrThrow({
      where: { topicId: (await topicRow("orders.exact"))?.id ?? "" },
    });
    expect(status).toMatchObject({ state: "pending", createAttemptedAt: null });
    const history = succeeded(
      await runQuery(database.web, getHistory, people.owner, {
        kind: "topic",
        id: (await topicRow("orders.exact"))?.id,
      }),
    );
    expect(history.items.map(({ action }) => action)).toContain("topic.given-owner");

    const view = succeeded(await runQuery(database.web, getRequest, people.owner, { requestId: orders?.id }));
    expect(view.topicImport).toEqual({ topics: ["orders.exact"], progress: { total: 1, settled: 0, blocked: 0 } });
    await database.owner.topicStatus.update({ where: { topicId: status.topicId }, data: { state: "ready" } });
    const progress = succeeded(await runQuery(database.web, listTopicImports, people.admin, { cluster: "local" }));
    expect(progress.items.find(({ id }) => id === orders?.id)?.progress).toEqual({ total: 1, settled: 1, blocked: 0 });
  });

  it("by rule takes those that are sure enough, without what is excepted, and nothing new the second time", async () => {
    await observeTopics(database, ["orders.rule.a", "orders.rule.b", "orders.rule.c", "inv.rule"]);
    const byRule = { confidence: "certain", except: ["orders.rule.c"] };
    const first = await imported({ byRule });
    const [request] = first.requests;
    expect(first.requests.map(({ team }) => team)).toEqual(["orders"]);
    expect((await imported({ byRule })).requests).toEqual([]);
    succeeded(await approve(request));
    expect(await topicRow("orders.rule.a")).not.toBeNull();
    expect(await topicRow("orders.rule.c")).toBeNull();
    expect(await topicRow("inv.rule")).toBeNull();
    expect(await imported({ byRule })).toMatchObject({ bundleId: null, requests: [] });
    expect(await imported({ topics: ordersTopics("orders.rule.a", "orders.rule.b") })).toEqual({
      bundleId: null,
      alreadyOwned: 2,
      requests: [],
    });
    const likely = await dryRun({ byRule: { confidence: "likely", except: [] } });
    expect(likely.teams.map(({ team }) => team.slug)).toContain("billing");
  });

  it("refuses what is not there, internal, somebody's, asked for, named twice, or for a team that is not there", async () => {
    await observeTopics(database, ["orders.held.v1"]);
    const asked = await imported({ topics: ordersTopics("orders.held.v1") });
    const code = async (choice: Choice) => refused(await run(choice)).code;
    expect(await code({ topics: ordersTopics("orders.held.v1") })).toBe("conflict");
    expect(await code({ topics: [{ name: "orders.managed.v1", team: "billing" }] })).toBe("conflict");
    expect(await code({ topics: ordersTopics("orders.nowhere.v1") })).toBe("conflict");
    expect(await code({ topics: ordersTopics("__consumer_offsets") })).toBe("invalid_input");
    expect(await code({ topics: ordersTopics("mystery", "mystery") })).toBe("invalid_input");
    expect(await code({ topics: [{ name: "mystery", team: "nobody" }] })).toBe("invalid_input");
    const open = succeeded(await runCommand(database.web, requestTopic, people.member, topicInput("orders.new.v1")));
    await observeTopics(database, ["orders.new.v1"]);
    expect(refused(await run({ topics: ordersTopics("orders.new.v1") })).detail).toContain("as a new topic");
    await runCommand(database.web, withdrawRequest, people.member, { requestId: open.id });

    const before = await claims();
    succeeded(await runCommand(database.web, withdrawRequest, people.admin, { requestId: asked.requests[0]?.id }));
    expect(await claims()).toBe(before - 1);
    expect((await imported({ topics: ordersTopics("orders.held.v1") })).requests).toHaveLength(1);
  });

  it("becomes stale when a topic is made anew, or vanishes, before it was approved", async () => {
    await observeTopics(database, ["orders.anew", "orders.gone"]);
    const [anew] = (await imported({ topics: ordersTopics("orders.anew") })).requests;
    const [gone] = (await imported({ topics: ordersTopics("orders.gone") })).requests;
    const at = (name: string) => ({ clusterSlug_name: { clusterSlug: "local", name } });
    await database.owner.topicObservation.update({ where: at("orders.anew"), data: { kafkaTopicId: "another" } });
    await database.owner.topicObservation.delete({ where: at("orders.gone") });

    expect(refused(await approve(anew))).toMatchObject({ code: "stale_plan" });
    expect(refused(await approve(gone))).toMatchObject({
      code: "stale_plan",
      detail: "orders.gone was not seen on local.",
    });
    expect(await topicRow("orders.anew")).toBeNull();
  });
});

describe("at the same time", () => {
  it("of two imports of the same topic one is stored, the other is a conflict", async () => {
    await observeTopics(database, ["race.a", "race.b", "race.c"]);
    const answers = await Promise.all([
      run({ topics: [...ordersTopics("race.a"), { name: "race.b", team: "billing" }] }),
      run({ topics: [{ name: "race.a", team: "billing" }, ...ordersTopics("race.b")] }, people.secondAdmin),
      run({ topics: ordersTopics("race.b") }),
    ]);
    expect(answers.map((one) => (one.ok ? "stored" : one.failure.code)).toSorted()).toContain("stored");
    const requests = await database.owner.fieldClaim.findMany({ where: { objectName: { startsWith: "race." } } });
    expect(new Set(requests.map(({ objectName }) => objectName)).size).toBe(requests.length);
    for (const one of answers) if (!one.ok) expect(one.failure.code).toBe("conflict");
  });

  it("one approval wins, and the topic is taken over once", async () => {
    const [request] = (await imported({ topics: ordersTopics("race.c") })).requests;
    const answers = await Promise.all([approve(request), approve(request)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await database.owner.topic.count({ where: { name: "race.c" } })).toBe(1);
  });
});

describe("a claim", () => {
  const claim = (actor: Actor, topics: string[], team = "orders") =>
    runCommand(database.web, claimTopics, actor, { cluster: "local", topics, team, reason: "It is ours." });

  it("is asked for by a member and decided by the platform", async () => {
    await observeTopics(database, ["lost.one", "lost.two"]);
    const asked = succeeded(await claim(people.member, ["lost.one", "lost.two"]));
    expect(asked.requiredApprovals.map(({ id }) => id)).toEqual(["platform-admin"]);
    expect(asked.plan.changes.map(({ field, to }) => [field, to])).toEqual([
      ["owner of lost.one", "orders"],
      ["owner of lost.two", "orders"],
    ]);
    expect(refused(await approve(asked, people.owner)).code).toBe("forbidden");
    succeeded(await approve(asked, people.admin));
    expect(await topicRow("lost.two")).toMatchObject({ teamId: people.teamId, adoptedTopicId: "id-of-lost.two" });
    expect(refused(await claim(people.member, ["lost.one"])).code).toBe("conflict");
  });

  it("is nobody else's to make", async () => {
    expect(refused(await claim(people.stranger, ["mystery"])).code).toBe("forbidden");
    expect(refused(await claim(people.admin, ["mystery"])).code).toBe("forbidden");
    expect(refused(await claim(people.member, ["mystery"], "no-such-team")).code).toBe("not_found");
    expect(refused(await run({ topics: ordersTopics("mystery") }, people.owner)).code).toBe("forbidden");
  });
});

it("does not take over by rule what collides with a topic that was named", async () => {
  await observeTopics(database, ["orders.clash.a", "orders.clash_a"]);
  const choice = { topics: ordersTopics("orders.clash_a"), byRule: { confidence: "certain" } };
  const { requests } = await imported(choice);
  const { patch } = await database.owner.request.findUniqueOrThrow({ where: { id: requests[0]?.id ?? 0 } });
  expect(patch).toMatchObject({ topics: expect.not.arrayContaining(["orders.clash.a"]) });
  expect(await approve(requests[0])).toMatchObject({ ok: true });
});
