import { describe, expect, test } from "vitest";
import { compareGroups, type KnownGroups, type SeenGroups } from "./compare-groups.ts";

const group = { groupId: "billing", type: "classic", protocolType: "consumer", state: "Empty", members: 0 } as const;
/** What is committed and how far that is behind, by partition. */
const row = (topic: string, committed: string[], lags: (string | null)[], lag = sum(lags)) => ({
  ...{ groupId: "billing", topic, committed: String(sum(committed)), committedOffsets: committed, lag, lags },
});
const sum = (some: (string | null)[]) =>
  some.includes(null) ? null : String(some.reduce((total, one) => total + BigInt(one ?? 0), 0n));
const active = { active: true };
const offsets = (...some: [topic: string, partition: number, offset: bigint][]) =>
  new Map([["billing", some.map(([topic, partition, offset]) => ({ topic, partition, offset }))]]);
const ends = (...of: bigint[]) => new Map([["a", new Map(of.map((end, partition) => [partition, end]))]]);

const known: KnownGroups = { groups: new Map([["billing", group]]), topics: [row("a", ["5", "7"], ["2", "1"])] };
const seen: SeenGroups = {
  groups: [group],
  offsets: offsets(["a", 0, 5n], ["a", 1, 7n]),
  ends: ends(7n, 8n),
};
const NOTHING = { groups: [], topics: [], topicsGone: [] };

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
        topics: [{ ...row("a", [String(offset), "7"], ["2", "1"]), ...active }],
      });
    }
  });

  test("takes members for activity in each topic of the group", () => {
    const stable = { ...group, state: "Stable", members: 2 };
    const { groups, topics } = compareGroups(known, { ...seen, groups: [stable] });
    expect(groups).toEqual([{ ...stable, active: true }]);
    expect(topics).toEqual([{ ...row("a", ["5", "7"], ["2", "1"]), ...active }]);
  });

  test("stores a lag that grew or became unknown, without taking it for activity", () => {
    const behind = (...lags: (string | null)[]) => row("a", ["5", "7"], lags);
    const later = (ends: SeenGroups["ends"]) => compareGroups(known, { ...seen, ends });

    expect(later(ends(7n, 9n))).toEqual({ ...NOTHING, topics: [{ ...behind("2", "2"), active: false }] });
    expect(later(ends(7n))).toEqual({ ...NOTHING, topics: [{ ...behind("2", null), active: false }] });
    expect(later(new Map()).topics).toEqual([{ ...behind(null, null), active: false }]);
  });

  test("keeps sums within int64, as whoever commits may commit what they like", () => {
    const far = 9_223_372_036_854_775_807n;
    const moved = compareGroups(known, { ...seen, offsets: offsets(["a", 0, far], ["a", 1, far]) });
    expect(moved.topics).toMatchObject([{ committed: String(far), committedOffsets: [String(far), String(far)] }]);
  });

  test("does not let a partition that ends before what was committed make up for another", () => {
    const anew = compareGroups(known, { ...seen, ends: ends(0n, 9n) });
    expect(anew.topics).toEqual([{ ...row("a", ["5", "7"], ["0", "2"]), active: false }]);
  });

  test("does not take the first sight of a group without members for activity", () => {
    expect(compareGroups({ groups: new Map(), topics: [] }, seen).groups).toEqual([{ ...group, active: false }]);
  });

  test("removes topics that a group left, but not what nobody answered for", () => {
    expect(compareGroups(known, { ...seen, offsets: new Map() })).toEqual(NOTHING);
    expect(compareGroups(known, { ...seen, offsets: offsets() }).topicsGone).toEqual(known.topics);
  });

  test("sums beyond what a double holds", () => {
    const large = offsets(["a", 0, 9_007_199_254_740_993n], ["a", 1, 1n]);
    const far = { offsets: large, ends: ends(9_007_199_254_740_994n, 9_007_199_254_740_995n) };
    expect(compareGroups(known, { ...seen, ...far }).topics).toEqual([
      { ...row("a", ["9007199254740993", "1"], ["1", "9007199254740994"]), ...active },
    ]);
  });

  test("tells partitions apart whose sums are the same, without taking that for activity", () => {
    const apart = { offsets: offsets(["a", 0, 7n], ["a", 1, 5n]), ends: ends(9n, 6n) };
    expect(compareGroups(known, { ...seen, ...apart })).toEqual({
      ...NOTHING,
      topics: [{ ...row("a", ["7", "5"], ["2", "1"]), active: false }],
    });
  });

  test("leaves the place of a partition without a commit empty", () => {
    const [{ committedOffsets, lags } = {}] = compareGroups(known, { ...seen, offsets: offsets(["a", 1, 7n]) }).topics;
    expect({ committedOffsets, lags }).toEqual({ committedOffsets: [null, "7"], lags: [null, "1"] });
  });

  test("stores the type of a group that was stored without one", () => {
    const untyped = { ...known, groups: new Map([["billing", { ...group, type: null }]]) };
    expect(compareGroups(untyped, seen)).toEqual({ ...NOTHING, groups: [{ ...group, active: false }] });
  });
});
