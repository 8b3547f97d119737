import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import { createApplication, createTopic, refused, type TestAccess } from "../access/test-access.ts";
import { getRequest } from "../queries/get-request.ts";
import { runQuery } from "../run-query.ts";
import { approve, approvedBy, asked, createTestTransfer, sharedTopics } from "./test-transfer.ts";

let database: TestDatabase;
let people: TestAccess;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestTransfer(database.owner);
});
afterAll(() => database?.drop());

/** The topic is deleted, as by the worker when the cluster confirmed it, and made anew by the same team. */
async function madeAnew(name: string): Promise<void> {
  await database.owner.$executeRaw`UPDATE topics SET deleting_at = now() WHERE name = ${name}`;
  await database.worker.$queryRaw`SELECT topic_gone(id) FROM topics WHERE name = ${name}`;
  await createTopic(database.owner, name, people.teamId);
}

const ownerOf = async (name: string) => {
  const { teamId } = await database.owner.topic.findFirstOrThrow({ where: { name } });
  return teamId === people.teamId ? "orders" : "analytics";
};

it("leaves a topic that was made anew since it was asked, and has to be read again", async () => {
  const [anew = "", kept = ""] = await sharedTopics(database.owner, people, "anew", "stays");
  const asking = await asked(database.web, people.member, { topics: [anew, kept] });
  await approvedBy(database.web, asking, people.owner);
  await madeAnew(anew);

  expect(refused(await approve(database.web, people.analyticsOwner, asking))).toMatchObject({ code: "stale_plan" });
  const view = await runQuery(database.web, getRequest, people.owner, { requestId: asking.id });
  if (!view.ok) throw new Error(view.failure.detail);
  expect(view.value.plan.changes.map(({ field }) => field)).toEqual([`owner of topic ${kept}`]);

  await approvedBy(database.web, view.value, people.owner, people.analyticsOwner);
  expect([await ownerOf(anew), await ownerOf(kept)]).toEqual(["orders", "analytics"]);
});

it("is stale where nothing is left that was meant", async () => {
  const [anew = ""] = await sharedTopics(database.owner, people, "anew-alone");
  const asking = await asked(database.web, people.member, { topics: [anew] });
  await madeAnew(anew);
  expect(refused(await approve(database.web, people.owner, asking))).toMatchObject({
    code: "stale_plan",
    errors: [{ path: "topics" }],
  });
  expect(await ownerOf(anew)).toBe("orders");
});

it("leaves an application that was made anew", async () => {
  const [topic = ""] = await sharedTopics(database.owner, people, "with-application");
  const writer = { slug: "shared-anew", teamId: people.teamId, principal: false };
  const id = await createApplication(database.owner, writer);
  const asking = await asked(database.web, people.member, { topics: [topic], applications: [writer.slug] });
  await database.owner.application.delete({ where: { id } });
  await createApplication(database.owner, writer);
  expect(refused(await approve(database.web, people.owner, asking))).toMatchObject({ code: "stale_plan" });
});
