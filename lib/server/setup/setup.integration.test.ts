import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { logger } from "#lib/config/logger";
import { isSetupOpen } from "#lib/db/stores/installation";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import { type Actor, ANONYMOUS } from "#lib/domain/actor";
import { completeSetup } from "../commands/complete-setup.ts";
import { runCommand } from "../run-command.ts";
import { offerSetupCode } from "./setup-code.ts";

const SETUP: Actor = { ...ANONYMOUS, kind: "system", name: "setup" };
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

/** Starts a web process as far as the code is concerned; answers the code in its log, if there is one. */
async function codeOfAStart(): Promise<string | undefined> {
  const log = vi.spyOn(logger, "warn").mockImplementation(() => undefined);
  await offerSetupCode(database.web);
  const lines = log.mock.calls.map(String);
  log.mockRestore();
  return lines.map((line) => /: ([0-9A-Z-]{23})$/.exec(line)?.[1]).find(Boolean);
}

const post = (code: string, email = "first@example.test") =>
  runCommand(database.web, completeSetup, SETUP, {
    code,
    name: "First admin",
    email,
    password: "a long enough password",
  });
const wrongCode = { ok: false, failure: { code: "invalid_input", errors: [{ path: "code" }] } };

it("needs the code of the latest start", async () => {
  expect(await isSetupOpen(database.web)).toBe(true);
  const older = await codeOfAStart();
  const newer = await codeOfAStart();

  expect(newer).toBeDefined();
  expect(await post(older ?? "")).toMatchObject(wrongCode);
  expect(await post("00000-00000-00000-00000")).toMatchObject(wrongCode);
  expect(await database.owner.user.count()).toBe(0);
});

it("makes one admin of ten posts at once, and is then gone for good", async () => {
  const code = (await codeOfAStart()) ?? "";
  const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => post(code, `admin${index}@example.test`)));

  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers.filter((answer) => !answer.ok && answer.failure.code === "not_found")).toHaveLength(9);
  expect(await database.owner.user.findMany()).toMatchObject([{ platformRole: "admin" }]);
  expect(await isSetupOpen(database.web)).toBe(false);
  expect(await codeOfAStart()).toBeUndefined();

  const events = await database.owner.auditEvent.findMany({
    where: { action: { not: "command.refused" } },
    orderBy: { number: "asc" },
  });
  expect(events.map(({ action, actorName }) => `${actorName} ${action}`)).toEqual([
    "setup installation.setup-failed",
    "setup installation.setup-failed",
    "setup user.created",
    "setup installation.completed",
  ]);
});

it("cannot be run by a person, whatever their role", async () => {
  const { id } = await database.owner.user.findFirstOrThrow();
  const admin: Actor = { ...SETUP, kind: "user", userId: id, platformRole: "admin" };

  expect(
    await runCommand(database.web, completeSetup, admin, {
      code: "x",
      name: "x",
      email: "x@example.test",
      password: "x".repeat(12),
    }),
  ).toMatchObject({
    failure: { code: "not_found" },
  });
});
