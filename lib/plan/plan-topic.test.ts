import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import { Plan } from "#lib/domain/plan";
import { STOCK_DEFAULTS } from "#lib/domain/topic-defaults";
import type { TopicSpec } from "#lib/domain/topic-spec";
import { fingerprintOf } from "./fingerprint.ts";
import { planTopic } from "./plan-topic.ts";

const at = "2026-01-05T09:10:00.000Z";
const spec = (config: Record<string, string> = {}, more: Partial<TopicSpec> = {}): TopicSpec => ({
  partitions: 6,
  replicationFactor: 3,
  config,
  ...more,
});
const live = (topic: TopicSpec): ObservedTopic => ({ topicId: "q1", internal: false, ...topic });

const create = (desired: TopicSpec, expectedBytesPerSecond: number | null = null) =>
  planTopic({
    cluster: "local",
    name: "orders.order-placed.v1",
    desired,
    observed: null,
    observedAt: at,
    defaults: STOCK_DEFAULTS,
    expectedBytesPerSecond,
  });

const alter = (
  observed: TopicSpec,
  desired: TopicSpec,
  managedKeys: string[] = [],
  expectedBytesPerSecond: number | null = null,
) =>
  planTopic({
    cluster: "local",
    name: "orders.order-placed.v1",
    desired,
    observed: live(observed),
    observedAt: at,
    defaults: STOCK_DEFAULTS,
    managedKeys,
    expectedBytesPerSecond,
  });

describe("planning a topic that is not there", () => {
  it("adds the topic and each of its fields, in a fixed order", () => {
    const plan = create(spec({ "retention.ms": "604800000", "cleanup.policy": "delete" }), 5_000);
    expect(plan.changes).toEqual([
      { field: "topic", from: null, to: "orders.order-placed.v1", kind: "additive" },
      { field: "partitions", from: null, to: 6, kind: "additive" },
      { field: "replicationFactor", from: null, to: 3, kind: "additive" },
      { field: "cleanup.policy", from: null, to: "delete", kind: "additive" },
      { field: "retention.ms", from: null, to: "604800000", kind: "additive" },
    ]);
    expect(plan).toMatchObject({ topicId: null, basedOn: at, refusals: [] });
    expect(plan.effects).toContainEqual({
      field: "retention.ms",
      text: "Stores up to about 8.4 GiB at the expected 5 kB/s with 3 replicas.",
    });
    expect(Plan.parse(plan)).toEqual(plan);
  });

  it("says what it stores of the topic where retention is the broker's default", () => {
    expect(create(spec(), 5_000).effects[0]).toEqual({
      field: "topic",
      text: "Stores up to about 8.4 GiB at the expected 5 kB/s with 3 replicas.",
    });
  });

  it.each<[string, TopicSpec, number | null, string]>([
    [
      "one replica",
      spec({}, { replicationFactor: 1 }),
      null,
      "There is one copy only: one broker's failure makes its partitions unavailable, and the loss of its disk loses them.",
    ],
    ["three replicas", spec(), null, "Places 18 replicas on the brokers."],
    ["unlimited retention", spec({ "retention.ms": "-1" }), null, "Records are never deleted."],
    [
      "unlimited retention at a rate",
      spec({ "retention.ms": "-1" }),
      5_000,
      "Grows by about 1.2 GiB a day at the expected 5 kB/s with 3 replicas.",
    ],
    [
      "compaction",
      spec({ "cleanup.policy": "compact" }),
      null,
      "Keeps the latest value per key; records without a key are refused.",
    ],
    [
      "every replica required",
      spec({ "min.insync.replicas": "3" }),
      null,
      "While any of the 3 replicas is down, writes with acks=all are refused.",
    ],
    [
      "two of three required",
      spec({ "min.insync.replicas": "2" }),
      null,
      "Writes with acks=all go on while up to 1 of 3 replicas is down.",
    ],
    [
      "a size limit",
      spec({ "retention.bytes": "1073741824" }),
      null,
      "Keeps at most 1 GiB per partition, 18 GiB on all brokers together.",
    ],
  ])("tells the effect of %s", (_, desired, rate, text) => {
    expect(create(desired, rate).effects.map((effect) => effect.text)).toContain(text);
  });

  it("warns when the cluster has too few brokers, without refusing", () => {
    const plan = planTopic({
      cluster: "local",
      name: "a.b.v1",
      desired: spec(),
      observed: null,
      observedAt: at,
      defaults: STOCK_DEFAULTS,
      brokers: 1,
    });
    expect(plan.refusals).toEqual([]);
    expect(plan.effects).toContainEqual({
      field: "replicationFactor",
      text: expect.stringContaining("last seen with 1"),
    });
  });

  it("says nothing of storage when the rate is not known, or the topic is only compacted", () => {
    const texts = [create(spec({ "retention.ms": "1000" })), create(spec({ "cleanup.policy": "compact" }), 5_000)]
      .flatMap(({ effects }) => effects)
      .map(({ text }) => text);
    expect(texts.filter((text) => text.includes("Stores"))).toEqual([]);
  });
});

describe("planning a topic that is there", () => {
  it.each<[string, TopicSpec, TopicSpec, string]>([
    ["more partitions", spec(), spec({}, { partitions: 12 }), "irreversible"],
    ["fewer replicas", spec(), spec({}, { replicationFactor: 2 }), "destructive"],
    ["more replicas", spec(), spec({}, { replicationFactor: 4 }), "neutral"],
    ["shorter retention", spec({ "retention.ms": "2000" }), spec({ "retention.ms": "1000" }), "destructive"],
    ["longer retention", spec({ "retention.ms": "1000" }), spec({ "retention.ms": "2000" }), "neutral"],
    ["no limit any more", spec({ "retention.ms": "1000" }), spec({ "retention.ms": "-1" }), "neutral"],
    ["a limit where was none", spec({ "retention.bytes": "-1" }), spec({ "retention.bytes": "5" }), "destructive"],
    ["shorter than the default", spec(), spec({ "retention.ms": "1000" }), "destructive"],
    ["the default, stated", spec(), spec({ "retention.ms": "604800000" }), "neutral"],
    [
      "another cleanup policy",
      spec({ "cleanup.policy": "delete" }),
      spec({ "cleanup.policy": "compact" }),
      "destructive",
    ],
    [
      "fewer in-sync replicas",
      spec({ "min.insync.replicas": "2" }),
      spec({ "min.insync.replicas": "1" }),
      "destructive",
    ],
    ["unclean election", spec(), spec({ "unclean.leader.election.enable": "true" }), "destructive"],
    [
      "clean election",
      spec({ "unclean.leader.election.enable": "true" }),
      spec({ "unclean.leader.election.enable": "false" }),
      "neutral",
    ],
    ["smaller batches", spec({ "max.message.bytes": "9" }), spec({ "max.message.bytes": "8" }), "destructive"],
    ["a value out of order", spec({ "retention.ms": "soon" }), spec({ "retention.ms": "1" }), "destructive"],
    ["a key nobody knows", spec({ "future.key": "1" }), spec({ "future.key": "2" }), "destructive"],
    ["the broker's clock", spec(), spec({ "message.timestamp.type": "LogAppendTime" }), "irreversible"],
  ])("%s", (_, observed, desired, kind) => {
    expect(alter(observed, desired).changes).toEqual([expect.objectContaining({ kind })]);
  });

  it("refuses to remove partitions and says so", () => {
    expect(alter(spec({}, { partitions: 12 }), spec())).toMatchObject({
      changes: [],
      refusals: [{ field: "partitions", reason: "Kafka cannot remove partitions: the topic has 12, asked for are 6." }],
    });
  });

  it("says what shorter retention deletes", () => {
    const plan = alter(spec({ "retention.ms": "-1" }), spec({ "retention.ms": "259200000" }));
    expect(plan.effects).toEqual([{ field: "retention.ms", text: "Deletes every record older than 3 d." }]);
  });

  it("leaves keys alone that it does not manage, and unsets those it no longer wants", () => {
    const observed = spec({ "retention.ms": "1000", "segment.ms": "5", "flush.ms": "9" });
    const plan = alter(observed, spec({ "retention.ms": "1000" }), ["retention.ms", "segment.ms", "preallocate"]);
    expect(plan.changes).toEqual([{ field: "segment.ms", from: "5", to: null, kind: "neutral" }]);
  });

  it("is about the topic it saw", () => expect(alter(spec(), spec()).topicId).toBe("q1"));
});

describe("properties", () => {
  const key: fc.Arbitrary<string> = fc.constantFrom(
    "retention.ms",
    "retention.bytes",
    "cleanup.policy",
    "min.insync.replicas",
    "preallocate",
    "future.key",
  );
  const value = fc.constantFrom("-1", "1", "1000", "delete", "compact", "true", "nonsense");
  const anySpec: fc.Arbitrary<TopicSpec> = fc.record({
    partitions: fc.integer({ min: 1, max: 100 }),
    replicationFactor: fc.integer({ min: 1, max: 5 }),
    config: fc.dictionary(key, value, { noNullPrototype: true }),
  });
  const observation = fc.option(anySpec.map(live));
  const cases = fc.record({ desired: anySpec, observed: observation, managed: fc.uniqueArray(key) });

  const plan = (
    desired: TopicSpec,
    observed: ObservedTopic | null,
    managedKeys: string[],
    rate: number | null = null,
  ) =>
    planTopic({
      cluster: "local",
      name: "a.b.v1",
      desired,
      observed,
      observedAt: at,
      defaults: STOCK_DEFAULTS,
      managedKeys,
      expectedBytesPerSecond: rate,
    });

  it("planning after applying is empty", () => {
    fc.assert(
      fc.property(cases, ({ desired, observed, managed }) => {
        const first = plan(desired, observed, managed);
        fc.pre(first.refusals.length === 0);
        expect(plan(desired, applied(first, observed), managed)).toMatchObject({
          changes: [],
          refusals: [],
          effects: [],
        });
      }),
    );
  });

  it("applying changes nothing but what the plan names", () => {
    fc.assert(
      fc.property(cases, ({ desired, observed, managed }) => {
        const after = applied(plan(desired, observed, managed), observed);
        const theirs = Object.keys(observed?.config ?? {}).filter(
          (k) => !(k in desired.config) && !managed.includes(k),
        );
        for (const k of theirs) expect(after.config[k]).toBe(observed?.config[k]);
      }),
    );
  });

  it("the fingerprint does not depend on the order of keys, on effects, or on when the cluster was seen", () => {
    fc.assert(
      fc.property(cases, fc.nat(), ({ desired, observed, managed }, rate) => {
        const reversed = { ...desired, config: Object.fromEntries(Object.entries(desired.config).reverse()) };
        const first = fingerprintOf(plan(desired, observed, managed));
        expect(fingerprintOf({ ...plan(reversed, observed, managed, rate), basedOn: null })).toBe(first);
      }),
    );
  });

  it("the fingerprint tells different changes apart", () => {
    fc.assert(
      fc.property(anySpec, anySpec, (one, other) => {
        fc.pre(fc.stringify(sorted(one)) !== fc.stringify(sorted(other)));
        expect(fingerprintOf(plan(one, null, []))).not.toBe(fingerprintOf(plan(other, null, [])));
      }),
    );
  });
});

it("the fingerprint is SHA-256 in hexadecimal, and binds to the topic's id", () => {
  const fingerprint = fingerprintOf(alter(spec(), spec({}, { partitions: 12 })));
  expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
  expect(fingerprintOf({ ...alter(spec(), spec({}, { partitions: 12 })), topicId: "q2" })).not.toBe(fingerprint);
});

function sorted(topic: TopicSpec): TopicSpec {
  return { ...topic, config: Object.fromEntries(Object.entries(topic.config).sort()) };
}

/** A cluster in a few lines: what is there once a plan was applied. */
function applied(plan: Plan, before: ObservedTopic | null): ObservedTopic {
  const after: ObservedTopic = before
    ? { ...before, config: { ...before.config } }
    : { topicId: "new", internal: false, partitions: 0, replicationFactor: 0, config: {} };
  for (const { field, to } of plan.changes) {
    if (field === "topic") continue;
    if (field === "partitions" || field === "replicationFactor") after[field] = Number(to);
    else if (to === null) delete after.config[field];
    else after.config[field] = String(to);
  }
  return after;
}
