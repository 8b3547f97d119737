import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import { succeeded, type TestAccess } from "../access/test-access.ts";
import { approvedBy, asked, createTestTransfer, sharedTopics } from "../ownership/test-transfer.ts";
import { getRequest } from "../queries/get-request.ts";
import { runQuery } from "../run-query.ts";

let database: TestDatabase;
let people: TestAccess;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestTransfer(database.owner);
});
afterAll(() => database?.drop());

it("does not name for an open slot whoever has filled another one", async () => {
  const { owner } = people;
  await database.owner.membership.create({
    data: { teamId: people.analyticsTeamId, userId: owner.userId ?? "", role: "owner" },
  });
  const [topic = ""] = await sharedTopics(database.owner, people, "two-people");
  const request = await asked(database.web, people.member, { topics: [topic] });
  const holders = async () => {
    const view = succeeded(await runQuery(database.web, getRequest, people.member, { requestId: request.id }));
    return Object.fromEntries(view.slots.map((one) => [one.slot.id, one.holders.map(({ id }) => id)]));
  };
  expect((await holders())["owner-of-taking-team"]).toContain(owner.userId);

  await approvedBy(database.web, request, owner);
  const after = await holders();
  expect(after["owner-of-team"]).toContain(owner.userId);
  expect(after["owner-of-taking-team"]).toEqual([people.analyticsOwner.userId]);
});
