import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import type { TopicSpec } from "#lib/domain/topic-spec";
import { decideTopicStep, type ManagedTopic } from "./decide-topic-step.ts";

const spec: TopicSpec = { partitions: 6, replicationFactor: 1, config: { "retention.ms": "604800000" } };
const never: ManagedTopic = {
  cluster: "local",
  name: "orders.order-placed.v1",
  generation: 1,
  spec,
  observedGeneration: 0,
  lastApplied: null,
  kafkaTopicId: null,
  createAttempted: false,
};
const attempted: ManagedTopic = { ...never, createAttempted: true };
const known: ManagedTopic = {
  ...attempted,
  observedGeneration: 1,
  lastApplied: { generation: 1, spec },
  kafkaTopicId: "id-1",
};
const seen = (change: Partial<ObservedTopic> = {}): ObservedTopic => ({
  topicId: "id-1",
  internal: false,
  ...spec,
  ...change,
});
const other: Partial<ObservedTopic>[] = [
  { partitions: 3 },
  { partitions: 12 },
  { replicationFactor: 2 },
  { config: {} },
  { config: { "retention.ms": "1000" } },
];

describe("a topic that was never seen as ours", () => {
  it("is created when the name is free, also after an attempt that came to nothing", () => {
    expect(decideTopicStep(never, null)).toEqual({ do: "create" });
    expect(decideTopicStep(attempted, null)).toEqual({ do: "create" });
  });

  it("is somebody else's when we never tried, even if it is exactly as desired", () => {
    expect(decideTopicStep(never, seen())).toMatchObject({ do: "block", reason: "foreign_topic" });
    expect(decideTopicStep(never, seen({ partitions: 1 }))).toMatchObject({ do: "block", reason: "foreign_topic" });
  });

  it("is ours when we tried and it is as desired; keys that nobody asked for do not matter", () => {
    expect(decideTopicStep(attempted, seen())).toEqual({ do: "compare" });
    const more = seen({ config: { ...spec.config, "segment.ms": "1000" } });
    expect(decideTopicStep(attempted, more)).toEqual({ do: "compare" });
  });

  it.each(other)("is not touched when we tried and it differs: %j", (change) => {
    expect(decideTopicStep(attempted, seen(change))).toMatchObject({ do: "block", reason: "differs" });
  });

  it("says what differs", () => {
    expect(decideTopicStep(attempted, seen({ config: {} }))).toMatchObject({
      message: expect.stringContaining("retention.ms is not set, desired 604800000"),
    });
  });
});

describe("a topic that was seen as ours", () => {
  it("stays as it is while nothing differs", () => {
    expect(decideTopicStep(known, seen())).toEqual({ do: "compare" });
  });

  it("is reported when it is gone, never made again", () => {
    expect(decideTopicStep(known, null)).toEqual({ do: "report-missing" });
    expect(decideTopicStep({ ...known, generation: 2 }, null)).toEqual({ do: "report-missing" });
  });

  it("is not ours any more under another id, even if it is as desired", () => {
    expect(decideTopicStep(known, seen({ topicId: "id-2" }))).toMatchObject({
      do: "block",
      reason: "recreated_outside",
      message: expect.stringContaining("id-2"),
    });
  });

  it.each(other)("is ours also when it differs: %j", (change) => {
    expect(decideTopicStep(known, seen(change))).toEqual({ do: "compare" });
  });
});

it("writes only what was never seen and is not there", () => {
  const anything = fc.record({
    kafkaTopicId: fc.constantFrom(null, "id-1", "id-2"),
    createAttempted: fc.boolean(),
    generation: fc.constantFrom(1, 2),
    observedGeneration: fc.constantFrom(0, 1, 2),
    observed: fc.constantFrom(null, seen(), ...other.map(seen)),
  });
  fc.assert(
    fc.property(anything, ({ observed, ...status }) => {
      const writes = decideTopicStep({ ...never, ...status }, observed).do === "create";
      expect(writes).toBe(status.kafkaTopicId === null && observed === null);
    }),
  );
});
