import { describe, expect, test } from "vitest";
import type { KnownFigures } from "#lib/db/worker-stores/topic-figures";
import { averageRate, compareFigures, type MeasuredTopic } from "./compare-figures.ts";

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 10, 24, 12);

const topic = (endOffset: bigint, change: Partial<MeasuredTopic["figures"]> = {}): MeasuredTopic => ({
  ...{ name: "orders.a", topicId: "id", replicationFactor: 3 },
  figures: { sizeBytes: 3_000n, lastWrittenAt: 5, startOffset: 0n, endOffset, ...change },
});
const stored = (change: Partial<KnownFigures> = {}): KnownFigures => ({
  ...{ sizeBytes: "3000", lastWrittenAt: 5, startOffset: "0", endOffset: "100" },
  ...{ recordsPerSecond: null, bytesPerSecond: null, movedAt: NOON - MINUTE, measuredAt: NOON - MINUTE },
  ...change,
});
const compare = (seen: MeasuredTopic, before?: KnownFigures, readBefore: number | null = NOON - MINUTE) =>
  compareFigures([seen], new Map(before ? [["orders.a", before]] : []), { at: NOON, before: readBefore })[0];

describe("compareFigures", () => {
  test("knows no rate at first sight", () => {
    expect(compare(topic(100n))).toEqual({
      ...{ name: "orders.a", topicId: "id", sizeBytes: "3000", lastWrittenAt: 5, startOffset: "0", endOffset: "100" },
      ...{ recordsPerSecond: null, bytesPerSecond: null, movedAt: NOON },
    });
  });

  test("takes growth over the time between two readings for the rate, and the size of records on disk for bytes", () => {
    // 120 records in 60 s; 220 records take 1,000 bytes in each of three replicas.
    expect(compare(topic(220n), stored())).toMatchObject({
      recordsPerSecond: 2,
      bytesPerSecond: Number(((2 * 1_000) / 220).toPrecision(6)),
      movedAt: NOON,
    });
  });

  test("measures from the reading before, not from when the row was last written", () => {
    const idle = stored({ measuredAt: NOON - 600 * MINUTE, movedAt: NOON - 600 * MINUTE, recordsPerSecond: 0 });
    const { recordsPerSecond } = compare(topic(160n), idle) ?? {};
    expect(recordsPerSecond).toBeCloseTo(1 - Math.exp(-60 / 900), 5);
  });

  test("writes nothing when nothing moved and nothing was moving", () => {
    const still = stored({ recordsPerSecond: 0, bytesPerSecond: 0 });
    expect(compare(topic(100n), still)).toBeUndefined();
  });

  test("forgets what was written when it did not move for an hour, keeping when that was", () => {
    const before = stored({ recordsPerSecond: 50, bytesPerSecond: 1, movedAt: NOON - 60 * MINUTE });
    expect(compare(topic(100n), before)).toMatchObject({
      ...{ recordsPerSecond: 0, bytesPerSecond: 0, movedAt: NOON - 60 * MINUTE },
    });
  });

  test("starts anew where a topic ends before it did", () => {
    const before = stored({ recordsPerSecond: 50, bytesPerSecond: 1 });
    expect(compare(topic(99n), before)).toMatchObject({ recordsPerSecond: null, bytesPerSecond: null, movedAt: NOON });
  });

  test("starts with rows that were stored before offsets were read", () => {
    const before = stored({ startOffset: null, endOffset: null, movedAt: null });
    expect(compare(topic(100n), before)).toMatchObject({ recordsPerSecond: null, endOffset: "100", movedAt: NOON });
  });

  test("does not know bytes where no record is left to tell how large they are", () => {
    const emptied = topic(220n, { startOffset: 220n, sizeBytes: 0n });
    expect(compare(emptied, stored())).toMatchObject({ recordsPerSecond: 2, bytesPerSecond: null });
  });

  test("counts beyond what a double holds", () => {
    const far = stored({ endOffset: "9007199254740993" });
    expect(compare(topic(9_007_199_254_741_053n), far)).toMatchObject({ recordsPerSecond: 1 });
  });
});

describe("averageRate", () => {
  test("comes to a steady rate from wherever it was, however often it is measured", () => {
    const twoHoursOf = (seconds: number) => {
      let rate: number | null = 1_000;
      for (let passed = 0; passed < 7_200; passed += seconds)
        rate = averageRate(rate, { records: 10 * seconds, seconds, idleMs: 0 });
      return rate;
    };
    expect(twoHoursOf(60)).toBeCloseTo(10, 0);
    expect(twoHoursOf(600)).toBeCloseTo(Number(twoHoursOf(60)), 1);
  });

  test("keeps what it was when no time has passed", () => {
    expect(averageRate(3, { records: 5, seconds: 0, idleMs: 0 })).toBe(3);
  });
});
