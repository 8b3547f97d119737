import { describe, expect, it } from "vitest";
import { activeGroupProblem, type GroupOffsets, movedOffsets } from "#lib/domain/group-offsets";
import { planOffsetReset, totalsOf } from "./plan-offset-reset.ts";

const seen: GroupOffsets = {
  measuredAt: "2026-11-21T12:00:00.000Z",
  kafkaTopicId: "AAAAAAAAAAAAAAAAAAAAAA",
  state: "Empty",
  type: "classic",
  members: 0,
  partitions: [
    { partition: 0, committed: "120", start: "5", end: "130", target: "5" },
    { partition: 1, committed: "10", start: "0", end: "30", target: "12" },
    { partition: 2, committed: "7", start: "0", end: "7", target: "7" },
    { partition: 3, committed: null, start: "2", end: "9", target: "2" },
    { partition: 4, committed: "1", start: "4", end: "9", target: "4" },
  ],
};
const plan = planOffsetReset({ cluster: "local", group: "billing.orders", topic: "orders.placed", seen });

describe("the plan of an offset reset", () => {
  it("has a row for each partition that moves: destructive where records are skipped, neutral where they are read again", () => {
    expect(plan.object).toEqual({ kind: "group", cluster: "local", name: "billing.orders" });
    expect(plan.changes).toEqual([
      { field: "partition 0", from: "120", to: "5", kind: "neutral" },
      { field: "partition 1", from: "10", to: "12", kind: "destructive" },
      { field: "partition 3", from: null, to: "2", kind: "neutral" },
      { field: "partition 4", from: "1", to: "4", kind: "neutral" },
    ]);
    expect(movedOffsets(seen)).toHaveLength(4);
  });

  it("says how many records are read again and skipped, those that are gone already being neither", () => {
    expect(totalsOf(seen.partitions)).toEqual({ again: 115n, skipped: 2n });
    expect(plan.effects).toEqual([
      { field: "offsets", text: "In orders.placed 115 records are read again, 2 records are skipped." },
    ]);
  });

  it("is empty when the group is there already", () => {
    const there = { ...seen, partitions: seen.partitions.slice(2, 3) };
    expect(planOffsetReset({ cluster: "local", group: "g", topic: "t", seen: there })).toMatchObject({
      changes: [],
      effects: [],
    });
  });
});

it.each([
  [{ state: "Stable", members: 2 }, "is Stable with 2 members"],
  [{ state: "PreparingRebalance", members: null }, "with members"],
  [{ state: "Empty", members: 0 }, null],
  [{ state: "Dead", members: null }, null],
])("a group that is %o is active: %s", (group, words) => {
  const problem = activeGroupProblem("billing", group);
  if (words === null) expect(problem).toBeNull();
  else expect(problem).toContain(words);
});
