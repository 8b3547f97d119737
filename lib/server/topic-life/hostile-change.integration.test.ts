import { describe, expect, it } from "vitest";
import { refused, succeeded } from "../access/test-access.ts";
import { AccessBench } from "../access/test-access-bench.ts";
import { cancelRequest } from "../commands/cancel-request.ts";
import { describeTopic } from "../commands/describe-topic.ts";
import { previewTopicLife } from "../queries/preview-topic-life.ts";
import { runQuery } from "../run-query.ts";
import { about, topicLife } from "./test-topic-life.ts";
import type { TestTopic } from "./test-topics.ts";

const bench = AccessBench.prepare();
const { topic, change, deletion, approved, topicNow } = topicLife(bench, "hostile");
const takeBack = (id: number) => bench.run(cancelRequest, bench.people.owner, { requestId: id, reason: "Too early." });

const WEEK = "604800000";
const FORTNIGHT = "1209600000";
const MONTH = "2592000000";
let one: TestTopic;

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
    expect((await bench.requestRow(request.id)).patch).toEqual({ partitions: 6 });
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
    succeeded(await bench.approve(bench.people.owner, least));
    expect(refused(await bench.approve(bench.people.owner, most))).toMatchObject({ code: "conflict" });
    expect(await bench.requestRow(most.id)).toMatchObject({ state: "submitted" });
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
    expect(await bench.database.owner.request.count({ where: { topicId: one.id } })).toBe(0);
  });

  it("shows in a preview the request that has a field already", async () => {
    one = await topic();
    const first = succeeded(await change(one, { partitions: 6 }));
    const input = about(one, { kind: "change", patch: { partitions: 9 } });
    const seen = refused(await runQuery(bench.database.web, previewTopicLife, bench.people.owner, input));
    expect(seen).toMatchObject({ code: "conflict", extra: { requestId: first.id, field: "partitions" } });
  });
});

describe("budgets", () => {
  const rated = async (rate: number) => {
    one = await topic();
    await bench.database.owner.topic.update({ where: { id: one.id }, data: { expectedBytesPerSecond: rate } });
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
      await bench.run(describeTopic, bench.people.member, {
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
    succeeded(await bench.approve(bench.people.owner, raised));
    succeeded(await bench.approve(bench.people.admin, raised));
    const where = { action: "topic.desired-otherwise", objectId: one.id };
    expect(await bench.database.owner.auditEvent.findFirst({ where })).toMatchObject({
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
    expect(await bench.requestRow(later.id)).toMatchObject({ state: "approved" });
    const told = await bench.database.owner.outboxEvent.findMany({
      where: { path: `/requests/${first.id}` },
      orderBy: { id: "asc" },
    });
    expect(told.at(-1)).toMatchObject({ kind: "request-decided", subject: expect.stringContaining("is taken back") });
  });

  it("counts what is desired again, not what was", async () => {
    one = await topic();
    await bench.database.owner.topic.update({ where: { id: one.id }, data: { expectedBytesPerSecond: 1_000 } });
    const request = await approved(one, { config: { "retention.ms": FORTNIGHT } });
    expect((await topicNow(one)).estimatedBytes).toBe(1_209_600_000n);
    succeeded(await takeBack(request.id));
    expect((await topicNow(one)).estimatedBytes).toBe(604_800_000n);
  });

  it("is refused for what took effect when it was approved, and for what goes", async () => {
    one = await topic();
    const raised = succeeded(await change(one, { classification: "confidential" }));
    succeeded(await bench.approve(bench.people.owner, raised));
    succeeded(await bench.approve(bench.people.admin, raised));
    expect(refused(await takeBack(raised.id))).toMatchObject({ code: "conflict" });

    one = await topic();
    const growing = await approved(one, { partitions: 6 });
    const end = succeeded(await deletion(one));
    succeeded(await bench.approve(bench.people.owner, end));
    succeeded(await bench.approve(bench.people.admin, end));
    expect(refused(await takeBack(growing.id))).toMatchObject({ code: "conflict" });
  });
});
