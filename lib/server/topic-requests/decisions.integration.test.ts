import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { bulkApprove } from "../bulk-approve.ts";
import { approveRequest } from "../commands/approve-request.ts";
import { editRequest } from "../commands/edit-request.ts";
import { rejectRequest } from "../commands/reject-request.ts";
import { requestTopic } from "../commands/request-topic.ts";
import { withdrawRequest } from "../commands/withdraw-request.ts";
import { runCommand } from "../run-command.ts";
import { createTestPeople, type TestPeople, topicInput } from "../test-people.ts";

let database: TestDatabase;
let people: TestPeople;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestPeople(database.owner);
});
afterAll(() => database?.drop());

async function submitted(name: string, metadata = {}) {
  const input = topicInput(name);
  const result = await runCommand(database.web, requestTopic, people.member, {
    ...input,
    metadata: { ...input.metadata, ...metadata },
  });
  if (!result.ok) throw new Error(result.failure.detail);
  return result.value;
}

const approve = (actor: Actor, { id, fingerprint }: { id: number; fingerprint: string }) =>
  runCommand(database.web, approveRequest, actor, { requestId: id, fingerprint });
const stateOf = async (id: number) => (await database.owner.request.findUniqueOrThrow({ where: { id } })).state;
const reservation = (name: string) => database.owner.nameReservation.findFirst({ where: { name } });

describe("deciding", () => {
  it("makes the topic desired, once, when two owners approve at the same moment", async () => {
    const request = await submitted("orders.two-owners.v1");

    const results = await Promise.all([approve(people.owner, request), approve(people.secondOwner, request)]);

    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(results.find((result) => !result.ok)).toMatchObject({ failure: { code: "conflict" } });
    const topics = await database.owner.topic.findMany({ where: { name: "orders.two-owners.v1" } });
    expect(topics).toMatchObject([{ partitions: 3, generation: 1 }]);
    expect(await database.owner.topicStatus.findUnique({ where: { topicId: topics[0]?.id ?? "" } })).toMatchObject({
      state: "pending",
    });
  });

  it("refuses an end for what has none, at the field, and approves nothing", async () => {
    const { id: requestId, fingerprint } = await submitted("orders.without-end.v1");
    const input = { requestId, fingerprint, expiresAt: "2027-01-01T00:00:00Z" };
    const result = await runCommand(database.web, approveRequest, people.owner, input);

    expect(result).toMatchObject({ ok: false, failure: { code: "invalid_input", errors: [{ path: "expiresAt" }] } });
    expect(await stateOf(requestId)).toBe("submitted");
  });

  it("ends in exactly one way when approval meets withdrawal", async () => {
    for (let round = 0; round < 10; round++) {
      const request = await submitted(`orders.race-${round}.v1`);
      const results = await Promise.all([
        approve(people.owner, request),
        runCommand(database.web, withdrawRequest, people.member, { requestId: request.id }),
      ]);

      expect(results.filter((result) => result.ok)).toHaveLength(1);
      const desired = await database.owner.topic.count({ where: { name: `orders.race-${round}.v1` } });
      expect([await stateOf(request.id), desired]).toEqual(results[0]?.ok ? ["approved", 1] : ["withdrawn", 0]);
    }
  });

  it("refuses the requester, hides it from strangers, and refuses another fingerprint", async () => {
    const request = await submitted("orders.four-eyes.v1");

    expect(await approve(people.member, request)).toMatchObject({ failure: { code: "forbidden" } });
    expect(await approve(people.stranger, request)).toMatchObject({ failure: { code: "not_found" } });
    expect(await approve(people.owner, { ...request, fingerprint: "0".repeat(64) })).toMatchObject({
      failure: { code: "stale_plan" },
    });
    expect(await stateOf(request.id)).toBe("submitted");
  });

  it("needs two people for confidential data on production", async () => {
    const request = await submitted("orders.secret.v1", { classification: "confidential" });

    expect(await approve(people.owner, request)).toMatchObject({ ok: true, value: { state: "submitted" } });
    expect(await approve(people.owner, request)).toMatchObject({ failure: { code: "forbidden" } });
    expect(await approve(people.admin, request)).toMatchObject({ ok: true, value: { state: "approved" } });
  });

  it("becomes stale, and says so, when somebody made that topic meanwhile", async () => {
    const request = await submitted("orders.foreign.v1");
    await database.owner.topicObservation.create({
      data: {
        clusterSlug: "local",
        name: "orders.foreign.v1",
        kafkaTopicId: "x",
        internal: false,
        partitions: 1,
        replicationFactor: 1,
        config: {},
      },
    });

    expect(await approve(people.owner, request)).toMatchObject({ failure: { code: "stale_plan" } });
    expect(await stateOf(request.id)).toBe("stale");
    expect(await reservation("orders.foreign.v1")).toBeNull();
  });
});

describe("before a decision", () => {
  it("drops approvals and binds to the new plan when it is edited", async () => {
    const request = await submitted("orders.edited.v1", { classification: "confidential" });
    await approve(people.owner, request);
    const { kind: _, cluster: __, team: ___, ...rest } = topicInput("orders.edited-too.v1");

    const edited = await runCommand(database.web, editRequest, people.member, {
      ...rest,
      requestId: request.id,
      version: 1,
    });

    expect(edited).toMatchObject({ ok: true, value: { version: 2 } });
    expect(await database.owner.approval.count({ where: { requestId: request.id, droppedAt: null } })).toBe(0);
    expect(await approve(people.secondOwner, request)).toMatchObject({ failure: { code: "stale_plan" } });
    expect(await reservation("orders.edited.v1")).toBeNull();
    expect(await reservation("orders.edited-too.v1")).not.toBeNull();
  });

  it("is approved at once by an edit after which nobody has to decide", async () => {
    await database.owner.cluster.create({
      data: { slug: "dev", name: "Development", tier: "development", listeners: [], definitionHash: "-" },
    });
    const input = { ...topicInput("orders.dev.v1"), cluster: "dev" };
    const confidential = { ...input, metadata: { ...input.metadata, classification: "confidential" } };
    const asked = await runCommand(database.web, requestTopic, people.member, confidential);
    if (!asked.ok) throw new Error(asked.failure.detail);
    const { kind: _, cluster: __, team: ___, ...rest } = input;

    const edited = await runCommand(database.web, editRequest, people.member, {
      ...rest,
      requestId: asked.value.id,
      version: 1,
    });

    expect(edited).toMatchObject({ ok: true, value: { state: "approved", version: 3 } });
    expect(await stateOf(asked.value.id)).toBe("approved");
    expect(await database.owner.topic.count({ where: { name: "orders.dev.v1" } })).toBe(1);
  });

  it("gives the name back when it is rejected, and keeps the reason", async () => {
    const request = await submitted("orders.rejected.v1");
    await runCommand(database.web, rejectRequest, people.owner, {
      requestId: request.id,
      reason: "Use orders.placed.",
    });

    expect(await database.owner.request.findUnique({ where: { id: request.id } })).toMatchObject({
      state: "rejected",
      outcome: "Use orders.placed.",
    });
    expect(await submitted("orders.rejected.v1")).toMatchObject({ state: "submitted" });
  });

  it("lets one name be asked for once, `.` and `_` being the same", async () => {
    const names = ["orders.same.v1", "orders_same.v1", "orders.same_v1"];
    const results = await Promise.all(
      [...names, ...names].map((name) => runCommand(database.web, requestTopic, people.member, topicInput(name))),
    );

    expect(results.filter((result) => result.ok).length).toBeLessThanOrEqual(1);
    expect(results.every((result) => result.ok || ["conflict", "policy_violated"].includes(result.failure.code))).toBe(
      true,
    );
    expect(await database.owner.nameReservation.count({ where: { collisionKey: "orders_same_v1" } })).toBe(1);
  });
});

describe("approving several", () => {
  it("approves the rest when one is poisoned", async () => {
    const good = [await submitted("orders.bulk-1.v1"), await submitted("orders.bulk-2.v1")];
    const own = await submitted("orders.bulk-own.v1");
    await database.owner.request.update({ where: { id: own.id }, data: { patch: { broken: true } } });
    const items = [good[0], own, good[1]].map((request) => ({
      requestId: request?.id,
      fingerprint: request?.fingerprint,
    }));

    const result = await bulkApprove(database.web, people.owner, { items });

    expect(result).toMatchObject({
      ok: true,
      value: { results: [{ ok: true }, { ok: false, code: "internal" }, { ok: true }] },
    });
  });
});
