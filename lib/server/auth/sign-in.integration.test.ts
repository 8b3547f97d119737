import { verify } from "@node-rs/argon2";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { openRateLimits, type RateLimits } from "#lib/db/rate-limits";
import { actorOfSession } from "#lib/db/stores/sessions";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import { createUser } from "../commands/create-user.ts";
import { disableUser } from "../commands/disable-user.ts";
import { updateUser } from "../commands/update-user.ts";
import { runCommand } from "../run-command.ts";
import { createTestPeople, type TestPeople } from "../test-people.ts";
import { signInLocal } from "./sign-in-local.ts";
import { finishSession, startSession } from "./sign-in-records.ts";
import { ATTEMPTS, type Throttles, throttlesOver } from "./throttles.ts";

vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<typeof import("@node-rs/argon2")>();
  return { ...real, verify: vi.fn(real.verify) };
});

const PASSWORD = "a long enough password";
let database: TestDatabase;
let people: TestPeople;
let limits: RateLimits;
let throttles: Throttles;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestPeople(database.owner);
  limits = openRateLimits(database.urls.web);
  throttles = throttlesOver(limits);
});
afterAll(async () => {
  await limits?.close();
  await database?.drop();
});
beforeEach(() => database.owner.rateLimit.deleteMany());

async function account(email: string): Promise<string> {
  const input = { name: email, email, password: PASSWORD, platformRole: "none" };
  const made = await runCommand(database.web, createUser, people.admin, input);
  if (!made.ok) throw new Error(made.failure.detail);
  return made.value.id;
}

const attempt = (login: string, password: string, address = "192.0.2.1") =>
  signInLocal(database.web, throttles, { login, password, address });
const events = (action: string) => database.owner.auditEvent.count({ where: { action } });
const mayDisable = (userId: string) => runCommand(database.web, disableUser, people.admin, { userId });

describe("a password", () => {
  it("lets its owner in, whatever the case of the address", async () => {
    const userId = await account("right@example.test");

    expect(await attempt(" Right@Example.TEST ", PASSWORD)).toEqual({ ok: true, userId });
  });

  it("fails with the same work and the same answer for an unknown login, a wrong password and a disabled account", async () => {
    await account("known@example.test");
    await mayDisable(await account("disabled@example.test"));
    const cases = [
      ["nobody@example.test", PASSWORD],
      ["no address at all \u0000", PASSWORD],
      ["known@example.test", "not the password"],
      ["disabled@example.test", PASSWORD],
    ] as const;

    for (const [login, password] of cases) {
      vi.mocked(verify).mockClear();
      const before = await events("user.sign-in-failed");
      expect(await attempt(login, password)).toEqual({ ok: false, why: "failed" });

      const hashes = vi.mocked(verify).mock.calls.map(([hash]) => String(hash).split("$").slice(0, 4));
      expect(hashes).toEqual([["", "argon2id", "v=19", "m=19456,t=2,p=1"]]);
      expect(await events("user.sign-in-failed")).toBe(before + 1);
    }
  });

  it("is never in the audit trail, nor is what was typed as an unknown login", async () => {
    await attempt("hunter2-typed-in-the-wrong-field", "hunter2-typed-in-the-wrong-field");

    const leaked = await database.owner.auditEvent.count({ where: { canonical: { contains: "hunter2" } } });
    expect(leaked).toBe(0);
  });
});

describe("the throttle", () => {
  it("closes an account after its failures, from every address, also for the right password, and says so once", async () => {
    await account("guessed@example.test");
    for (let index = 0; index < ATTEMPTS.account; index++) {
      expect(await attempt("guessed@example.test", "a guess", `192.0.2.${index}`)).toMatchObject({ why: "failed" });
    }
    const before = await events("user.sign-in-throttled");
    const refused = { ok: false, why: "throttled", retryAfterSeconds: expect.any(Number) };

    expect(await attempt("guessed@example.test", PASSWORD)).toEqual(refused);
    expect(await attempt("guessed@example.test", PASSWORD, "198.51.100.7")).toEqual(refused);
    expect(await events("user.sign-in-throttled")).toBe(before + 1);
  });

  it("counts guesses that are made at once", async () => {
    await account("raced@example.test");
    vi.mocked(verify).mockClear();

    await Promise.all(Array.from({ length: 30 }, (_, index) => attempt("raced@example.test", `guess ${index}`)));
    expect(vi.mocked(verify)).toHaveBeenCalledTimes(ATTEMPTS.account);
  });

  it("closes an address that tries many accounts, and leaves others alone", async () => {
    await database.owner.rateLimit.create({
      data: { key: "sign-in-address:203.0.113.9", points: ATTEMPTS.address, expire: BigInt(Date.now() + 60_000) },
    });

    expect(await attempt("somebody@example.test", PASSWORD, "203.0.113.9")).toMatchObject({ why: "throttled" });
    expect(await attempt("somebody@example.test", PASSWORD, "203.0.113.10")).toMatchObject({ why: "failed" });
  });

  it("forgets an account's failures once its owner is in", async () => {
    await account("clumsy@example.test");
    for (let index = 0; index < 3 * ATTEMPTS.account; index++) {
      const password = index % ATTEMPTS.account === ATTEMPTS.account - 1 ? PASSWORD : "a slip";
      expect(await attempt("clumsy@example.test", password)).not.toMatchObject({ why: "throttled" });
    }
  });
});

describe("a session", () => {
  const start = (userId: string) => startSession(database.web, userId, { method: "local", address: "192.0.2.1" });

  it("does not begin for an account that was closed since its password was checked", async () => {
    const userId = await account("closed-meanwhile@example.test");
    await database.owner.user.update({ where: { id: userId }, data: { disabledAt: new Date() } });

    await expect(start(userId)).rejects.toThrow("closed");
    expect(await database.owner.session.count({ where: { userId } })).toBe(0);
  });

  it("is its person as they are now, until they are disabled", async () => {
    const userId = await account("session@example.test");
    const sessionId = await start(userId);
    expect(await actorOfSession(database.web, sessionId)).toMatchObject({ kind: "user", userId, platformRole: "none" });

    const promote = { userId, version: 1, name: "Promoted", platformRole: "auditor" };
    await runCommand(database.web, updateUser, people.admin, promote);
    expect(await actorOfSession(database.web, sessionId)).toMatchObject({ name: "Promoted", platformRole: "auditor" });

    await mayDisable(userId);
    expect(await actorOfSession(database.web, sessionId)).toBeNull();
  });

  it("ends at sign-out, once, and when its time is over", async () => {
    const userId = await account("leaver@example.test");
    const [left, expired] = [await start(userId), await start(userId)];
    const before = await events("user.signed-out");

    await Promise.all([finishSession(database.web, left), finishSession(database.web, left)]);
    expect(await actorOfSession(database.web, left)).toBeNull();
    expect(await events("user.signed-out")).toBe(before + 1);

    await database.owner.session.update({ where: { id: expired }, data: { expiresAt: new Date(0) } });
    expect(await actorOfSession(database.web, expired)).toBeNull();
  });

  it("has the stronger of two memberships in a team", async () => {
    const userId = await account("twice@example.test");
    const membership = { teamId: people.teamId, userId };
    await database.owner.membership.create({ data: { ...membership, source: "manual", role: "member" } });
    await database.owner.membership.create({ data: { ...membership, source: "group", role: "owner" } });

    expect(await actorOfSession(database.web, await start(userId))).toMatchObject({
      memberships: [{ teamId: people.teamId, teamSlug: "orders", role: "owner" }],
    });
  });
});
