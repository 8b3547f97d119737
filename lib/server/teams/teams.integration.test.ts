import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { addPrefix } from "../commands/add-prefix.ts";
import { createTeam } from "../commands/create-team.ts";
import { deleteTeam } from "../commands/delete-team.ts";
import { disableUser } from "../commands/disable-user.ts";
import { removeMember } from "../commands/remove-member.ts";
import { removePrefix } from "../commands/remove-prefix.ts";
import { requestTopic } from "../commands/request-topic.ts";
import { setMember } from "../commands/set-member.ts";
import { updateTeam } from "../commands/update-team.ts";
import { getTeam } from "../queries/get-team.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { createTestPeople, type TestPeople, topicInput } from "../test-people.ts";

let database: TestDatabase;
let people: TestPeople;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestPeople(database.owner);
});
afterAll(() => database?.drop());

const asAdmin = (command: Parameters<typeof runCommand>[1], input: unknown) =>
  runCommand(database.web, command, people.admin, input);
const makeTeam = (slug: string) => asAdmin(createTeam, { slug, name: slug.toUpperCase() });
const personIn = async (team: string, role: "member" | "owner", name = `${role} of ${team}`): Promise<string> => {
  const { id } = await database.owner.user.create({ data: { name } });
  const made = await asAdmin(setMember, { team, userId: id, role });
  expect(made.ok).toBe(true);
  return id;
};
const actorOf = (userId: string, teamId: string): Actor => ({
  ...{ kind: "user", userId, name: "x", platformRole: "none", disabled: false, tokenPermissions: null },
  memberships: [{ teamId, teamSlug: "x", role: "owner" }],
});

describe("prefixes", () => {
  it("of different teams never overlap, also when both are asked for at once", async () => {
    await Promise.all([makeTeam("left"), makeTeam("right")]);
    for (let round = 0; round < 8; round++) {
      const [shorter, longer] = [`round${round}.`, `round${round}.eu.`];
      const answers = await Promise.all([
        asAdmin(addPrefix, { team: "left", prefix: shorter }),
        asAdmin(addPrefix, { team: "right", prefix: longer }),
      ]);
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      expect(answers.find(({ ok }) => !ok)).toMatchObject({ failure: { code: "conflict" } });
    }
  });

  it("count '.' and '_' as one, so that nobody can take a name away by its look-alike", async () => {
    const refused = { ok: false, failure: { code: "conflict", errors: [{ path: "prefix" }] } };

    expect(await asAdmin(addPrefix, { team: "left", prefix: "orders_" })).toMatchObject(refused);
    expect(await asAdmin(addPrefix, { team: "left", prefix: "orders." })).toMatchObject(refused);
    expect(await asAdmin(addPrefix, { team: "orders", prefix: "orders_" })).toMatchObject({ ok: true });
  });

  it.each(["", ".", "orders", "or ders.", "örders.", "__internal.", `${"x".repeat(100)}.`])(
    "refuse %j",
    async (prefix) => {
      expect(await asAdmin(addPrefix, { team: "left", prefix })).toMatchObject({ failure: { code: "invalid_input" } });
    },
  );

  it("stay while a request stands on them and no other prefix of the team covers it", async () => {
    const asked = await runCommand(database.web, requestTopic, people.member, topicInput("orders.kept.v1"));
    expect(asked.ok).toBe(true);

    const refused = await asAdmin(removePrefix, { team: "orders", prefix: "orders." });
    expect(refused).toMatchObject({
      failure: { code: "conflict", detail: "orders. is still used by orders.kept.v1." },
    });
    await asAdmin(addPrefix, { team: "orders", prefix: "orders.kept." });
    expect(await asAdmin(removePrefix, { team: "orders", prefix: "orders." })).toMatchObject({ ok: true });
    await asAdmin(addPrefix, { team: "orders", prefix: "orders." });
  });
});

describe("the last owner", () => {
  it("stays, when one of two leaves while the other is disabled", async () => {
    for (let round = 0; round < 8; round++) {
      const team = `duel${round}`;
      await makeTeam(team);
      const one = await personIn(team, "owner");
      const two = await personIn(team, "owner");
      const answers = await Promise.all([
        asAdmin(removeMember, { team, userId: one }),
        asAdmin(disableUser, { userId: two }),
      ]);
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    }
  });

  it("cannot leave, become a member or be disabled, and the refusal names the team", async () => {
    await makeTeam("alone");
    const userId = await personIn("alone", "owner", "Only owner");
    const refused = { failure: { code: "conflict", detail: expect.stringContaining("last owner of ALONE") } };

    expect(await asAdmin(removeMember, { team: "alone", userId })).toMatchObject(refused);
    expect(await asAdmin(setMember, { team: "alone", userId, role: "member" })).toMatchObject(refused);
    expect(await asAdmin(disableUser, { userId })).toMatchObject(refused);
  });

  it("is not relieved by one who owns through a group, nor by one who is disabled", async () => {
    await makeTeam("mixed");
    const userId = await personIn("mixed", "owner", "By hand");
    const throughGroup = await database.owner.user.create({ data: { name: "Through a group" } });
    const team = await database.owner.team.findUniqueOrThrow({ where: { slug: "mixed" } });
    await database.owner.membership.create({
      data: { teamId: team.id, userId: throughGroup.id, source: "group", role: "owner" },
    });
    const disabled = await personIn("mixed", "owner", "Disabled");
    await asAdmin(disableUser, { userId: disabled });

    expect(await asAdmin(removeMember, { team: "mixed", userId })).toMatchObject({ failure: { code: "conflict" } });
  });
});

describe("a team", () => {
  it("is not deleted while it owns something, and says what", async () => {
    await makeTeam("owning");
    await asAdmin(addPrefix, { team: "owning", prefix: "owning." });
    const refused = await asAdmin(deleteTeam, { team: "owning" });
    expect(refused).toMatchObject({
      failure: { detail: expect.stringContaining("OWNING still has 1 prefix, so it cannot be deleted.") },
    });

    await asAdmin(removePrefix, { team: "owning", prefix: "owning." });
    await personIn("owning", "owner");
    expect(await asAdmin(deleteTeam, { team: "owning" })).toMatchObject({ ok: true });
    expect(await database.owner.team.count({ where: { slug: "owning" } })).toBe(0);
  });

  it("is changed by its owners only, and on the version that they saw", async () => {
    const fields = { team: "orders", name: "Orders", contactMail: "", contactChat: "" };
    const change = (actor: Actor, version: number) =>
      runCommand(database.web, updateTeam, actor, { ...fields, version });
    const { version } = await database.owner.team.findUniqueOrThrow({ where: { slug: "orders" } });

    expect(await change(people.member, version)).toMatchObject({ failure: { code: "forbidden" } });
    expect(await change(people.owner, version)).toMatchObject({ ok: true });
    expect(await change(people.owner, version)).toMatchObject({ failure: { code: "conflict" } });
  });

  it("lets its owners manage members, and nobody else's", async () => {
    const { id } = await database.owner.user.create({ data: { name: "Hire" } });
    const input = { team: "orders", userId: id, role: "member" };
    const stranger = actorOf(people.stranger.userId ?? "", "00000000-0000-4000-8000-000000000000");

    expect(await runCommand(database.web, setMember, stranger, input)).toMatchObject({
      failure: { code: "forbidden" },
    });
    expect(await runCommand(database.web, setMember, people.owner, input)).toMatchObject({ ok: true });
    const record = await database.owner.auditEvent.findFirst({
      where: { action: "team.member-added", after: { path: ["userId"], equals: id } },
    });
    expect(record).toMatchObject({ actorId: people.owner.userId, objectName: "Orders", before: null });
  });

  it("shows its people's addresses to its own and the platform", async () => {
    const seenBy = async (actor: Actor) => {
      const answer = await runQuery(database.web, getTeam, actor, { team: "orders" });
      return answer.ok && answer.value.members.some(({ email }) => email !== null);
    };
    await database.owner.user.update({ where: { id: people.owner.userId ?? "" }, data: { email: "o@example.test" } });

    expect([await seenBy(people.member), await seenBy(people.admin), await seenBy(people.stranger)]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
