import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import {
  accessInput,
  consume,
  createTestAccess,
  granted,
  refused,
  succeeded,
  type TestAccess,
} from "../access/test-access.ts";
import { announceEnding } from "../commands/announce-ending.ts";
import { approveRequest } from "../commands/approve-request.ts";
import { cancelTopicChange } from "../commands/cancel-topic-change.ts";
import { describeTopic } from "../commands/describe-topic.ts";
import { requestAccess } from "../commands/request-access.ts";
import { requestTopicAdoption } from "../commands/request-topic-adoption.ts";
import { requestTopicChange } from "../commands/request-topic-change.ts";
import { requestTopicDeletion } from "../commands/request-topic-deletion.ts";
import { requestTopicRevert } from "../commands/request-topic-revert.ts";
import { previewTopicLife } from "../queries/preview-topic-life.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { createTestTopic, type TestTopic, tellLoss } from "./test-topics.ts";

let database: TestDatabase;
let people: TestAccess;
let one: TestTopic;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestAccess(database.owner);
});
afterAll(() => database?.drop());

let made = 0;
const topic = (wanted: Parameters<typeof createTestTopic>[3] = {}) => {
  made += 1;
  return createTestTopic(database.owner, people.teamId, `orders.hostile-${made}.v1`, wanted);
};
const about = ({ name }: TestTopic, rest: object) => ({ cluster: "local", name, reason: "Why.", ...rest });
const change = (which: TestTopic, patch: object) =>
  runCommand(database.web, requestTopicChange, people.member, about(which, { kind: "change", patch }));
const revert = (which: TestTopic, rest: object = {}) =>
  runCommand(database.web, requestTopicRevert, people.member, about(which, { kind: "revert", ...rest }));
const adopt = (which: TestTopic, rest: object = {}) =>
  runCommand(database.web, requestTopicAdoption, people.member, about(which, { kind: "adopt", ...rest }));
const deletion = ({ name }: TestTopic) =>
  runCommand(
    database.web,
    requestTopicDeletion,
    people.member,
    about({ name } as TestTopic, { kind: "delete", confirm: name }),
  );
const approve = (actor: Actor, { id, fingerprint }: { id: number; fingerprint: string }) =>
  runCommand(database.web, approveRequest, actor, { requestId: id, fingerprint });
const takeBack = (id: number) =>
  runCommand(database.web, cancelTopicChange, people.owner, { requestId: id, reason: "Too early." });
const topicNow = ({ id }: TestTopic) => database.owner.topic.findUniqueOrThrow({ where: { id } });
const stored = (id: number) => database.owner.request.findUniqueOrThrow({ where: { id } });

/** Asked for and approved by an owner, not yet on the cluster. */
async function approved(which: TestTopic, patch: object) {
  const request = succeeded(await change(which, patch));
  expect(succeeded(await approve(people.owner, request)).state).toBe("approved");
  return request;
}

const WEEK = "604800000";
const FORTNIGHT = "1209600000";
const MONTH = "2592000000";
const DAY = "86400000";

describe("what is approved is what was shown", () => {
  it("refuses a field that is so on the cluster and desired otherwise: its plan would say nothing of it", async () => {
    one = await topic({ live: { config: { "retention.ms": MONTH } } });
    const failure = refused(await change(one, { partitions: 6, config: { "retention.ms": MONTH } }));
    expect(failure).toMatchObject({ code: "conflict", errors: [{ path: "patch.config.retention.ms" }] });
    expect(failure.detail).toMatch(/adopt/);
  });

  it("keeps of a patch only what its plan shows", async () => {
    one = await topic();
    const request = succeeded(
      await change(one, { partitions: 6, config: { "retention.ms": WEEK }, classification: "internal" }),
    );
    expect((await stored(request.id)).patch).toEqual({ partitions: 6 });
  });

  it("does not promise to unset what is nobody's here: the worker leaves it alone", async () => {
    one = await topic({ live: { config: { "retention.ms": WEEK, "segment.ms": "3600000" } } });
    const failure = refused(await change(one, { config: { "segment.ms": null } }));
    expect(failure).toMatchObject({
      code: "conflict",
      errors: [{ path: "patch.config.segment.ms", message: expect.stringContaining("adopt") }],
    });
  });

  it("refuses settings that contradict what stays, also where another request came first", async () => {
    one = await topic({ config: { "retention.ms": WEEK, "min.compaction.lag.ms": "1000" } });
    expect(refused(await change(one, { config: { "max.compaction.lag.ms": "10" } }))).toMatchObject({
      code: "invalid_input",
      errors: [{ path: "patch.config.max.compaction.lag.ms" }],
    });

    one = await topic();
    const least = succeeded(await change(one, { config: { "min.compaction.lag.ms": "1000" } }));
    const most = succeeded(await change(one, { config: { "max.compaction.lag.ms": "10" } }));
    succeeded(await approve(people.owner, least));
    expect(refused(await approve(people.owner, most))).toMatchObject({ code: "conflict" });
    expect(await stored(most.id)).toMatchObject({ state: "submitted" });
  });

  it.each([
    ["a key of a prototype", '{ "config": { "__proto__": "1" } }'],
    ["a key in capitals", '{ "config": { "Retention.ms": "1" } }'],
    ["more than an int64", '{ "config": { "retention.ms": "9223372036854775808" } }'],
    ["no replica", '{ "replicationFactor": 0 }'],
    ["more replicas than Kafka can count", '{ "replicationFactor": 32768 }'],
    [
      "more keys than there are",
      JSON.stringify({ config: Object.fromEntries(Array.from({ length: 51 }, (_, key) => [`a.${key}`, "1"])) }),
    ],
    ["a number for text", '{ "config": { "retention.ms": 1 } }'],
  ])("refuses %s", async (_, patch) => {
    one = await topic();
    expect(["invalid_input", "conflict"]).toContain(refused(await change(one, JSON.parse(patch))).code);
    expect(await database.owner.request.count({ where: { topicId: one.id } })).toBe(0);
  });

  it("shows in a preview the request that has a field already", async () => {
    one = await topic();
    const first = succeeded(await change(one, { partitions: 6 }));
    const input = about(one, { kind: "change", patch: { partitions: 9 } });
    const seen = refused(await runQuery(database.web, previewTopicLife, people.owner, input));
    expect(seen).toMatchObject({ code: "conflict", extra: { requestId: first.id, field: "partitions" } });
  });
});

describe("budgets", () => {
  const rated = async (rate: number) => {
    one = await topic();
    await database.owner.topic.update({ where: { id: one.id }, data: { expectedBytesPerSecond: rate } });
    return one;
  };

  it("count an estimate beyond an int64 as the most there is", async () => {
    await rated(1_000_000_000_000);
    await approved(one, { config: { "retention.ms": "9223372036854775807" } });
    expect((await topicNow(one)).estimatedBytes).toBe(2n ** 63n - 1n);
  });

  it("count what is said of the rate at once", async () => {
    one = await topic();
    const { version } = await topicNow(one);
    const said = { description: "Every order.", expectedBytesPerSecond: 1_000 };
    succeeded(
      await runCommand(database.web, describeTopic, people.member, {
        cluster: "local",
        name: one.name,
        version,
        ...said,
      }),
    );
    expect((await topicNow(one)).estimatedBytes).toBe(604_800_000n);
  });
});

describe("the record", () => {
  it("says what was desired before and is from now on, also where no cluster is written", async () => {
    one = await topic();
    const raised = succeeded(await change(one, { classification: "confidential" }));
    succeeded(await approve(people.owner, raised));
    succeeded(await approve(people.admin, raised));
    const where = { action: "topic.desired-otherwise", objectId: one.id };
    expect(await database.owner.auditEvent.findFirst({ where })).toMatchObject({
      before: { classification: "internal", generation: 1 },
      after: { classification: "confidential", generation: 2 },
    });
  });
});

describe("taking back", () => {
  it("leaves alone what a later decision is about", async () => {
    one = await topic();
    const first = await approved(one, { partitions: 6, config: { "retention.ms": MONTH } });
    const later = await approved(one, { config: { "retention.ms": FORTNIGHT } });
    succeeded(await takeBack(first.id));
    expect(await topicNow(one)).toMatchObject({ partitions: 3, config: { "retention.ms": FORTNIGHT } });
    expect(await stored(later.id)).toMatchObject({ state: "approved" });
    const told = await database.owner.outboxEvent.findMany({
      where: { path: `/requests/${first.id}` },
      orderBy: { id: "asc" },
    });
    expect(told.at(-1)).toMatchObject({ kind: "request-decided", subject: expect.stringContaining("is taken back") });
  });

  it("counts what is desired again, not what was", async () => {
    one = await topic();
    await database.owner.topic.update({ where: { id: one.id }, data: { expectedBytesPerSecond: 1_000 } });
    const request = await approved(one, { config: { "retention.ms": FORTNIGHT } });
    expect((await topicNow(one)).estimatedBytes).toBe(1_209_600_000n);
    succeeded(await takeBack(request.id));
    expect((await topicNow(one)).estimatedBytes).toBe(604_800_000n);
  });

  it("is refused for what took effect when it was approved, and for what goes", async () => {
    one = await topic();
    const raised = succeeded(await change(one, { classification: "confidential" }));
    succeeded(await approve(people.owner, raised));
    succeeded(await approve(people.admin, raised));
    expect(refused(await takeBack(raised.id))).toMatchObject({ code: "conflict" });

    one = await topic();
    const growing = await approved(one, { partitions: 6 });
    const end = succeeded(await deletion(one));
    succeeded(await approve(people.owner, end));
    succeeded(await approve(people.admin, end));
    expect(refused(await takeBack(growing.id))).toMatchObject({ code: "conflict" });
  });
});

describe("drift", () => {
  it("is not what was approved and is not yet on the cluster", async () => {
    one = await topic();
    const { id } = await approved(one, { config: { "retention.ms": MONTH } });
    expect(refused(await revert(one))).toMatchObject({ code: "conflict" });
    expect(refused(await adopt(one))).toMatchObject({ code: "conflict" });
    expect(refused(await adopt(one, { fields: ["retention.ms"] })).detail).toContain(`Request ${id}`);
  });

  it("is not adopted, nor reverted, past those who were promised more", async () => {
    const promise = { agreement: { minRetentionMs: FORTNIGHT } };
    one = await topic({ config: { "retention.ms": MONTH }, live: { config: { "retention.ms": WEEK } } });
    await granted(database.web, people, consume(one.name), promise);
    const adopted = succeeded(await adopt(one));
    expect(adopted.requiredApprovals.map(({ id }) => id)).toContain(`reader:${people.analyticsTeamId}`);
    expect(adopted.plan.effects.map(({ text }) => text).join(" ")).toContain("promised");
    expect(refused(await approve(people.owner, adopted))).toMatchObject({ code: "forbidden" });

    one = await topic({ live: { config: { "retention.ms": MONTH } } });
    await granted(database.web, people, consume(one.name), promise);
    await tellLoss(database.owner, one, BigInt(WEEK), {});
    const reverted = succeeded(await revert(one));
    expect(reverted.requiredApprovals.map(({ id }) => id)).toContain(`reader:${people.analyticsTeamId}`);
  });
});

describe("the end of a topic", () => {
  let open: { change: number; access: number };

  beforeEach(async () => {
    one = await topic();
    const [access] = succeeded(
      await runCommand(database.web, requestAccess, people.analyst, accessInput([consume(one.name)])),
    ).requests;
    open = { change: succeeded(await change(one, { config: { "retention.ms": DAY } })).id, access: access?.id ?? 0 };
    const end = succeeded(await deletion(one));
    succeeded(await approve(people.owner, end));
    succeeded(await approve(people.admin, end));
  });

  it("ends what was still asked of it, and gives back what that held", async () => {
    expect(await stored(open.change)).toMatchObject({ state: "stale" });
    expect(await stored(open.access)).toMatchObject({ state: "stale" });
    expect(await database.owner.fieldClaim.count({ where: { objectName: one.name } })).toBe(0);
    const trail = await database.owner.auditEvent.findMany({
      where: { action: "request.stale", objectName: one.name },
    });
    expect(trail).toHaveLength(2);
  });

  it("is announced no more, nor described", async () => {
    const frame = { cluster: "local", name: one.name };
    const ending = { ...frame, at: new Date(Date.now() + Number(WEEK)).toISOString(), reason: "Why." };
    expect(refused(await runCommand(database.web, announceEnding, people.owner, ending))).toMatchObject({
      code: "conflict",
    });
    const { version } = await topicNow(one);
    const said = { ...frame, version, description: "Gone." };
    expect(refused(await runCommand(database.web, describeTopic, people.member, said))).toMatchObject({
      code: "conflict",
    });
  });

  it("names the notice that was promised, until an announced end has come", async () => {
    one = await topic();
    await granted(database.web, people, consume(one.name), { agreement: { noticeDays: 1 } });
    const effects = async () => {
      const input = about(one, { kind: "delete", confirm: one.name });
      const { plan } = succeeded(await runQuery(database.web, previewTopicLife, people.member, input));
      return plan?.effects.map(({ text }) => text).join(" ");
    };
    expect(await effects()).toContain("promised to dashboards of Analytics: 1 day of notice");
    await database.owner.topic.update({ where: { id: one.id }, data: { endingAt: new Date(Date.now() - 1_000) } });
    expect(await effects()).not.toContain("promised");
  });

  it("gives nobody access to a tombstone, which the next topic of that name would inherit", async () => {
    const again = await runCommand(database.web, requestAccess, people.analyst, accessInput([consume(one.name)]));
    expect(refused(again).detail).toMatch(/is being deleted/);
  });
});
