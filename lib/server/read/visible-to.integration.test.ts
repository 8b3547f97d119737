import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { isReaderSlot, type Slot } from "#lib/domain/slot";
import { requestTopic } from "../commands/request-topic.ts";
import { findPeople } from "../queries/find-people.ts";
import { getHistory } from "../queries/get-history.ts";
import { getNavigation } from "../queries/get-navigation.ts";
import { getRequest } from "../queries/get-request.ts";
import { getTeam } from "../queries/get-team.ts";
import { listRequests } from "../queries/list-requests.ts";
import { previewTopicRequest } from "../queries/preview-topic-request.ts";
import { search } from "../queries/search.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { createTestPeople, type TestPeople, topicInput } from "../test-people.ts";

const NAME = "orders.secret-plan.v1";
const EMPTY_TEAM = "11111111-1111-4111-8111-111111111111";

let database: TestDatabase;
let people: TestPeople;
/** A member of another team, which has `payments.` and `orders_`. */
let outsider: Actor;
let request: { id: number };

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestPeople(database.owner);
  const { userId } = people.stranger;
  const team = await database.owner.team.create({ data: { slug: "payments", name: "Payments" } });
  await database.owner.teamPrefix.createMany({
    data: ["payments.", "orders_"].map((prefix) => ({ prefix, teamId: team.id })),
  });
  await database.owner.membership.create({ data: { teamId: team.id, userId: userId ?? "", role: "member" } });
  outsider = { ...people.stranger, memberships: [{ teamId: team.id, teamSlug: "payments", role: "member" }] };

  await database.owner.team.create({ data: { id: EMPTY_TEAM, slug: "empty", name: "Empty" } });

  const asked = await runCommand(database.web, requestTopic, people.member, topicInput(NAME));
  if (!asked.ok) throw new Error(asked.failure.detail);
  request = asked.value;
});
afterAll(() => database?.drop());

describe("a token that was not given request.read", () => {
  const token = (actor: Actor): Actor => ({ ...actor, kind: "token", tokenPermissions: ["topic.read"] });

  it("finds no requests, their history or their number beside topics", async () => {
    const ask = token(people.owner);
    const found = await runQuery(database.web, search, ask, { q: "secret-plan" });
    const history = await runQuery(database.web, getHistory, ask, { kind: "request", id: request.id });

    expect(found).toEqual({ ok: true, value: { items: [] } });
    expect(history).toEqual({ ok: true, value: { items: [] } });
    expect(await runQuery(database.web, getNavigation, ask, {})).toMatchObject({ value: { approvals: 0 } });
  });

  it("while its user does", async () => {
    const found = await runQuery(database.web, search, people.owner, { q: "secret-plan" });

    expect(found).toMatchObject({ value: { items: [{ kind: "request" }] } });
    expect(await runQuery(database.web, getNavigation, people.owner, {})).toMatchObject({ value: { approvals: 1 } });
  });
});

describe("somebody of another team", () => {
  it("does not learn how many requests are open, or how much they ask for", async () => {
    const seen = async (actor: Actor) => {
      const answer = await runQuery(database.web, getTeam, actor, { team: "orders" });
      if (!answer.ok) throw new Error(answer.failure.detail);
      const { openRequests, budget } = answer.value;
      return { openRequests, pending: budget.map(({ pending }) => pending).filter((pending) => pending !== "0") };
    };

    expect(await seen(people.member)).toEqual({ openRequests: 1, pending: ["1", "3"] });
    expect(await seen(outsider)).toEqual({ openRequests: 0, pending: [] });
  });

  it.each([
    [NAME, []],
    [
      "orders_secret-plan.v1",
      ["orders_secret-plan.v1 is asked for on local already, by a request that is still open."],
    ],
  ])("who tries the name %s is never told another one", async (name, conflicts) => {
    const input = { ...topicInput(name), team: "payments" };
    const preview = await runQuery(database.web, previewTopicRequest, outsider, input);

    expect(preview).toMatchObject({ value: { conflicts: conflicts.map((message) => ({ path: "name", message })) } });
  });
});

describe("what somebody could decide, asked of many requests at once,", () => {
  const reader = (teamId: string, standInFrom: string): Slot => ({
    id: `reader:${teamId}`,
    teamId,
    label: "Payments, who read it",
    standInFrom,
  });
  const ownerSlot = (): Slot => ({ id: "owner-of-team", teamId: people.teamId, label: "an owner of Orders" });
  const platform: Slot = { id: "platform-admin", label: "a platform admin" };
  const [later, past] = ["2999-01-01T00:00:00.000Z", "2020-01-01T00:00:00.000Z"];
  const payments = () => outsider.memberships[0]?.teamId ?? "";

  const cases: [string, () => Slot[], string[]?][] = [
    ["an owner", () => [ownerSlot()]],
    ["an owner and the platform", () => [ownerSlot(), platform]],
    ["a reader first", () => [reader(payments(), later), ownerSlot()]],
    ["a reader first, then the platform", () => [reader(payments(), later), ownerSlot(), platform]],
    ["a reader who had their time", () => [reader(payments(), past), ownerSlot()]],
    ["a reader who has acknowledged", () => [reader(payments(), later), ownerSlot()], ["reader"]],
    ["a reader that is a team without people", () => [reader(EMPTY_TEAM, later), ownerSlot()]],
    ["a reader that is the asking team", () => [reader(people.teamId, later), platform]],
  ];

  it.each(cases)("is what the one request says: %s", async (_, slotsOf, filled = []) => {
    const slots = slotsOf();
    const readerTeamIds = slots.filter(isReaderSlot).map(({ teamId }) => teamId);
    await database.owner.request.update({ where: { id: request.id }, data: { slots, readerTeamIds } });
    const filler = await database.owner.user.create({ data: { name: "Another reader" } });
    for (const slot of slots.filter(({ id }) => filled.some((one) => id.startsWith(one)))) {
      const approval = { requestId: request.id, userId: filler.id, slot: slot.id, fingerprint: "-" };
      await database.owner.approval.create({ data: approval });
    }

    for (const actor of [people.member, people.owner, people.secondOwner, people.admin, outsider]) {
      const listed = await runQuery(database.web, listRequests, actor, { decidable: "true" });
      const one = await runQuery(database.web, getRequest, actor, { requestId: request.id });
      const may = one.ok && one.value.may.approve.allowed;
      const mine = one.ok && one.value.slots.some((slot) => slot.mine && !slot.filled);
      const isListed = listed.ok && listed.value.items.some(({ id }) => id === request.id);
      expect([actor.name, isListed, mine]).toEqual([actor.name, may, may]);
    }
    await database.owner.approval.deleteMany({ where: { requestId: request.id } });
  });
});

it("an owner finds people by their whole e-mail address, and cannot spell one out", async () => {
  await database.owner.user.create({ data: { name: "Quiet person", email: "Somebody@example.test" } });
  const find = (q: string) => runQuery(database.web, findPeople, people.owner, { q });

  expect(await find("somebody@example.test")).toMatchObject({ value: { items: [{ name: "Quiet person" }] } });
  expect(await find("somebody@")).toMatchObject({ value: { items: [] } });
});
