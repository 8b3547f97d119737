import { describe, expect, test } from "vitest";
import { compareGroups, type KnownGroups, type SeenGroups } from "./compare-groups.ts";

const group = { groupId: "billing", protocolType: "consumer", state: "Empty", members: 0 };
const row = (topic: string, committed: string, lag: string | null = "3") => ({
  groupId: "billing",
  topic,
  committed,
  lag,
});
const active = { active: true };
const offsets = (...some: [topic: string, partition: number, offset: bigint][]) =>
  new Map([["billing", some.map(([topic, partition, offset]) => ({ topic, partition, offset }))]]);
const ends = (...of: bigint[]) => new Map([["a", new Map(of.map((end, partition) => [partition, end]))]]);

const known: KnownGroups = { groups: [group], topics: [row("a", "12")] };
const seen: SeenGroups = {
  groups: [group],
  complete: true,
  offsets: offsets(["a", 0, 5n], ["a", 1, 7n]),
  ends: ends(7n, 8n),
};
const NOTHING = { groups: [], gone: [], topics: [], topicsGone: [] };

describe("compareGroups", () => {
  test("stores nothing when nothing moved", () => {
    expect(compareGroups(known, seen)).toEqual(NOTHING);
  });

  test("takes a sum that moved, in either direction, for activity", () => {
    for (const offset of [6n, 4n]) {
      const now = { offsets: offsets(["a", 0, offset], ["a", 1, 7n]), ends: ends(offset + 2n, 8n) };
      const moved = compareGroups(known, { ...seen, ...now });
      expect(moved).toEqual({
        ...NOTHING,
        groups: [{ ...group, active: true }],
        topics: [{ ...row("a", String(offset + 7n)), ...active }],
      });
    }
  });

  test("takes members for activity in each topic of the group", () => {
    const stable = { ...group, state: "Stable", members: 2 };
    const { groups, topics } = compareGroups(known, { ...seen, groups: [stable] });
    expect(groups).toEqual([{ ...stable, active: true }]);
    expect(topics).toEqual([{ ...row("a", "12"), ...active }]);
  });

  test("stores a lag that grew or became unknown, without taking it for activity", () => {
    const later = (ends: SeenGroups["ends"]) => compareGroups(known, { ...seen, ends });

    expect(later(ends(7n, 9n))).toEqual({ ...NOTHING, topics: [{ ...row("a", "12", "4"), active: false }] });
    expect(later(ends(7n))).toEqual({ ...NOTHING, topics: [{ ...row("a", "12", null), active: false }] });
    expect(later(new Map()).topics).toEqual([{ ...row("a", "12", null), active: false }]);
  });

  test("does not let a partition that ends before what was committed make up for another", () => {
    const anew = compareGroups(known, { ...seen, ends: ends(0n, 9n) });
    expect(anew.topics).toEqual([{ ...row("a", "12", "2"), active: false }]);
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
    const far = { offsets: large, ends: ends(9_007_199_254_740_994n, 9_007_199_254_740_995n) };
    expect(compareGroups(known, { ...seen, ...far }).topics).toEqual([
      { ...row("a", "9007199254740994", "9007199254740995"), ...active },
    ]);
  });
});
