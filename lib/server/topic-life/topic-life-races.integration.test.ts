import { expect, it } from "vitest";
import type { Actor } from "#lib/domain/actor";
import { accessInput, consume, succeeded } from "../access/test-access.ts";
import { AccessBench } from "../access/test-access-bench.ts";
import { cancelRequest } from "../commands/cancel-request.ts";
import { requestAccess } from "../commands/request-access.ts";
import { withdrawRequest } from "../commands/withdraw-request.ts";
import { topicLife } from "./test-topic-life.ts";
import type { TestTopic } from "./test-topics.ts";

const bench = AccessBench.prepare();
const { topic, changeBy, deletion, topicNow } = topicLife(bench, "raced");
const stateOf = async (id: number) => (await bench.requestRow(id)).state;
const claims = ({ name }: TestTopic) => bench.database.owner.fieldClaim.count({ where: { objectName: name } });

const ROUNDS = Array.from({ length: 5 }, (_, round) => round);

/** A deletion that waits for its last approval, an admin's. */
async function halfApproved(which: TestTopic) {
  const request = succeeded(await deletion(which));
  succeeded(await bench.approve(bench.people.owner, request));
  return request;
}

it.each(ROUNDS)("one of two who ask for the same field at once gets it (%i)", async () => {
  const one = await topic();
  const asked = await Promise.all([
    changeBy(bench.people.member, one, { partitions: 6 }),
    changeBy(bench.people.owner, one, { partitions: 9 }),
  ]);
  expect(asked.filter(({ ok }) => ok)).toHaveLength(1);
  expect(asked.find(({ ok }) => !ok)).toMatchObject({ failure: { code: "conflict" } });
  expect(await claims(one)).toBe(1);
});

it.each(ROUNDS)("a change is approved before its topic goes, or not at all (%i)", async () => {
  const one = await topic();
  const growing = succeeded(await changeBy(bench.people.member, one, { partitions: 6 }));
  const end = await halfApproved(one);
  const [grown] = await Promise.all([
    bench.approve(bench.people.owner, growing),
    bench.approve(bench.people.admin, end),
  ]);

  const { deletingAt, partitions } = await topicNow(one);
  expect(deletingAt).not.toBeNull();
  expect(await stateOf(growing.id)).toBe(grown.ok ? "approved" : "stale");
  expect(partitions).toBe(grown.ok ? 6 : 3);
  expect(await claims(one)).toBe(0);
});

it.each(ROUNDS)("no access outlives its topic, whoever is first (%i)", async () => {
  const one = await topic();
  const input = accessInput([consume(one.name)]);
  const [access] = succeeded(await bench.run(requestAccess, bench.people.analyst, input)).requests;
  if (!access) throw new Error("nothing was asked for");
  const end = await halfApproved(one);
  await Promise.all([bench.approve(bench.people.owner, access), bench.approve(bench.people.admin, end)]);

  expect((await topicNow(one)).deletingAt).not.toBeNull();
  const living = { resourceName: one.name, state: { not: "ended" } };
  expect(await bench.database.owner.grant.count({ where: living })).toBe(0);
  expect(["approved", "applied", "stale", "superseded"]).toContain(await stateOf(access.id));
});

it.each(ROUNDS)("a request is approved or withdrawn, never both (%i)", async () => {
  const one = await topic();
  const growing = succeeded(await changeBy(bench.people.member, one, { partitions: 6 }));
  const ended = await Promise.all([
    bench.approve(bench.people.owner, growing),
    bench.run(withdrawRequest, bench.people.member, { requestId: growing.id }),
  ]);
  expect(ended.filter(({ ok }) => ok)).toHaveLength(1);
  expect((await topicNow(one)).partitions).toBe(ended[0].ok ? 6 : 3);
  expect(await claims(one)).toBe(0);
});

it.each(ROUNDS)("two take back what was approved once, while another field is approved (%i)", async () => {
  const one = await topic();
  const growing = succeeded(await changeBy(bench.people.member, one, { partitions: 6 }));
  succeeded(await bench.approve(bench.people.owner, growing));
  const longer = succeeded(await changeBy(bench.people.member, one, { config: { "retention.ms": "2592000000" } }));
  const takeBack = (actor: Actor) => bench.run(cancelRequest, actor, { requestId: growing.id, reason: "Too early." });
  const [first, second] = await Promise.all([
    takeBack(bench.people.owner),
    takeBack(bench.people.admin),
    bench.approve(bench.people.owner, longer),
  ]);

  expect([first, second].filter(({ ok }) => ok)).toHaveLength(1);
  expect(await topicNow(one)).toMatchObject({ partitions: 3, config: { "retention.ms": "2592000000" }, generation: 4 });
  expect([await stateOf(growing.id), await stateOf(longer.id)]).toEqual(["superseded", "approved"]);
});
