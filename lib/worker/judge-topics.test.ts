import { describe, expect, it } from "vitest";
import type { JudgeableTopic } from "#lib/db/worker-stores/managed-topics";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import { STOCK_DEFAULTS } from "#lib/domain/topic-defaults";
import { judgeTopics } from "./judge-topics.ts";
import { settledRow } from "./test-topic-row.ts";

const config = { "retention.ms": "1000" };
const topic: JudgeableTopic = { ...settledRow({ config }), lastApplied: null, denials: [] };
const live: ObservedTopic = { topicId: "id-1", internal: false, partitions: 6, replicationFactor: 1, config };
const sees = (observed: ObservedTopic | null) => new Map([[topic.name, observed]]);
const drifted = { ...live, config: {} };

const unset = {
  field: "retention.ms",
  desired: "1000",
  applied: "1000",
  observed: null,
  since: "2026-01-01T00:00:00.000Z",
};
const knownDrift: JudgeableTopic = { ...topic, state: "drifted", drift: [unset] };

/** Runs sweeps one after the other and answers what the last of them agreed on. */
function sweeps(row: JudgeableTopic, ...seen: ReadonlyMap<string, ObservedTopic | null>[]) {
  let suspicions = new Map<string, string>();
  let agreed: ReturnType<typeof judgeTopics>["agreed"] = [];
  for (const observed of seen)
    ({ agreed, suspicions } = judgeTopics({ slug: "local", defaults: STOCK_DEFAULTS }, [row], observed, suspicions));
  return agreed;
}

describe("judgeTopics", () => {
  it("says nothing about what is as it is said to be", () => {
    expect(sweeps(topic, sees(live), sees(live))).toEqual([]);
    expect(sweeps(knownDrift, sees(drifted), sees(drifted))).toEqual([]);
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

  it("keeps since when a field differs while its value goes on changing", () => {
    const other = { ...live, partitions: 12, config: { "retention.ms": "5" } };
    expect(sweeps(knownDrift, sees(other))).toEqual([]);
    const [judged] = sweeps(knownDrift, sees(other), sees(other));
    expect(judged).toMatchObject({ state: "drifted", was: "drifted", revert: false });
    expect(judged?.drift).toEqual([
      { field: "partitions", desired: "6", applied: "6", observed: "12", since: null },
      { ...unset, observed: "5" },
    ]);
  });

  it("sees that a block is gone from the cluster", () => {
    const row = { ...topic, blocked: true, lastApplied: { generation: 1, spec: { ...live }, blocked: true } };
    expect(sweeps({ ...row, denials: ["READ", "WRITE"] }, sees(live), sees(live))).toEqual([]);
    const [judged] = sweeps({ ...row, denials: ["READ"] }, sees(live), sees(live));
    expect(judged).toMatchObject({
      state: "drifted",
      drift: [{ field: "blocked", desired: "yes", applied: "yes", observed: "no" }],
    });
  });

  it("has only what is harmless put back unasked, where the cluster is set so, and again when two sweeps agree", () => {
    const row = { ...topic, revertsHarmless: true };
    const longer = { ...live, config: { "retention.ms": "5000" } };
    const shorter = { ...live, config: { "retention.ms": "5" } };
    expect(sweeps(row, sees(longer), sees(longer))).toMatchObject([{ state: "drifted", revert: false }]);
    expect(sweeps(row, sees(shorter), sees(shorter))).toMatchObject([{ state: "drifted", revert: true }]);
    const known = { ...knownDrift, revertsHarmless: true, drift: [{ ...unset, observed: "5" }] };
    expect(sweeps(known, sees(shorter))).toEqual([]);
    expect(sweeps(known, sees(shorter), sees(shorter))).toMatchObject([{ revert: true }]);
  });
});
