import { afterAll, beforeAll, expect, it } from "vitest";
import { membershipsOf } from "#lib/db/stores/memberships";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import { createTestPeople, type TestPeople } from "../test-people.ts";
import { signInByProvider } from "./sign-in-provider.ts";

const ISSUER = "https://id.example.test";
let database: TestDatabase;
let people: TestPeople;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestPeople(database.owner);
  await database.owner.team.create({ data: { slug: "payments", name: "Payments" } });
});
afterAll(() => database?.drop());

const signIn = (claims: Record<string, unknown>) =>
  signInByProvider(database.web, { iss: ISSUER, ...claims }, { groupsClaim: "groups", address: "192.0.2.1" });
const teamsOf = async (userId: string | null) =>
  (await membershipsOf(database.web, userId ?? "")).map(({ teamSlug, role }) => `${teamSlug} ${role}`);

it("makes a user at the first sign-in and finds the same one afterwards, by issuer and sub", async () => {
  const first = await signIn({ sub: "a", name: "Newcomer", email: "newcomer@example.test" });

  expect(await signIn({ sub: "a", name: "Renamed", email: "other@example.test" })).toBe(first);
  expect(await signIn({ sub: "b", name: "Newcomer", email: "newcomer@example.test" })).not.toBe(first);
  expect(await signIn({ iss: "https://other.example.test", sub: "a", name: "Newcomer" })).not.toBe(first);
});

it("never joins a local account by its e-mail address", async () => {
  const admin = await database.owner.user.create({
    data: { name: "Admin", email: "admin@example.test", platformRole: "admin" },
  });
  await database.owner.identity.create({
    data: { issuer: "local", subject: "admin@example.test", userId: admin.id, passwordHash: "x" },
  });
  const userId = await signIn({ sub: "imposter", name: "Imposter", email: "admin@example.test" });

  expect(userId).not.toBe(admin.id);
  expect(await database.owner.user.findUnique({ where: { id: userId ?? "" } })).toMatchObject({ platformRole: "none" });
});

it("replaces what came from groups at each sign-in, and leaves what was given by hand", async () => {
  const userId = await signIn({ sub: "grouped", name: "Grouped", groups: ["orders", "payments:owner", "cooks"] });
  expect(await teamsOf(userId)).toEqual(["orders member", "payments owner"]);

  await database.owner.membership.create({ data: { teamId: people.teamId, userId: userId ?? "", role: "owner" } });
  await signIn({ sub: "grouped", name: "Grouped", groups: ["payments"] });
  expect(await teamsOf(userId)).toEqual(["orders owner", "payments member"]);

  await signIn({ sub: "grouped", name: "Grouped" });
  expect(await teamsOf(userId)).toEqual(["orders owner"]);
  const actions = await database.owner.auditEvent.findMany({
    where: { actorName: "identity provider", after: { path: ["userId"], equals: userId ?? "" } },
  });
  expect(actions.map(({ action }) => action)).toEqual([
    "team.member-added",
    "team.member-added",
    "team.member-changed",
  ]);
});

it("refuses a disabled account, and records it", async () => {
  const userId = await signIn({ sub: "gone", name: "Gone" });
  await database.owner.user.update({ where: { id: userId ?? "" }, data: { disabledAt: new Date() } });

  expect(await signIn({ sub: "gone", name: "Gone", groups: ["orders:owner"] })).toBeNull();
  expect(await teamsOf(userId)).toEqual([]);
  const failed = await database.owner.auditEvent.count({
    where: { action: "user.sign-in-failed", objectId: userId ?? "" },
  });
  expect(failed).toBe(1);
});

it("makes one user of many first sign-ins at once", async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => signIn({ sub: "racer", name: "Racer" })));

  expect(new Set(answers).size).toBe(1);
  expect(await database.owner.user.count({ where: { name: "Racer" } })).toBe(1);
});

it("takes a name that holds controls from something else, and refuses claims without an issuer or sub", async () => {
  const userId = await signIn({ sub: "odd", name: "Odd\u202e\u0000", preferred_username: "odd" });

  expect(await database.owner.user.findUnique({ where: { id: userId ?? "" } })).toMatchObject({ name: "odd" });
  await expect(signIn({ iss: "local", sub: "platform-admin@example.test" })).rejects.toThrow();
  await expect(signIn({ name: "No sub" })).rejects.toThrow();
});
