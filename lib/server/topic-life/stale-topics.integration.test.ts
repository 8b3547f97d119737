import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Decommission } from "#lib/contract/decommission";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { announceEnding } from "../commands/announce-ending.ts";
import { approveRequest } from "../commands/approve-request.ts";
import { requestTopicBlock } from "../commands/request-topic-block.ts";
import { unblockTopic } from "../commands/unblock-topic.ts";
import { withdrawRequest } from "../commands/withdraw-request.ts";
import { getDecommission } from "../queries/get-decommission.ts";
import { getInbox } from "../queries/get-inbox.ts";
import { listStaleTopics } from "../queries/list-stale-topics.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { createTestPeople, type TestPeople } from "../test-people.ts";
import { createTestTopic, type TestTopic } from "./test-topics.ts";

let database: TestDatabase;
let people: TestPeople;
let topic: TestTopic;
let made = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestPeople(database.owner);
});
afterAll(() => database?.drop());
beforeEach(async () => {
  made += 1;
  topic = await createTestTopic(database.owner, people.teamId, `orders.old-${made}.v1`);
});

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

type Figures = { movedAt?: Date | null; lastWrittenAt?: Date | null; firstSeenAt?: Date };

/** As the worker would have measured it: first seen 90 days ago, and nothing since 60 days, unless said otherwise. */
async function measured({ name }: TestTopic, figures: Figures = {}): Promise<void> {
  const { firstSeenAt = daysAgo(90), movedAt = daysAgo(60), lastWrittenAt = daysAgo(60) } = figures;
  const at = { clusterSlug: "local", name };
  await database.owner.topicObservation.update({ where: { clusterSlug_name: at }, data: { firstSeenAt } });
  await database.owner.topicFigures.create({
    data: { ...at, sizeBytes: 2_048n, measuredAt: new Date(), movedAt, lastWrittenAt },
  });
}

async function group({ name }: TestTopic, groupId: string, { members, active }: { members: number; active: Date }) {
  const at = { clusterSlug: "local", groupId };
  await database.owner.groupObservation.create({
    data: { ...at, protocolType: "consumer", state: members > 0 ? "Stable" : "Empty", members, seenAt: new Date() },
  });
  await database.owner.groupTopic.create({
    data: { ...at, topic: name, committed: 1n, lag: 0n, lastActiveAt: active },
  });
}

async function listed(actor: Actor, filter: object = {}): Promise<string[]> {
  const page = await runQuery(database.web, listStaleTopics, actor, { limit: 200, ...filter });
  if (!page.ok) throw new Error(page.failure.detail);
  return page.value.items.map(({ name }) => name);
}
async function shown(actor: Actor, { name }: TestTopic = topic): Promise<Decommission> {
  const found = await runQuery(database.web, getDecommission, actor, { cluster: "local", name });
  if (!found.ok) throw new Error(found.failure.detail);
  return found.value;
}

describe("a topic is stale", () => {
  it("when nothing was written to it and no group read it for as long as the platform says", async () => {
    await measured(topic);
    await group(topic, `gone-${made}`, { members: 0, active: daysAgo(50) });
    expect(await listed(people.member)).toContain(topic.name);
    expect(await shown(people.member)).toMatchObject({
      ...{
        step: "found",
        stale: true,
        staleAfterDays: 30,
        activeGroups: 0,
        sizeBytes: "2048",
        block: null,
        request: null,
      },
    });
  });

  it("also at the first measurement, where its last record says so", async () => {
    await measured(topic, { firstSeenAt: daysAgo(1), movedAt: daysAgo(1), lastWrittenAt: daysAgo(400) });
    expect(await listed(people.member)).toContain(topic.name);
  });

  it.each<[string, Figures]>([
    [
      "its end offsets moved since, whatever time its records say",
      { movedAt: daysAgo(2), lastWrittenAt: daysAgo(400) },
    ],
    ["something was written lately", { movedAt: daysAgo(60), lastWrittenAt: daysAgo(2) }],
    ["it is empty, and new to us", { firstSeenAt: daysAgo(3), movedAt: daysAgo(3), lastWrittenAt: null }],
  ])("and is not where %s", async (_, figures) => {
    await measured(topic, figures);
    expect(await listed(people.member)).not.toContain(topic.name);
  });

  it("and is not while nobody has measured it, or a group has members or read it lately", async () => {
    const [open, late] = [topic, await createTestTopic(database.owner, people.teamId, `orders.late-${made}.v1`)];
    const unknown = await createTestTopic(database.owner, people.teamId, `orders.unknown-${made}.v1`);
    for (const one of [open, late]) await measured(one);
    await group(open, `open-${made}`, { members: 1, active: daysAgo(50) });
    await group(late, `late-${made}`, { members: 0, active: daysAgo(3) });
    const names = await listed(people.member);
    for (const one of [open, late, unknown]) expect(names).not.toContain(one.name);
  });

  it("as everybody may see; only its owners' inbox counts it, and only they may act", async () => {
    await measured(topic);
    expect(await listed(people.stranger)).toContain(topic.name);
    expect(await listed(people.stranger, { mine: "true" })).toEqual([]);
    expect((await shown(people.stranger)).may.block).toMatchObject({ allowed: false, needed: expect.any(String) });
    const inbox = await runQuery(database.web, getInbox, people.member, {});
    const stale = await listed(people.member, { team: "orders", step: "found" });
    expect(inbox).toMatchObject({ value: { health: [{ team: { slug: "orders" }, stale: stale.length }] } });
  });
});

describe("the way out", () => {
  const at = () => ({ cluster: "local", name: topic.name, reason: "Nobody needs it." });
  const announce = (actor: Actor, when: string | null) =>
    runCommand(database.web, announceEnding, actor, { ...at(), at: when });
  const askBlock = async () => {
    const asked = await runCommand(database.web, requestTopicBlock, people.member, { kind: "block", days: 7, ...at() });
    if (!asked.ok) throw new Error(asked.failure.detail);
    return asked.value;
  };

  it("begins with an announcement, which an owner takes back", async () => {
    await announce(people.owner, new Date(Date.now() + 86_400_000).toISOString());
    expect(await shown(people.owner)).toMatchObject({ step: "announced", ending: { reason: "Nobody needs it." } });
    expect(await listed(people.owner, { step: "announced" })).toEqual([topic.name]);
    await announce(people.owner, null);
    expect(await shown(people.owner)).toMatchObject({ step: "found", ending: null });
  });

  it("shows the request for the next step to those who may see it, and who asked takes it back", async () => {
    const { id } = await askBlock();
    const request = { id, kind: "topic.block", state: "submitted" };
    expect(await shown(people.member)).toMatchObject({ request, may: { withdraw: { allowed: true } } });
    expect(await shown(people.stranger)).toMatchObject({ request: null, may: { withdraw: { allowed: false } } });
    expect(await runCommand(database.web, withdrawRequest, people.member, { requestId: id })).toMatchObject({
      ok: true,
    });
    expect(await shown(people.member)).toMatchObject({ request: null, may: { block: { allowed: true } } });
  });

  it("says of a block whether it is in force, how long it lasts, and what stands in its way", async () => {
    const { id, fingerprint } = await askBlock();
    for (const actor of [people.owner, people.admin])
      await runCommand(database.web, approveRequest, actor, { requestId: id, fingerprint });
    expect(await shown(people.member)).toMatchObject({
      ...{
        step: "blocked",
        block: { daysLeft: 7, inForce: false, problem: null },
        may: { unblock: { allowed: true } },
      },
    });

    const where = { topicId: topic.id };
    const message = "The cluster keeps no ACLs: it has no authorizer switched on.";
    await database.owner.topicStatus.update({ where, data: { state: "blocked", reason: "not_authorized", message } });
    expect(await shown(people.member)).toMatchObject({ block: { inForce: false, problem: message } });

    const lastApplied = { generation: 2, spec: { partitions: 3, replicationFactor: 1, config: {} }, blocked: true };
    await database.owner.topicStatus.update({ where, data: { state: "ready", message: "", lastApplied } });
    expect(await shown(people.member)).toMatchObject({ block: { inForce: true, problem: null } });

    expect(await runCommand(database.web, unblockTopic, people.member, at())).toMatchObject({ ok: true });
    expect(await shown(people.member)).toMatchObject({ step: "found", block: null });
  });

  it("has no place for a topic that nobody manages", async () => {
    const nowhere = { cluster: "local", name: "orders.nowhere.v1" };
    expect(await runQuery(database.web, getDecommission, people.admin, nowhere)).toMatchObject({
      failure: { code: "not_found" },
    });
  });
});
