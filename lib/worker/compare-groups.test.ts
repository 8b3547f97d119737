import { describe, expect, test } from "vitest";
import { compareGroups, type KnownGroups, type SeenGroups } from "./compare-groups.ts";

const group = { groupId: "billing", protocolType: "consumer", state: "Empty", members: 0 };
const row = (topic: string, committed: string) => ({ groupId: "billing", topic, committed });
const offsets = (...some: [topic: string, partition: number, offset: bigint][]) =>
  new Map([["billing", some.map(([topic, partition, offset]) => ({ topic, partition, offset }))]]);

const known: KnownGroups = { groups: [group], topics: [row("a", "12")] };
const seen: SeenGroups = { groups: [group], complete: true, offsets: offsets(["a", 0, 5n], ["a", 1, 7n]) };
const NOTHING = { groups: [], gone: [], topics: [], topicsGone: [] };

describe("compareGroups", () => {
  test("stores nothing when nothing moved", () => {
    expect(compareGroups(known, seen)).toEqual(NOTHING);
  });

  test("takes a sum that moved, in either direction, for activity", () => {
    for (const offset of [6n, 4n]) {
      const moved = compareGroups(known, { ...seen, offsets: offsets(["a", 0, offset], ["a", 1, 7n]) });
      expect(moved).toEqual({
        ...NOTHING,
        groups: [{ ...group, active: true }],
        topics: [row("a", String(offset + 7n))],
      });
    }
  });

  test("takes members for activity in each topic of the group", () => {
    const stable = { ...group, state: "Stable", members: 2 };
    const { groups, topics } = compareGroups(known, { ...seen, groups: [stable] });
    expect(groups).toEqual([{ ...stable, active: true }]);
    expect(topics).toEqual([row("a", "12")]);
  });

  test("does not take the first sight of a group without members for activity", () => {
    expect(compareGroups({ groups: [], topics: [] }, seen).groups).toEqual([{ ...group, active: false }]);
  });

  test("removes what is gone, but not what nobody answered for", () => {
    expect(compareGroups(known, { ...seen, groups: [] })).toEqual({ ...NOTHING, gone: ["billing"] });
    expect(compareGroups(known, { ...seen, groups: [], complete: false })).toEqual(NOTHING);
    expect(compareGroups(known, { ...seen, offsets: new Map() })).toEqual(NOTHING);
    expect(compareGroups(known, { ...seen, offsets: offsets() }).topicsGone).toEqual([row("a", "12")]);
  });

  test("sums beyond what a double holds", () => {
    const large = offsets(["a", 0, 9_007_199_254_740_993n], ["a", 1, 1n]);
    expect(compareGroups(known, { ...seen, offsets: large }).topics).toEqual([row("a", "9007199254740994")]);
  });
});
