import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRateLimits, type RateLimits } from "#lib/db/rate-limits";
import { actorOfToken, noteTokenUse } from "#lib/db/stores/tokens";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import { type Actor, ANONYMOUS } from "#lib/domain/actor";
import { startSession } from "../auth/sign-in-records.ts";
import { ATTEMPTS, throttlesOver } from "../auth/throttles.ts";
import { hashToken } from "../auth/token-secret.ts";
import { changePassword } from "../commands/change-password.ts";
import { createToken } from "../commands/create-token.ts";
import { createTokenForUser } from "../commands/create-token-for-user.ts";
import { createUser } from "../commands/create-user.ts";
import { disableUser } from "../commands/disable-user.ts";
import { revokeToken } from "../commands/revoke-token.ts";
import { updateUser } from "../commands/update-user.ts";
import { listUsers } from "../queries/list-users.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { createTestPeople, type TestPeople } from "../test-people.ts";

const PASSWORD = "a long enough password";
const OPERATOR: Actor = { ...ANONYMOUS, kind: "system", name: "operator" };
let database: TestDatabase;
let people: TestPeople;
let limits: RateLimits;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestPeople(database.owner);
  limits = openRateLimits(database.urls.web);
  globalThis.headgateThrottles = throttlesOver(limits);
});
afterAll(async () => {
  globalThis.headgateThrottles = undefined;
  await limits?.close();
  await database?.drop();
});

async function account(login: string, platformRole = "none"): Promise<Actor & { userId: string }> {
  const input = { name: login, email: `${login}@example.test`, password: PASSWORD, platformRole };
  const made = await runCommand(database.web, createUser, people.admin, input);
  if (!made.ok) throw new Error(made.failure.detail);
  return { ...people.stranger, userId: made.value.id, name: login };
}

describe("accounts", () => {
  it("have a login of their own", async () => {
    await account("single");
    const again = { name: "Again", email: "SINGLE@example.test", password: PASSWORD };

    expect(await runCommand(database.web, createUser, people.admin, again)).toMatchObject({
      failure: { code: "conflict", errors: [{ path: "email" }] },
    });
    expect(await database.owner.user.count({ where: { name: "Again" } })).toBe(0);
  });

  it("are listed for the platform and auditors only", async () => {
    const auditor = { ...people.stranger, platformRole: "auditor" as const };

    expect(await runQuery(database.web, listUsers, auditor, {})).toMatchObject({ ok: true });
    expect(await runQuery(database.web, listUsers, people.owner, {})).toMatchObject({ failure: { code: "forbidden" } });
  });

  it("keep an admin, when the last two demote and disable each other at once", async () => {
    const admins = () => database.owner.user.count({ where: { platformRole: "admin", disabledAt: null } });
    for (let round = 0; round < 5; round++) {
      const other = await account(`admin${round}`, "admin");
      const demotion = {
        userId: people.admin.userId,
        version: round + 1,
        name: "Platform admin",
        platformRole: "none",
      };
      await Promise.all([
        runCommand(database.web, updateUser, people.admin, demotion),
        runCommand(database.web, disableUser, people.admin, { userId: other.userId }),
      ]);
      expect(await admins()).toBe(1);
      await database.owner.user.update({
        where: { id: people.admin.userId ?? "" },
        data: { platformRole: "admin", version: round + 2 },
      });
      await database.owner.user.update({ where: { id: other.userId }, data: { platformRole: "none" } });
    }
  });
});

describe("a password", () => {
  it("changes with the current one, and ends every other session", async () => {
    const person = await account("changer");
    const start = () => startSession(database.web, person.userId, { method: "local", address: "192.0.2.1" });
    const [here, elsewhere] = [await start(), await start()];
    const change = (current: string) =>
      runCommand(
        database.web,
        changePassword,
        { ...person, sessionId: here },
        { current, next: "another long password" },
      );

    expect(await change("not the current one")).toMatchObject({ failure: { errors: [{ path: "current" }] } });
    const failed = { action: "user.password-change-failed", objectId: person.userId };
    expect(await database.owner.auditEvent.count({ where: failed })).toBe(1);
    expect(await change(PASSWORD)).toMatchObject({ ok: true, value: { endedSessions: 1 } });
    const ended = await database.owner.session.findMany({ where: { endedAt: { not: null }, userId: person.userId } });
    expect(ended.map(({ id }) => id)).toEqual([elsewhere]);
  });

  it("cannot be guessed by whoever holds a session", async () => {
    const person = await account("guarded");
    const guess = (current: string) => runCommand(database.web, changePassword, person, { current, next: PASSWORD });
    for (let index = 0; index < ATTEMPTS.account; index++) await guess(`guess ${index}`);

    expect(await guess(PASSWORD)).toMatchObject({ failure: { code: "rate_limited" } });
  });
});

describe("a token", () => {
  const wanted = { name: "pipeline", permissions: ["topic.read", "team.read"], expiresInDays: 30 };
  const holder = (secret: string | null) => actorOfToken(database.web, hashToken(secret ?? ""));

  it("is shown once and stored as a hash; a repeated call says that it was shown", async () => {
    const person = await account("once");
    const create = () => runCommand(database.web, createToken, person, wanted, { idempotencyKey: "once" });
    const [first, again] = [await create(), await create()];
    if (!first.ok || !again.ok) throw new Error("not created");

    expect(first.value.token).toMatch(/^hg_[\w-]{43}$/);
    expect(again.value).toEqual({ ...first.value, token: null, secretShown: true });
    const stored = await database.owner.$queryRaw<{ found: boolean }[]>`
      SELECT EXISTS (SELECT FROM api_tokens k WHERE k::text LIKE '%' || ${first.value.token} || '%')
        OR EXISTS (SELECT FROM audit_events a WHERE a.canonical LIKE '%' || ${first.value.token} || '%')
        OR EXISTS (SELECT FROM idempotency_keys i WHERE i.response::text LIKE '%' || ${first.value.token} || '%') AS found`;
    expect(stored).toEqual([{ found: false }]);
  });

  it("acts as its user with its own permissions, until it is revoked, ends, or its user is disabled", async () => {
    const person = await account("holder");
    const make = async () => {
      const made = await runCommand(database.web, createToken, person, wanted);
      if (!made.ok) throw new Error(made.failure.detail);
      return made.value;
    };
    const [revoked, expired, orphaned] = [await make(), await make(), await make()];
    expect(await holder(revoked.token)).toMatchObject({
      actor: { kind: "token", userId: person.userId, tokenPermissions: ["team.read", "topic.read"] },
    });

    await runCommand(database.web, revokeToken, person, { tokenId: revoked.id });
    await database.owner.apiToken.update({ where: { id: expired.id }, data: { expiresAt: new Date(0) } });
    await database.owner.user.update({ where: { id: person.userId }, data: { disabledAt: new Date() } });
    expect(await Promise.all([revoked, expired, orphaned].map(({ token }) => holder(token)))).toEqual([
      null,
      null,
      null,
    ]);
  });

  it("is revoked by its owner or a platform admin; to others it does not exist", async () => {
    const made = await runCommand(database.web, createToken, await account("victim"), wanted);
    const tokenId = made.ok ? made.value.id : "";
    const revoke = (actor: Actor) => runCommand(database.web, revokeToken, actor, { tokenId });

    expect(await revoke(people.owner)).toMatchObject({ failure: { code: "not_found" } });
    expect(await revoke(people.admin)).toMatchObject({ ok: true });
  });

  it("cannot make another one, and cannot hold the permission to", async () => {
    const token: Actor = { ...(await account("multiplier")), kind: "token", tokenPermissions: ["token.create"] };

    expect(await runCommand(database.web, createToken, token, wanted)).toMatchObject({
      failure: { code: "forbidden" },
    });
    const given = { ...wanted, permissions: ["token.create"] };
    expect(await runCommand(database.web, createToken, people.owner, given)).toMatchObject({
      failure: { code: "invalid_input" },
    });
  });

  it("has its last use written down at most once a minute", async () => {
    const made = await runCommand(database.web, createToken, await account("user"), wanted);
    const secret = made.ok ? made.value.token : null;
    const first = await holder(secret);
    expect(first?.useIsStale).toBe(true);

    await noteTokenUse(database.web, first?.tokenId ?? "");
    expect((await holder(secret))?.useIsStale).toBe(false);
  });

  it("is made for somebody else by an operator, never by a person", async () => {
    await account("served");
    const input = { ...wanted, login: "served@example.test" };

    expect(await runCommand(database.web, createTokenForUser, OPERATOR, input)).toMatchObject({ ok: true });
    expect(await runCommand(database.web, createTokenForUser, people.admin, input)).toMatchObject({
      failure: { code: "forbidden" },
    });
    expect(await runCommand(database.web, createTokenForUser, people.stranger, input)).toMatchObject({
      failure: { code: "not_found" },
    });
  });
});
