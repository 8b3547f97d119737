import { describe, expect, it } from "vitest";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import { AcceptedWrites, asAccepted, VISIBLE_WITHIN_MS } from "./accepted-writes.ts";
import type { FieldWrite } from "./decide-change.ts";

const TOPIC = "7c1f0c3e-1111-4222-8333-444455556666";

function written(field: string, observed: string | null, desired: string | null): FieldWrite {
  return { field, observed, desired, byDefault: null, change: null, authority: { by: "taken-back" } };
}

function showing(config: Record<string, string>, partitions = 6): ObservedTopic {
  return { topicId: "AAAAAAAAAAAAAAAAAAAAAg", internal: false, partitions, replicationFactor: 1, config };
}

function accepted(...writes: FieldWrite[]) {
  let now = 0;
  const writesOf = new AcceptedWrites(() => now);
  writesOf.note(TOPIC, writes);
  return {
    writesOf,
    wait: (ms: number) => (now += ms),
    look: (observed: ObservedTopic) => {
      const { shown, late } = writesOf.look(TOPIC, observed);
      return { shown: shown.map(({ field }) => field), late: late.map(({ field }) => field) };
    },
  };
}

describe("what a cluster accepted", () => {
  it("is late while what was there before shows, and shown from then on", () => {
    const { look } = accepted(written("retention.ms", "1000", null), written("partitions", "6", "9"));
    expect(look(showing({ "retention.ms": "1000" }))).toEqual({ shown: [], late: ["retention.ms", "partitions"] });
    expect(look(showing({}))).toEqual({ shown: ["retention.ms"], late: ["partitions"] });
    expect(look(showing({}, 9))).toEqual({ shown: ["retention.ms", "partitions"], late: [] });
  });

  it("is somebody else's again when it shows a third value, and when it shows no more", () => {
    const { look } = accepted(written("retention.ms", "1000", "2000"), written("segment.ms", null, "60000"));
    expect(look(showing({ "retention.ms": "3000", "segment.ms": "60000" }))).toEqual({
      shown: ["segment.ms"],
      late: [],
    });
    expect(look(showing({ "retention.ms": "1000" }))).toEqual({ shown: [], late: [] });
  });

  it("that was written over before it showed may show in between", () => {
    const { writesOf, look } = accepted(written("retention.ms", "1000", "2000"));
    writesOf.note(TOPIC, [written("retention.ms", "2000", "3000")]);
    for (const value of ["1000", "2000"])
      expect(look(showing({ "retention.ms": value }))).toEqual({ shown: [], late: ["retention.ms"] });
    expect(look(showing({ "retention.ms": "3000" }))).toEqual({ shown: ["retention.ms"], late: [] });
  });

  it("is the same setting in the broker's spelling", () => {
    const { look } = accepted(written("min.cleanable.dirty.ratio", "0.5", "1"));
    expect(look(showing({ "min.cleanable.dirty.ratio": "1.0" }))).toEqual({
      shown: ["min.cleanable.dirty.ratio"],
      late: [],
    });
  });

  it("is waited for a bounded time, and believed when it shows after all", () => {
    const { writesOf, look, wait } = accepted(written("retention.ms", "1000", "2000"));
    wait(VISIBLE_WITHIN_MS - 1);
    expect(look(showing({ "retention.ms": "1000" })).late).toEqual(["retention.ms"]);
    expect(writesOf.isGivenUp(TOPIC, "retention.ms")).toBe(false);
    wait(1);
    expect(look(showing({ "retention.ms": "1000" }))).toEqual({ shown: [], late: [] });
    expect(writesOf.isGivenUp(TOPIC, "retention.ms")).toBe(true);
    expect(look(showing({ "retention.ms": "2000" })).shown).toEqual(["retention.ms"]);
  });

  it("is never shown once the same was waited for twice in vain", () => {
    const { writesOf, look, wait } = accepted(written("retention.ms", "1000", "2000"));
    const never = () => writesOf.look(TOPIC, showing({ "retention.ms": "1000" })).never.map(({ desired }) => desired);
    const inVain = () => {
      wait(VISIBLE_WITHIN_MS);
      return never();
    };
    expect(inVain()).toEqual([]);
    writesOf.note(TOPIC, [written("retention.ms", "1000", "2000")]);
    expect(never()).toEqual([]);
    expect(inVain()).toEqual(["2000"]);
    expect(look(showing({ "retention.ms": "2000" })).shown).toEqual(["retention.ms"]);

    // Something else has its own two times.
    writesOf.note(TOPIC, [written("retention.ms", "1000", "3000")]);
    expect(inVain()).toEqual([]);
  });

  it("is forgotten with its topic", () => {
    const { writesOf, look } = accepted(written("retention.ms", "1000", "2000"));
    writesOf.forget(TOPIC);
    expect(look(showing({ "retention.ms": "1000" }))).toEqual({ shown: [], late: [] });
  });

  it("makes a topic as it will show itself", () => {
    const late = [
      written("retention.ms", "1000", null),
      written("segment.ms", null, "60000"),
      written("partitions", "6", "9"),
    ];
    const behind = showing({ "retention.ms": "1000", "max.message.bytes": "1024" });
    expect(asAccepted(behind, late)).toEqual(showing({ "segment.ms": "60000", "max.message.bytes": "1024" }, 9));
    expect(asAccepted(behind, [])).toEqual(behind);
  });
});
