import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { consume, createTestAccess, granted, refused, succeeded, type TestAccess } from "../access/test-access.ts";
import { approveRequest } from "../commands/approve-request.ts";
import { cancelRequest } from "../commands/cancel-request.ts";
import { requestOffsetReset } from "../commands/request-offset-reset.ts";
import { retryRequest } from "../commands/retry-request.ts";
import { getRequest } from "../queries/get-request.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";

const about = { cluster: "local", group: "dashboards.weekly", topic: "orders.placed.v1", target: { kind: "earliest" } };

let database: TestDatabase;
let people: TestAccess;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestAccess(database.owner);
  const consumerGroup = { name: about.group };
  const id = await granted(database.web, people, consume(about.topic, { consumerGroup }));
  await database.owner.grant.update({ where: { id }, data: { state: "active" } });
  await database.owner.$executeRaw`UPDATE clusters SET tier = 'production' WHERE slug = 'local'`;
  await saw();
});
afterAll(() => database?.drop());
beforeEach(() => database.owner.$executeRaw`UPDATE requests SET state = 'superseded' WHERE kind = 'group.reset'`);

/** The worker has looked at the group, which stands at 7 and is to go to the beginning. */
async function saw(): Promise<void> {
  const value = {
    ...{ measuredAt: new Date().toISOString(), kafkaTopicId: "one", state: "Empty", type: "classic", members: 0 },
    partitions: [{ partition: 0, committed: "7", start: "0", end: "10", target: "0" }],
  };
  const { cluster, ...question } = about;
  await database.owner.$executeRaw`
    INSERT INTO probes (cluster_slug, kind, question, asked_by, expires_at, answer, answered_at)
    VALUES (${cluster}, 'offsets', ${JSON.stringify({ application: "dashboards", ...question })}::jsonb,
      ${people.analyst.userId}::uuid, now() + interval '15 minutes', ${JSON.stringify({ ok: true, value })}::jsonb, clock_timestamp())`;
}

async function approved(): Promise<number> {
  const input = { ...about, application: "dashboards", reason: "The report was wrong." };
  const { id, fingerprint } = succeeded(await runCommand(database.web, requestOffsetReset, people.analyst, input));
  succeeded(await runCommand(database.web, approveRequest, people.analyticsOwner, { requestId: id, fingerprint }));
  return id;
}

const block = (requestId: number) => database.owner.$executeRaw`
  UPDATE offset_resets SET state = 'blocked', message = 'active', due_at = NULL WHERE request_id = ${requestId}`;
const takeBack = (actor: Actor, requestId: number) =>
  runCommand(database.web, cancelRequest, actor, { requestId, reason: "It cannot be stopped." });
const retry = (actor: Actor, requestId: number) => runCommand(database.web, retryRequest, actor, { requestId });
const view = async (actor: Actor, requestId: number) =>
  succeeded(await runQuery(database.web, getRequest, actor, { requestId }));
const token = (actor: Actor, ...tokenPermissions: NonNullable<Actor["tokenPermissions"]>): Actor => ({
  ...actor,
  kind: "token",
  tokenPermissions,
});

it("that waits for a person is taken back by an owner of the team or the platform, and can be asked for anew", async () => {
  for (const actor of [people.analyticsOwner, people.admin]) {
    const id = await approved();
    await block(id);
    expect((await view(people.analyst, id)).may.cancel.allowed).toBe(false);
    expect(refused(await takeBack(people.analyst, id)).code).toBe("forbidden");
    expect(refused(await takeBack(people.stranger, id)).code).toBe("not_found");

    expect((await view(actor, id)).may.cancel.allowed).toBe(true);
    expect(succeeded(await takeBack(actor, id))).toEqual({ id, state: "superseded" });
    const after = await view(actor, id);
    expect(after).toMatchObject({
      outcome: expect.stringContaining("cannot be stopped"),
      offsetReset: { state: null },
    });
    expect(after.may.cancel.allowed).toBe(false);
    expect(refused(await takeBack(actor, id)).code).toBe("conflict");
  }
});

it("that is taken back is not tried again", async () => {
  const id = await approved();
  await block(id);
  succeeded(await takeBack(people.analyticsOwner, id));
  expect(refused(await retry(people.analyst, id)).code).toBe("conflict");
  const { dueAt } = await database.owner.offsetReset.findUniqueOrThrow({ where: { requestId: id } });
  expect(dueAt).toBeNull();
});

it("that the worker has not begun is taken back, and one that it may have made is not", async () => {
  const id = await approved();
  await database.owner.$executeRaw`UPDATE offset_resets SET before = '[]' WHERE request_id = ${id}`;
  expect(refused(await takeBack(people.analyticsOwner, id))).toMatchObject({
    code: "conflict",
    detail: expect.stringContaining("look what became of it"),
  });
  await database.owner.$executeRaw`UPDATE offset_resets SET before = NULL WHERE request_id = ${id}`;
  expect(succeeded(await takeBack(people.analyticsOwner, id)).state).toBe("superseded");
});

it("that may be made is not taken back where it waits for a person since", async () => {
  const id = await approved();
  await database.owner.$executeRaw`UPDATE offset_resets SET before = '[]' WHERE request_id = ${id}`;
  await block(id);
  expect(refused(await takeBack(people.analyticsOwner, id)).code).toBe("conflict");
  await database.owner.$executeRaw`UPDATE offset_resets SET before = NULL WHERE request_id = ${id}`;
  expect(succeeded(await takeBack(people.analyticsOwner, id)).state).toBe("superseded");
});

it("is tried again with a permission of its own, not with that of removing ACLs", async () => {
  const id = await approved();
  await block(id);
  expect(refused(await retry(token(people.analyst, "acl.request-removal"), id)).code).toBe("forbidden");
  succeeded(await retry(token(people.analyst, "request.retry"), id));
});
