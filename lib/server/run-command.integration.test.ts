import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { Connection } from "#lib/db/database";
import { createTestDatabase, sessionsWaiting, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { fail } from "#lib/domain/result";
import { requestTopic } from "./commands/request-topic.ts";
import { withdrawRequest } from "./commands/withdraw-request.ts";
import { defineCommand, refuseAndKeep, succeed } from "./define-command.ts";
import { runCommand } from "./run-command.ts";
import { createTestPeople, type TestPeople, topicInput } from "./test-people.ts";

let database: TestDatabase;
let people: TestPeople;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestPeople(database.owner);
});
afterAll(() => database?.drop());

/** Renames the team, then ends as the test wants it to. */
const rename = (end: "succeed" | "fail" | "throw" | "keep") =>
  defineCommand({
    name: `rename-and-${end}`,
    permission: "topic.read",
    input: z.strictObject({ name: z.string() }),
    subject: async () => ({ subject: { kind: "team", id: people.teamId, visibility: "everyone-signed-in" } }),
    async handle({ db }, { name }) {
      await db.team.update({ where: { id: people.teamId }, data: { name } });
      const audit = { action: "team.renamed", object: { kind: "team", id: people.teamId, name } };
      if (end === "throw") throw new Error("a bug");
      if (end === "fail") return fail("conflict", "No.");
      if (end === "keep") return refuseAndKeep(fail("stale_plan", "Too late.").failure, audit);
      return succeed({ name }, { audit });
    },
  });

const teamName = async () => (await database.owner.team.findUniqueOrThrow({ where: { id: people.teamId } })).name;
const eventsOf = (name: string) => database.owner.auditEvent.count({ where: { objectName: name } });

describe("a command's transaction", () => {
  it("commits what it did together with its audit event", async () => {
    const result = await runCommand(database.web, rename("succeed"), people.member, { name: "Kept" });

    expect(result).toEqual({ ok: true, value: { name: "Kept" } });
    expect(await teamName()).toBe("Kept");
    expect(await eventsOf("Kept")).toBe(1);
  });

  it("rolls everything back when the handler returns a failure", async () => {
    const result = await runCommand(database.web, rename("fail"), people.member, { name: "Failed" });

    expect(result).toMatchObject({ ok: false, failure: { code: "conflict" } });
    expect(await teamName()).not.toBe("Failed");
    expect(await eventsOf("Failed")).toBe(0);
  });

  it("rolls everything back when the handler has a bug, and lets the bug through", async () => {
    await expect(runCommand(database.web, rename("throw"), people.member, { name: "Thrown" })).rejects.toThrow("a bug");
    expect(await teamName()).not.toBe("Thrown");
  });

  it("keeps what a refusal changed on purpose, with its event", async () => {
    const result = await runCommand(database.web, rename("keep"), people.member, { name: "Stale" });

    expect(result).toMatchObject({ ok: false, failure: { code: "stale_plan" } });
    expect(await teamName()).toBe("Stale");
    expect(await eventsOf("Stale")).toBe(1);
  });
});

it("a refusal tells the trail what it was about, and the caller nothing", async () => {
  const asked = await runCommand(database.web, requestTopic, people.member, topicInput("orders.probed.v1"));
  if (!asked.ok) throw new Error(asked.failure.detail);
  const probe = { requestId: asked.value.id };

  const hidden = await runCommand(database.web, withdrawRequest, people.stranger, probe);
  const absent = await runCommand(database.web, withdrawRequest, people.stranger, { requestId: 999_999 });
  expect(hidden).toEqual(absent);
  const refusals = await database.owner.auditEvent.findMany({
    where: { action: "command.refused", actorId: people.stranger.userId },
    orderBy: { number: "asc" },
  });
  expect(refusals.map(({ after }) => after)).toEqual([
    { code: "not_found", about: { kind: "request", id: String(probe.requestId) } },
    { code: "not_found", about: null },
  ]);
});

describe("a right that is lost while the command waits for its locks", () => {
  /** Asks while somebody else holds the team, and answers what became of it once `meanwhile` is committed. */
  async function askWhile(actor: Actor, name: string, meanwhile: (tx: Connection) => Promise<unknown>) {
    const asked = await database.owner.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT FROM teams WHERE id = ${people.teamId}::uuid FOR NO KEY UPDATE`;
      const asking = runCommand(database.web, requestTopic, actor, topicInput(name));
      await vi.waitUntil(async () => (await sessionsWaiting(database.owner)) > 0, { timeout: 20_000 });
      await meanwhile(tx);
      return { asking };
    });
    return asked.asking;
  }

  const newMember = async (name: string): Promise<Actor> => {
    const user = await database.owner.user.create({ data: { name } });
    await database.owner.membership.create({ data: { teamId: people.teamId, userId: user.id, role: "member" } });
    return { ...people.member, userId: user.id, name };
  };

  it("is lost: a membership", async () => {
    const actor = await newMember("Leaving");
    const userId = actor.userId ?? "";
    const answer = await askWhile(actor, "orders.left.v1", (tx) => tx.membership.deleteMany({ where: { userId } }));

    expect(answer).toMatchObject({ ok: false, failure: { code: "forbidden" } });
  });

  it("is lost: the session, the account", async () => {
    const actor = await newMember("Ending");
    const userId = actor.userId ?? "";
    const session = await database.owner.session.create({ data: { userId, expiresAt: new Date(Date.now() + 60_000) } });
    const inSession = { ...actor, sessionId: session.id };
    const ended = await askWhile(inSession, "orders.ended.v1", (tx) =>
      tx.session.update({ where: { id: session.id }, data: { endedAt: new Date() } }),
    );
    const disabled = await askWhile(actor, "orders.disabled.v1", (tx) =>
      tx.user.update({ where: { id: userId }, data: { disabledAt: new Date() } }),
    );

    expect([ended, disabled]).toMatchObject([{ failure: { code: "not_found" } }, { failure: { code: "not_found" } }]);
  });
});

describe("idempotency", () => {
  const ask = (name: string, key: string, changes = {}) =>
    runCommand(database.web, requestTopic, people.member, { ...topicInput(name), ...changes }, { idempotencyKey: key });

  it("answers fifty equal calls at once with one request", async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask("orders.fifty.v1", "fifty")));

    expect(new Set(answers.map((answer) => (answer.ok ? answer.value.id : answer.failure.detail))).size).toBe(1);
    expect(await database.owner.request.count({ where: { objectName: "orders.fifty.v1" } })).toBe(1);
  });

  it("refuses the same key with another input", async () => {
    await ask("orders.one-key.v1", "one-key");

    expect(await ask("orders.one-key.v1", "one-key", { reason: "Another." })).toMatchObject({
      failure: { code: "conflict" },
    });
  });

  it("does not remember a failure", async () => {
    expect(await ask("payments.x.v1", "tried")).toMatchObject({ failure: { code: "policy_violated" } });
    expect(await ask("orders.tried.v1", "tried")).toMatchObject({ ok: true });
  });

  it("forgets keys after a day, and keeps no rows of them", async () => {
    await ask("orders.yesterday.v1", "yesterday");
    await database.owner.idempotencyKey.updateMany({
      where: { key: "yesterday" },
      data: { createdAt: new Date(Date.now() - 25 * 60 * 60 * 1_000) },
    });
    await ask("orders.today.v1", "today");

    const keys = await database.owner.idempotencyKey.findMany({ where: { key: { in: ["yesterday", "today"] } } });
    expect(keys.map(({ key }) => key)).toEqual(["today"]);
  });

  it("refuses a key that no header could carry", async () => {
    // What a form's action may be called with, whatever its type says.
    expect(await ask("orders.bad-key.v1", JSON.parse('["a"]'))).toMatchObject({ failure: { code: "invalid_input" } });
    expect(await ask("orders.bad-key.v1", JSON.parse("null"))).toMatchObject({ failure: { code: "invalid_input" } });
    expect(await ask("orders.bad-key.v1", "a b")).toMatchObject({ failure: { code: "invalid_input" } });
  });
});
