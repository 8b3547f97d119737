import { describe, expect, it } from "vitest";
import type { TopicRow } from "#lib/db/worker-stores/due-topics";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import { judgeTopics } from "./judge-topics.ts";

const config = { "retention.ms": "1000" };
const topic: TopicRow = {
  topicId: "t1",
  teamId: "team",
  name: "orders.order-placed.v1",
  generation: 1,
  partitions: 6,
  replicationFactor: 1,
  config,
  state: "ready",
  observedGeneration: 1,
  lastApplied: null,
  kafkaTopicId: "id-1",
  createAttempted: true,
  attempt: 0,
};
const live: ObservedTopic = { topicId: "id-1", internal: false, partitions: 6, replicationFactor: 1, config };
const sees = (observed: ObservedTopic | null) => new Map([[topic.name, observed]]);
const drifted = { ...live, config: {} };

/** Runs sweeps one after the other and answers what the last of them agreed on. */
function sweeps(row: TopicRow, ...seen: ReadonlyMap<string, ObservedTopic | null>[]) {
  let suspicions = new Map<string, string>();
  let agreed: ReturnType<typeof judgeTopics>["agreed"] = [];
  for (const observed of seen) ({ agreed, suspicions } = judgeTopics("local", [row], observed, suspicions));
  return agreed;
}

describe("judgeTopics", () => {
  it("says nothing about what is as it is said to be", () => {
    expect(sweeps(topic, sees(live), sees(live))).toEqual([]);
    expect(sweeps({ ...topic, state: "drifted" }, sees(drifted), sees(drifted))).toEqual([]);
  });

  it.each<[string, ObservedTopic | null, string, string]>([
    ["differs", drifted, "drifted", "drift"],
    ["is gone", null, "missing", "missing"],
    ["was made again", { ...live, topicId: "id-2" }, "blocked", "recreated_outside"],
  ])("declares that a topic %s when two sweeps agree, not before", (_, seen, state, reason) => {
    expect(sweeps(topic, sees(seen))).toEqual([]);
    expect(sweeps(topic, sees(seen), sees(seen))).toMatchObject([{ topicId: "t1", was: "ready", state, reason }]);
  });

  it("begins anew when a sweep in between saw something else", () => {
    expect(sweeps(topic, sees(drifted), sees(live), sees(drifted))).toEqual([]);
    expect(sweeps(topic, sees(drifted), sees(null))).toEqual([]);
  });

  it("takes no answer for no news", () => {
    expect(sweeps(topic, new Map(), new Map())).toEqual([]);
    expect(sweeps(topic, sees(drifted), new Map(), sees(drifted))).toMatchObject([{ state: "drifted" }]);
  });

  it("comes back to ready in the same way", () => {
    const row = { ...topic, state: "drifted" };
    expect(sweeps(row, sees(live))).toEqual([]);
    expect(sweeps(row, sees(live), sees(live))).toMatchObject([{ was: "drifted", state: "ready", reason: null }]);
  });

  it("sees that a key which is not desired any more is still set", () => {
    const row = {
      ...topic,
      config: {},
      lastApplied: { generation: 1, spec: { partitions: 6, replicationFactor: 1, config } },
    };
    expect(sweeps(row, sees(live), sees(live))).toMatchObject([{ state: "drifted" }]);
  });
});
