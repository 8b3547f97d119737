import { expect } from "@playwright/test";
import type { OffsetResetPreview } from "#lib/contract/offset-resets";
import type { ProbeView } from "#lib/contract/probes";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import {
  accessRequest,
  approve,
  expectApplied,
  grantAccess,
  makeProgram,
  makeSide,
  makeTopic,
  type Program,
  requestOf,
  type Side,
  SOON,
  toConsume,
} from "../support/access-world.ts";
import { expectOk } from "../support/client.ts";
import { expectRefusal } from "../support/refusal.ts";
import { answerTo } from "../support/schema-world.ts";
import { test } from "../support/test.ts";

test.setTimeout(180_000);

/** A topic with one partition and five records, and a program that may read it with a group that stands at the fourth. */
type World = { giver: Side; reader: Side; topic: string; program: Program; group: string };
let world: World;

test.beforeAll(async ({ sessions, witness }) => {
  const [giver, reader] = [await makeSide(sessions.admin, "giver"), await makeSide(sessions.admin, "reader")];
  const spec = { partitions: 1, replicationFactor: 1, config: {} };
  const topic = await makeTopic(giver, undefined, { spec });
  const program = await makeProgram(reader);
  const group = `${program.application}.reader`;
  await grantAccess(reader, giver, accessRequest(program.application, toConsume(topic, program.application, group)));
  for (const value of ["one", "two", "three", "four", "five"]) await witness.produce(topic, value);
  await witness.commit(group, topic, 4);
  world = { giver, reader, topic, program, group };
});

const about = (target: object, change: object = {}) => ({
  ...{ application: world.program.application, cluster: "local", group: world.group, topic: world.topic },
  target,
  ...change,
});

/** Where the worker sees the group, asked by its team. */
function look(target: object): Promise<ProbeView> {
  return answerTo(world.reader.member, "/offset-probes", about(target));
}

const reset = (target: object) => ({ ...about(target), reason: "The report is computed again." });

test("a reset is previewed, refused while somebody consumes, approved, and seen on the cluster", async ({
  witness,
}) => {
  const { reader, topic, group, program } = world;
  const toStart = { kind: "earliest" };
  expect(await look(toStart)).toMatchObject({
    state: "answered",
    offsets: { state: "Empty", partitions: [{ partition: 0, committed: "4", start: "0", end: "5", target: "0" }] },
  });
  const judged = await reader.member.post("/offset-resets?dryRun=true", about(toStart));
  expect(expectOk<OffsetResetPreview>(judged)).toMatchObject({
    submittable: true,
    totals: { again: "4", skipped: "0" },
    plan: { changes: [{ field: "partition 0", from: "4", to: "0", kind: "neutral" }] },
  });
  expect(await witness.committed(group, topic)).toEqual(["4"]);

  const consumer = await program.kafka.openReader(topic, group);
  await expect.poll(async () => (await look(toStart)).offsets?.state, SOON).toBe("Stable");
  expectRefusal(await reader.member.post("/offset-resets", reset(toStart)), { status: 409, path: "group" });
  await consumer.close();
  await expect.poll(async () => (await look(toStart)).offsets?.state, SOON).toBe("Empty");

  const asked = expectOk<RequestSubmitted>(await reader.member.post("/offset-resets", reset(toStart)));
  expect(asked.state).toBe("submitted");
  expectRefusal(await reader.owner.post("/offset-resets", reset(toStart)), { status: 409 });
  expect(await witness.committed(group, topic)).toEqual(["4"]);
  await approve(reader.owner, asked);
  await expectApplied(reader.member, asked.id);
  expect(await witness.committed(group, topic)).toEqual(["0"]);
  expect((await requestOf(reader.member, asked.id)).offsetReset).toMatchObject({
    state: "done",
    before: [{ partition: 0, offset: "4" }],
    after: [{ partition: 0, offset: "0" }],
  });
});

test("one that was approved while somebody consumes again waits for a person", async ({ witness }) => {
  const { reader, topic, group, program } = world;
  await witness.commit(group, topic, 1);
  const toEnd = { kind: "latest" };
  await look(toEnd);
  const asked = expectOk<RequestSubmitted>(await reader.member.post("/offset-resets", reset(toEnd)));
  const consumer = await program.kafka.openReader(topic, group);
  expect(await consumer.first).toBe("allowed");
  await approve(reader.owner, asked);
  await expect
    .poll(async () => (await requestOf(reader.member, asked.id)).progress, SOON)
    .toMatchObject({ step: "blocked", message: expect.stringContaining("Stop its consumers first") });
  expect(await witness.committed(group, topic)).toEqual(["1"]);

  await consumer.close();
  expectOk(await reader.member.post(`/requests/${asked.id}/retry`, {}));
  await expectApplied(reader.member, asked.id);
  expect(await witness.committed(group, topic)).toEqual(["5"]);
});

test("what a shorter retention deletes is told with the group that has not read it, and whose it is", async ({
  witness,
}) => {
  const { giver, reader, topic, group, program } = world;
  await witness.commit(group, topic, 2);
  const question = { cluster: "local", topic, retentionMs: "1" };
  const { loss } = await answerTo(giver.member, "/loss-probes", question);
  expect(loss).toMatchObject({ records: "5", bytes: expect.stringMatching(/^[1-9]\d*$/) });
  expect(loss?.groups).toEqual([{ group, owner: expect.stringContaining(`(${program.application})`), records: "3" }]);
  expectRefusal(await reader.member.post("/loss-probes", question), { status: 403 });
});
