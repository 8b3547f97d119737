import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { accessInput, consume, createTestAccess, succeeded, type TestAccess } from "../access/test-access.ts";
import { approveRequest } from "../commands/approve-request.ts";
import { cancelTopicChange } from "../commands/cancel-topic-change.ts";
import { requestAccess } from "../commands/request-access.ts";
import { requestTopicChange } from "../commands/request-topic-change.ts";
import { requestTopicDeletion } from "../commands/request-topic-deletion.ts";
import { withdrawRequest } from "../commands/withdraw-request.ts";
import { runCommand } from "../run-command.ts";
import { createTestTopic, type TestTopic } from "./test-topics.ts";

let database: TestDatabase;
let people: TestAccess;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestAccess(database.owner);
});
afterAll(() => database?.drop());

const ROUNDS = Array.from({ length: 5 }, (_, round) => round);

let made = 0;
const topic = () => {
  made += 1;
  return createTestTopic(database.owner, people.teamId, `orders.raced-${made}.v1`);
};
const about = ({ name }: TestTopic, rest: object) => ({ cluster: "local", name, reason: "Why.", ...rest });
const change = (actor: Actor, which: TestTopic, patch: object) =>
  runCommand(database.web, requestTopicChange, actor, about(which, { kind: "change", patch }));
const approve = (actor: Actor, { id, fingerprint }: { id: number; fingerprint: string }) =>
  runCommand(database.web, approveRequest, actor, { requestId: id, fingerprint });
const topicNow = ({ id }: TestTopic) => database.owner.topic.findUniqueOrThrow({ where: { id } });
const stateOf = async (id: number) => (await database.owner.request.findUniqueOrThrow({ where: { id } })).state;
const claims = ({ name }: TestTopic) => database.owner.fieldClaim.count({ where: { objectName: name } });

/** A deletion that waits for its last approval, an admin's. */
async function deletion(which: TestTopic) {
  const input = about(which, { kind: "delete", confirm: which.name });
  const request = succeeded(await runCommand(database.web, requestTopicDeletion, people.member, input));
  succeeded(await approve(people.owner, request));
  return request;
}

it.each(ROUNDS)("one of two who ask for the same field at once gets it (%i)", async () => {
  const one = await topic();
  const asked = await Promise.all([
    change(people.member, one, { partitions: 6 }),
    change(people.owner, one, { partitions: 9 }),
  ]);
  expect(asked.filter(({ ok }) => ok)).toHaveLength(1);
  expect(asked.find(({ ok }) => !ok)).toMatchObject({ failure: { code: "conflict" } });
  expect(await claims(one)).toBe(1);
});

it.each(ROUNDS)("a change is approved before its topic goes, or not at all (%i)", async () => {
  const one = await topic();
  const growing = succeeded(await change(people.member, one, { partitions: 6 }));
  const end = await deletion(one);
  const [grown] = await Promise.all([approve(people.owner, growing), approve(people.admin, end)]);

  const { deletingAt, partitions } = await topicNow(one);
  expect(deletingAt).not.toBeNull();
  expect(await stateOf(growing.id)).toBe(grown.ok ? "approved" : "stale");
  expect(partitions).toBe(grown.ok ? 6 : 3);
  expect(await claims(one)).toBe(0);
});

it.each(ROUNDS)("no access outlives its topic, whoever is first (%i)", async () => {
  const one = await topic();
  const input = accessInput([consume(one.name)]);
  const [access] = succeeded(await runCommand(database.web, requestAccess, people.analyst, input)).requests;
  if (!access) throw new Error("nothing was asked for");
  const end = await deletion(one);
  await Promise.all([approve(people.owner, access), approve(people.admin, end)]);

  expect((await topicNow(one)).deletingAt).not.toBeNull();
  const living = { resourceName: one.name, state: { not: "ended" } };
  expect(await database.owner.grant.count({ where: living })).toBe(0);
  expect(["approved", "applied", "stale", "superseded"]).toContain(await stateOf(access.id));
});

it.each(ROUNDS)("a request is approved or withdrawn, never both (%i)", async () => {
  const one = await topic();
  const growing = succeeded(await change(people.member, one, { partitions: 6 }));
  const ended = await Promise.all([
    approve(people.owner, growing),
    runCommand(database.web, withdrawRequest, people.member, { requestId: growing.id }),
  ]);
  expect(ended.filter(({ ok }) => ok)).toHaveLength(1);
  expect((await topicNow(one)).partitions).toBe(ended[0].ok ? 6 : 3);
  expect(await claims(one)).toBe(0);
});

it.each(ROUNDS)("two take back what was approved once, while another field is approved (%i)", async () => {
  const one = await topic();
  const growing = succeeded(await change(people.member, one, { partitions: 6 }));
  succeeded(await approve(people.owner, growing));
  const longer = succeeded(await change(people.member, one, { config: { "retention.ms": "2592000000" } }));
  const takeBack = (actor: Actor) =>
    runCommand(database.web, cancelTopicChange, actor, { requestId: growing.id, reason: "Too early." });
  const [first, second] = await Promise.all([
    takeBack(people.owner),
    takeBack(people.admin),
    approve(people.owner, longer),
  ]);

  expect([first, second].filter(({ ok }) => ok)).toHaveLength(1);
  expect(await topicNow(one)).toMatchObject({ partitions: 3, config: { "retention.ms": "2592000000" }, generation: 4 });
  expect([await stateOf(growing.id), await stateOf(longer.id)]).toEqual(["superseded", "approved"]);
});
