import { describe, expect, it } from "vitest";
import type { GroupOffsets } from "#lib/domain/group-offsets";
import type { ClusterError } from "#lib/kafka/cluster-admin";
import { decideResetStep } from "./decide-reset-step.ts";

const reset = {
  kafkaTopicId: "one",
  before: null,
  patch: {
    ...{ group: "billing", topic: "orders.placed", target: { kind: "earliest" as const } },
    offsets: [
      { partition: 0, before: "120", after: "5" },
      { partition: 2, before: null, after: "9" },
    ],
  },
};
const look = (change: Partial<GroupOffsets> = {}, first: string | null = "120") => ({
  ok: true as const,
  value: {
    ...{ measuredAt: "2026-11-21T12:00:00.000Z", kafkaTopicId: "one", state: "Empty", type: "classic" as const },
    members: 0,
    partitions: [
      { partition: 0, committed: first, start: "5", end: "130", target: null },
      { partition: 1, committed: "77", start: "0", end: "130", target: null },
      { partition: 2, committed: null, start: "0", end: "8", target: null },
    ],
    ...change,
  },
});
const refused = (error: Partial<ClusterError>) => ({
  ok: false as const,
  error: { code: "unexpected" as const, retriable: false, message: "no", ...error },
});

describe("an approved reset", () => {
  it("moves the partitions that were approved and no others, within what the log holds by now", () => {
    expect(decideResetStep(reset, look())).toEqual({
      type: "move",
      before: [
        { partition: 0, offset: "120" },
        { partition: 2, offset: null },
      ],
      offsets: [
        { topic: "orders.placed", partition: 0, offset: 5n },
        { topic: "orders.placed", partition: 2, offset: 8n },
      ],
    });
  });

  it("waits for a person while somebody consumes", () => {
    expect(decideResetStep(reset, look({ state: "Stable", members: 1 }))).toEqual({
      type: "blocked",
      message: expect.stringContaining("Stop its consumers first"),
    });
  });

  it("is stale when the group has read on, or was moved by somebody else", () => {
    for (const committed of ["121", "5", null])
      expect(decideResetStep(reset, look({}, committed))).toMatchObject({
        type: "stale",
        message: expect.stringContaining("in partition 0"),
      });
  });

  it("goes on from where an attempt of its own put the group that nobody saw the answer of", () => {
    const tried = { ...reset, before: [{ partition: 0, offset: "120" }] };
    expect(decideResetStep(tried, look({}, "5"))).toMatchObject({ type: "move" });
    expect(decideResetStep(tried, look({}, "6"))).toMatchObject({ type: "stale" });
  });

  it("is stale when the topic is gone or another one, and tries again what may work", () => {
    expect(decideResetStep(reset, look({ kafkaTopicId: "two" }))).toMatchObject({ type: "stale" });
    expect(decideResetStep(reset, refused({ code: "unknown_topic" }))).toMatchObject({ type: "stale" });
    expect(decideResetStep(reset, refused({ retriable: true }))).toMatchObject({ type: "pending" });
    expect(decideResetStep(reset, refused({}))).toMatchObject({ type: "blocked", message: "no" });
  });
});
