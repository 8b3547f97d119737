import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import { approveRequest } from "../commands/approve-request.ts";
import { rejectRequest } from "../commands/reject-request.ts";
import { requestTopic } from "../commands/request-topic.ts";
import { withdrawRequest } from "../commands/withdraw-request.ts";
import { runCommand } from "../run-command.ts";
import { createTestPeople, type TestPeople, topicInput } from "../test-people.ts";

let database: TestDatabase;
let people: TestPeople;
beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestPeople(database.owner);
});
afterAll(() => database?.drop());

async function submit(name: string, actor = people.member) {
  const asked = await runCommand(database.web, requestTopic, actor, topicInput(name), { idempotencyKey: name });
  if (!asked.ok) throw new Error(asked.failure.detail);
  return { requestId: asked.value.id, fingerprint: asked.value.fingerprint };
}

const told = (requestId: number) =>
  database.owner.outboxEvent.findMany({ where: { path: `/requests/${requestId}` }, orderBy: { id: "asc" } });

it("a request that waits is told to whoever may decide it, once, and its approval to whoever asked", async () => {
  const { requestId, fingerprint } = await submit("orders.told.v1");
  await submit("orders.told.v1");
  await runCommand(database.web, approveRequest, people.owner, { requestId, fingerprint, comment: "Go on." });

  const [waiting, decided, ...more] = await told(requestId);
  expect(more).toEqual([]);
  expect(waiting).toMatchObject({
    kind: "request-waiting",
    subject: `Request ${requestId} waits for a decision: topic orders.told.v1 on local`,
    body: "Orders developer of team Orders asks for topic orders.told.v1 on local.\n\nThe billing team asked for it.",
    audience: { ownersOf: [people.teamId], admins: false, webhooksOf: [people.teamId], except: people.member.userId },
  });
  expect(decided).toMatchObject({
    kind: "request-decided",
    subject: `Request ${requestId} is approved: topic orders.told.v1 on local`,
    body: `Your request ${requestId}, for topic orders.told.v1 on local, is approved by Orders owner.\n\nGo on.`,
    audience: { userIds: [people.member.userId], webhooksOf: [people.teamId], except: people.owner.userId },
    data: { requestId, state: "approved" },
  });
});

it("a rejection is told with its reason; what somebody takes back is told to nobody", async () => {
  const [rejected, withdrawn] = [await submit("orders.rejected.v1"), await submit("orders.withdrawn.v1")];
  const reason = "It is there already, under another name.";
  await runCommand(database.web, rejectRequest, people.owner, { requestId: rejected.requestId, reason });
  await runCommand(database.web, withdrawRequest, people.member, { requestId: withdrawn.requestId, reason: "" });

  expect((await told(rejected.requestId))[1]).toMatchObject({
    body: expect.stringContaining(reason),
    data: { state: "rejected" },
  });
  expect(await told(withdrawn.requestId)).toHaveLength(1);
});

it("admins are told where the team has nobody else to decide", async () => {
  await database.owner.membership.deleteMany({ where: { userId: people.secondOwner.userId ?? "" } });
  const { requestId } = await submit("orders.alone.v1", people.owner);
  expect((await told(requestId))[0]).toMatchObject({ audience: { admins: true, except: people.owner.userId } });
});

it("what was refused is told to nobody", async () => {
  const before = await database.owner.outboxEvent.count();
  const { requestId } = { requestId: 999_999 };
  await runCommand(database.web, rejectRequest, people.owner, { requestId, reason: "No." });
  await runCommand(database.web, requestTopic, people.stranger, topicInput("orders.foreign.v1"));
  expect(await database.owner.outboxEvent.count()).toBe(before);
});
