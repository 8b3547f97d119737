import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import { fail } from "#lib/domain/result";
import { requestTopic } from "./commands/request-topic.ts";
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

  it("refuses a key that no header could carry", async () => {
    expect(await ask("orders.bad-key.v1", "a b")).toMatchObject({ failure: { code: "invalid_input" } });
  });
});
