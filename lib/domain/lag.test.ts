import { describe, expect, test } from "vitest";
import { lagInTime, lagOverTime } from "./lag.ts";

describe("lagInTime", () => {
  test("is the lag at the rate at which the topic is written", () => {
    expect(lagInTime(172_800n, 1)).toBe(2 * 24 * 3_600_000);
    expect(lagInTime(1n, 2_000)).toBe(1);
  });

  test("is nothing for a group that is not behind, whatever is known", () => {
    expect(lagInTime(0n, null)).toBe(0);
    expect(lagInTime(0n, 0)).toBe(0);
  });

  test("is not known without a rate, nor where nothing is written", () => {
    expect(lagInTime(5n, null)).toBeNull();
    expect(lagInTime(5n, 0)).toBeNull();
  });
});

describe("lagOverTime", () => {
  const span = { from: 1_000, stepMs: 10, count: 5 };

  test("goes on with what held, and shows the most of each step", () => {
    const steps = [
      { at: 1_010, most: 7n, last: 3n },
      { at: 1_030, most: 1n, last: 1n },
    ];
    // In the fourth step it was 3 until it became 1.
    expect(lagOverTime(5n, steps, span)).toEqual([5n, 7n, 3n, 3n, 1n]);
  });

  test("knows nothing before the first point, and nothing after one that is not known", () => {
    const steps = [
      { at: 1_010, most: 2n, last: 2n },
      { at: 1_020, most: 4n, last: null },
    ];
    expect(lagOverTime(null, steps, span)).toEqual([null, 2n, 4n, null, null]);
  });

  test("is as many steps as were asked for when nothing is stored", () => {
    expect(lagOverTime(null, [], span)).toEqual([null, null, null, null, null]);
    expect(lagOverTime(0n, [], span)).toEqual([0n, 0n, 0n, 0n, 0n]);
  });
});
