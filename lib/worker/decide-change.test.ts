import { describe, expect, it } from "vitest";
import type { OpenRequest, TopicRow } from "#lib/db/worker-stores/due-topics";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import type { Change } from "#lib/domain/plan";
import { STOCK_DEFAULTS } from "#lib/domain/topic-defaults";
import { decideChange } from "./decide-change.ts";
import { settledRow } from "./test-topic-row.ts";
import { appliedAfter, differencesOf, driftOf } from "./topic-differences.ts";

const WEEK = "604800000";
const config = { "retention.ms": WEEK };
const live: ObservedTopic = { topicId: "id-1", internal: false, partitions: 6, replicationFactor: 1, config };
const settled = settledRow({ config });

function request(change: Partial<OpenRequest> & { changes: Change[] }): OpenRequest {
  return { id: "1", kind: "topic.change", generation: 2, defaults: {}, loss: null, ...change };
}

function changed(desired: Partial<TopicRow>, requests: OpenRequest[]): TopicRow {
  return { ...settled, generation: 2, ...desired, requests };
}

const retention = (from: string | null, to: string | null, kind: Change["kind"] = "destructive"): Change => {
  return { field: "retention.ms", from, to, kind };
};

function decide(topic: TopicRow, observed: ObservedTopic, denials = new Set<string>(), defaults = STOCK_DEFAULTS) {
  const { writes, stale } = decideChange(topic, differencesOf(topic, observed, denials, defaults));
  return {
    writes: writes.map(({ field, desired, authority }) => [field, desired, authority.by]),
    stale: stale.map(({ request: { id }, fields, outcome }) => ({ id, fields, outcome })),
  };
}
const nothing = { writes: [], stale: [] };

describe("what may be written", () => {
  it("is nothing where nothing differs, and nothing of a topic that is merely due", () => {
    expect(decide(settled, live)).toEqual(nothing);
    expect(decide(settled, { ...live, config: {}, partitions: 3 })).toEqual(nothing);
  });

  it("is only what an approved request names; what drifted beside it stays as it is", () => {
    const topic = changed({ partitions: 12 }, [
      request({ changes: [{ field: "partitions", from: 6, to: 12, kind: "irreversible" }] }),
    ]);
    expect(decide(topic, { ...live, config: {} }).writes).toEqual([["partitions", "12", "request"]]);
  });

  it("is a key that is unset, back to the broker's default", () => {
    const topic = changed({ config: {} }, [request({ changes: [retention(WEEK, null, "neutral")] })]);
    expect(decide(topic, live).writes).toEqual([["retention.ms", null, "request"]]);
  });

  it("is nothing of a request that was seen already, and nothing of an adoption", () => {
    const longer = request({ changes: [retention(WEEK, "1", "neutral")] });
    const topic = changed({ config: { "retention.ms": "1" } }, [longer]);
    expect(decide({ ...topic, observedGeneration: 2 }, live)).toEqual(nothing);
    expect(decide({ ...topic, requests: [{ ...longer, kind: "topic.adopt" }] }, live)).toEqual(nothing);
  });

  it("is what takes back a decision that was carried out already, where that loses nothing", () => {
    const applied = (value: string) => ({ generation: 2, spec: { ...live, config: { "retention.ms": value } } });
    const back = (value: string) => ({ ...settled, generation: 3, observedGeneration: 2, lastApplied: applied(value) });
    expect(decide(back("1000"), { ...live, config: { "retention.ms": "1000" } }).writes).toEqual([
      ["retention.ms", WEEK, "taken-back"],
    ]);
    expect(decide(back("9000000000"), { ...live, config: { "retention.ms": "9000000000" } })).toEqual(nothing);
  });
});

describe("an approval does not hold", () => {
  const asked = request({ changes: [retention(WEEK, "86400000")] });
  const topic = changed({ config: { "retention.ms": "86400000" } }, [asked]);

  it("unless it is for what is there now", () => {
    expect(decide(topic, live).stale).toEqual([]);
  });

  it("when something else would be lost than was seen", () => {
    expect(decide(topic, { ...live, config: { "retention.ms": "2592000000" } }).stale).toEqual([
      {
        id: "1",
        fields: ["retention.ms"],
        outcome: "retention.ms: approved was 604800000 to 86400000, now it would be 2592000000 to 86400000.",
      },
    ]);
  });

  it("not for a difference that loses nothing", () => {
    expect(decide(topic, { ...live, config: { "retention.ms": "1000" } })).toEqual({
      writes: [["retention.ms", "86400000", "request"]],
      stale: [],
    });
  });

  it("when Kafka cannot do it any more, and leaves a later request's fields alone", () => {
    const grow = request({
      changes: [{ field: "partitions", from: 6, to: 8, kind: "irreversible" }, retention(WEEK, "2")],
    });
    const later = request({ id: "2", generation: 3, changes: [retention(WEEK, "1")] });
    const both = changed({ generation: 3, partitions: 8, config: { "retention.ms": "1" } }, [grow, later]);
    expect(decide(both, { ...live, partitions: 9 }).stale).toEqual([
      {
        id: "1",
        fields: ["partitions"],
        outcome: "partitions: approved was 6 to 8, now it is 9, which Kafka cannot make 8.",
      },
    ]);
  });

  it("but a move that has begun is finished", () => {
    const fewer = request({ changes: [{ field: "replicationFactor", from: 3, to: 1, kind: "destructive" }] });
    const moved = { ...changed({}, [fewer]), progress: { moving: 6, partitions: 6 } };
    expect(decide(moved, { ...live, replicationFactor: 2 }).stale).toEqual([]);
    expect(decide({ ...moved, progress: null }, { ...live, replicationFactor: 2 }).stale).toHaveLength(1);
  });
});

describe("an approval of a key that is not set", () => {
  const byDefault = (value: string) => ({ "retention.ms": value });
  const unset = request({ changes: [retention(WEEK, null, "neutral")], defaults: byDefault("2592000000") });
  const topic = changed({ config: {} }, [unset]);
  const now = (observed: ObservedTopic, defaults: Record<string, string>, row = topic) =>
    decide(row, observed, new Set(), defaults);

  it("holds while the cluster's default is what was shown, or loses nothing either", () => {
    for (const value of ["2592000000", "-1", WEEK])
      expect(now(live, byDefault(value))).toEqual({ writes: [["retention.ms", null, "request"]], stale: [] });
  });

  it("does not when the default has become one that deletes", () => {
    const outcome =
      "retention.ms: approved was 604800000 to not set (by default 2592000000), now it would be 604800000 to not set (by default 86400000).";
    expect(now(live, byDefault("86400000")).stale).toEqual([{ id: "1", fields: ["retention.ms"], outcome }]);
  });

  it("does not when less was to be deleted than what is inherited now", () => {
    const state = request({ changes: [retention(null, "86400000")], defaults: byDefault(WEEK) });
    const stated = changed({ config: { "retention.ms": "86400000" } }, [state]);
    const inherits = { ...live, config: {} };
    expect(now(inherits, byDefault(WEEK), stated).stale).toEqual([]);
    expect(now(inherits, byDefault("2592000000"), stated).stale).toHaveLength(1);
    expect(now(inherits, byDefault("3600000"), stated).stale).toEqual([]);
  });

  it("was of stock Kafka's default where it was given before clusters told theirs", () => {
    const before = changed({ config: {} }, [request({ changes: [retention("2592000000", null)] })]);
    const month = { ...live, config: { "retention.ms": "2592000000" } };
    expect(now(month, byDefault(WEEK), before).stale).toEqual([]);
    expect(now(month, byDefault("86400000"), before).stale).toHaveLength(1);
  });
});

describe("a block", () => {
  const block = request({
    kind: "topic.block",
    changes: [{ field: "blocked", from: "no", to: "yes", kind: "destructive" }],
  });

  it("is written when it is approved, and not again when somebody took it away", () => {
    const asked = changed({ blocked: true }, [block]);
    expect(decide(asked, live).writes).toEqual([["blocked", "yes", "request"]]);
    const done = { ...asked, observedGeneration: 2, requests: [] };
    expect(decide(done, live, new Set(["READ"]))).toEqual(nothing);
    expect(decide(done, live, new Set(["READ", "WRITE"]))).toEqual(nothing);
  });

  it("is lifted without being asked for, also when our bindings do not show", () => {
    const lifted = { ...settled, generation: 3, denied: ["READ" as const] };
    expect(decide(lifted, live).writes).toEqual([["blocked", "no", "taken-back"]]);
    expect(decide({ ...lifted, denied: [] }, live, new Set(["READ", "WRITE"]))).toEqual(nothing);
  });
});

describe("what the worker puts back by itself", () => {
  const asSeen = {
    field: "retention.ms",
    desired: WEEK,
    applied: WEEK,
    observed: "1000",
    since: "2026-01-01T00:00:00.000Z",
  };
  const drift = [asSeen];
  const drifted = { ...settled, state: "drifted", drift, revertsHarmless: true };
  const shorter = { ...live, config: { "retention.ms": "1000" } };

  it("is what loses nothing, where the cluster is set so, and as two sweeps saw it", () => {
    expect(decide(drifted, shorter).writes).toEqual([["retention.ms", WEEK, "automatic"]]);
    expect(decide({ ...drifted, revertsHarmless: false }, shorter)).toEqual(nothing);
    expect(decide({ ...drifted, state: "ready" }, shorter)).toEqual(nothing);
    expect(decide({ ...drifted, toAdopt: ["retention.ms"] }, shorter)).toEqual(nothing);
    expect(decide(drifted, { ...live, config: { "retention.ms": "2000" } })).toEqual(nothing);
  });

  it("is never what deletes, or what cannot be taken back", () => {
    const longer = { ...live, config: { "retention.ms": "9000000000" } };
    expect(decide({ ...drifted, drift: [{ ...asSeen, observed: "9000000000" }] }, longer)).toEqual(nothing);
    const inherited = { ...live, config: {} };
    const inheriting = { ...drifted, drift: [{ ...asSeen, observed: null }] };
    expect(decide(inheriting, inherited, new Set(), { "retention.ms": "2592000000" })).toEqual(nothing);
    expect(decide(inheriting, inherited, new Set(), { "retention.ms": "3600000" }).writes).toHaveLength(1);
    const fewer = { ...live, partitions: 3 };
    expect(decide({ ...drifted, drift: [{ ...asSeen, field: "partitions", observed: "3" }] }, fewer)).toEqual(nothing);
  });
});

describe("what is on record after a look", () => {
  it("is as desired where it was seen, and as last applied where it differs", () => {
    const topic = { ...settled, partitions: 12, config: { "retention.ms": "1", "segment.ms": "9" } };
    const there = { ...live, partitions: 12, config: { "segment.ms": "9" } };
    const differences = differencesOf(topic, there, null, STOCK_DEFAULTS);
    expect(appliedAfter(topic, differences)).toEqual({
      spec: { partitions: 12, replicationFactor: 1, config: { "retention.ms": WEEK, "segment.ms": "9" } },
      blocked: false,
    });
    expect(driftOf(topic, differences)).toEqual([
      { field: "retention.ms", desired: "1", applied: WEEK, observed: null, since: null },
    ]);
  });
});
