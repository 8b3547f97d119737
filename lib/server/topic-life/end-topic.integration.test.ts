import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { approveRequest } from "../commands/approve-request.ts";
import { requestTopicAdoption } from "../commands/request-topic-adoption.ts";
import { requestTopicBlock } from "../commands/request-topic-block.ts";
import { requestTopicChange } from "../commands/request-topic-change.ts";
import { requestTopicDeletion } from "../commands/request-topic-deletion.ts";
import { requestTopicRevert } from "../commands/request-topic-revert.ts";
import { unblockTopic } from "../commands/unblock-topic.ts";
import { runCommand } from "../run-command.ts";
import { createTestPeople, type TestPeople } from "../test-people.ts";
import { createTestTopic, type TestTopic } from "./test-topics.ts";

let database: TestDatabase;
let people: TestPeople;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestPeople(database.owner);
});
afterAll(() => database?.drop());

let made = 0;
const topic = (wanted: Parameters<typeof createTestTopic>[3] = {}) => {
  made += 1;
  return createTestTopic(database.owner, people.teamId, `orders.ended-${made}.v1`, wanted);
};
const approve = (actor: Actor, { id, fingerprint }: { id: number; fingerprint: string }) =>
  runCommand(database.web, approveRequest, actor, { requestId: id, fingerprint });
const about = ({ name }: TestTopic, rest: object) => ({ cluster: "local", name, reason: "Why.", ...rest });
const topicNow = ({ id }: TestTopic) => database.owner.topic.findUniqueOrThrow({ where: { id } });
const deletion = (one: TestTopic, rest: object = {}) =>
  runCommand(
    database.web,
    requestTopicDeletion,
    people.member,
    about(one, { kind: "delete", confirm: one.name, ...rest }),
  );

const WEEK = "604800000";
const MONTH = "2592000000";

function value<T>(result: { ok: true; value: T } | { ok: false; failure: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

describe("drift", () => {
  const drifted = {
    config: { "retention.ms": WEEK },
    live: { config: { "retention.ms": MONTH, "segment.ms": "3600000" } },
  };

  it("is adopted: what lives becomes what is desired, with the keys that are named", async () => {
    const one = await topic(drifted);
    const fields = ["retention.ms", "segment.ms"];
    const input = about(one, { kind: "adopt", fields });
    const request = value(await runCommand(database.web, requestTopicAdoption, people.member, input));
    expect(request.plan.changes).toMatchObject([
      { field: "retention.ms", from: WEEK, to: MONTH, kind: "neutral" },
      { field: "segment.ms", from: null, to: "3600000", kind: "neutral" },
    ]);
    value(await approve(people.owner, request));
    expect(await topicNow(one)).toMatchObject({ config: drifted.live.config, generation: 2 });
  });

  it("is reverted: the same is desired, as a generation that lets the worker write those fields", async () => {
    const one = await topic({ config: { "retention.ms": MONTH }, live: { config: { "retention.ms": WEEK } } });
    const input = about(one, { kind: "revert" });
    const request = value(await runCommand(database.web, requestTopicRevert, people.member, input));
    expect(request.plan.changes).toMatchObject([{ field: "retention.ms", from: WEEK, to: MONTH }]);
    value(await approve(people.owner, request));
    expect(await topicNow(one)).toMatchObject({ config: { "retention.ms": MONTH }, generation: 2 });
  });

  it.each(["revert", "adopt"] as const)("%s is refused at the field that does not differ", async (kind) => {
    const one = await topic(drifted);
    const command = kind === "revert" ? requestTopicRevert : requestTopicAdoption;
    const input = about(one, { kind, fields: ["cleanup.policy"] });
    const refused = await runCommand(database.web, command as typeof requestTopicRevert, people.member, input);
    expect(refused).toMatchObject({ ok: false, failure: { code: "conflict", errors: [{ path: "fields" }] } });
  });

  it("that ended by itself makes the request stale", async () => {
    const one = await topic({ config: { "retention.ms": MONTH }, live: { config: { "retention.ms": WEEK } } });
    const input = about(one, { kind: "revert" });
    const request = value(await runCommand(database.web, requestTopicRevert, people.member, input));
    const key = { clusterSlug_name: { clusterSlug: "local", name: one.name } };
    await database.owner.topicObservation.update({ where: key, data: { config: { "retention.ms": MONTH } } });
    expect(await approve(people.owner, request)).toMatchObject({ ok: false, failure: { code: "stale_plan" } });
  });
});

describe("blocking", () => {
  it("needs an owner and the platform, and is lifted by one member at once", async () => {
    const one = await topic();
    const input = about(one, { kind: "block", days: 7 });
    const request = value(await runCommand(database.web, requestTopicBlock, people.member, input));
    value(await approve(people.owner, request));
    value(await approve(people.admin, request));
    expect((await topicNow(one)).blockedAt).not.toBeNull();

    const lift = { cluster: "local", name: one.name, reason: "Somebody screamed." };
    expect(await runCommand(database.web, unblockTopic, people.stranger, lift)).toMatchObject({
      failure: { code: "forbidden" },
    });
    value(await runCommand(database.web, unblockTopic, people.member, lift));
    expect(await topicNow(one)).toMatchObject({ blockedAt: null, generation: 3 });
  });
});

describe("deleting", () => {
  it("asks for the name, and refuses who still uses it until they are named", async () => {
    const one = await topic();
    const wrong = await deletion(one, { confirm: "orders" });
    expect(wrong).toMatchObject({ ok: false, failure: { code: "invalid_input", errors: [{ path: "confirm" }] } });

    const key = { clusterSlug: "local", groupId: "billing.reader" };
    await database.owner.groupObservation.create({
      data: { ...key, protocolType: "consumer", state: "Stable", members: 2, seenAt: new Date() },
    });
    await database.owner.groupTopic.create({
      data: { ...key, topic: one.name, committed: 5n, lastActiveAt: new Date() },
    });
    expect(await deletion(one)).toMatchObject({
      ok: false,
      failure: { code: "conflict", errors: [{ path: "despite.groups", message: /billing\.reader/ }] },
    });
    const request = value(await deletion(one, { despite: { groups: ["billing.reader"] } }));
    expect(request.requiredApprovals.map(({ id }) => id)).toEqual(["owner-of-team", "platform-admin"]);

    await database.owner.groupObservation.create({
      data: {
        ...key,
        groupId: "audit.reader",
        protocolType: "consumer",
        state: "Stable",
        members: 1,
        seenAt: new Date(),
      },
    });
    await database.owner.groupTopic.create({
      data: { ...key, groupId: "audit.reader", topic: one.name, committed: 5n, lastActiveAt: new Date() },
    });
    expect(await approve(people.owner, request)).toMatchObject({ ok: false, failure: { code: "conflict" } });
  });

  it("counts what was seen to arrive, whatever time its producer wrote into it", async () => {
    const one = await topic();
    const at = { clusterSlug: "local", name: one.name };
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
    await database.owner.topicObservation.update({
      where: { clusterSlug_name: at },
      data: { firstSeenAt: daysAgo(90) },
    });
    const figures = { sizeBytes: 1n, measuredAt: new Date(), lastWrittenAt: daysAgo(400), movedAt: daysAgo(0) };
    await database.owner.topicFigures.create({ data: { ...at, ...figures } });
    expect(await deletion(one)).toMatchObject({
      ok: false,
      failure: { code: "conflict", errors: [{ path: "despite.recentWrites" }] },
    });
    // Where it was first measured just now, nothing was seen to arrive.
    await database.owner.topicObservation.update({
      where: { clusterSlug_name: at },
      data: { firstSeenAt: daysAgo(0) },
    });
    expect(await deletion(one)).toMatchObject({ ok: true });
  });

  it("leaves a tombstone, ends the grants on it, and nothing else is asked of it any more", async () => {
    const one = await topic();
    const application = await database.owner.application.create({
      data: { slug: "billing", name: "Billing", teamId: people.teamId },
    });
    const opening = value(
      await runCommand(
        database.web,
        requestTopicChange,
        people.member,
        about(one, { kind: "change", patch: { partitions: 6 } }),
      ),
    );
    const grant = await database.owner.grant.create({
      data: {
        clusterSlug: "local",
        applicationId: application.id,
        teamId: people.teamId,
        operation: "produce",
        patternType: "LITERAL",
        resourceName: one.name,
        purpose: "-",
        expiresAt: new Date(Date.now() + 86_400_000),
        requestId: BigInt(opening.id),
      },
    });
    const request = value(await deletion(one));
    value(await approve(people.owner, request));
    value(await approve(people.admin, request));

    expect((await topicNow(one)).deletingAt).not.toBeNull();
    expect(await database.owner.topicStatus.findUnique({ where: { topicId: one.id } })).toMatchObject({
      state: "deleting",
    });
    expect(await database.owner.grant.findUnique({ where: { id: grant.id } })).toMatchObject({ state: "ended" });
    expect(await approve(people.owner, opening)).toMatchObject({
      failure: { code: "conflict", extra: { state: "stale" } },
    });
    expect(await deletion(one)).toMatchObject({ ok: false, failure: { code: "conflict" } });
  });
});
