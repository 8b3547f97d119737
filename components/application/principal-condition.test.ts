import { expect, test } from "vitest";
import { isUnderWay, principalCondition } from "./principal-condition.ts";

test("a principal that somebody ended is not called ended before the cluster has nothing of it", () => {
  expect(principalCondition({ state: "ready", endedAt: "2026-11-21T09:00:00Z" })).toEqual({
    tone: "wait",
    word: "Ending",
  });
  expect(principalCondition({ state: "ended", endedAt: "2026-11-21T09:00:00Z" }).word).toBe("Ended");
});

test("an end that is blocked says so", () => {
  expect(principalCondition({ state: "blocked", endedAt: "2026-11-21T09:00:00Z" }).word).toBe("Blocked");
});

test.each([
  [{ state: "pending", endedAt: null, credential: "none" }, true],
  [{ state: "ready", endedAt: null, credential: "sealed" }, true],
  [{ state: "ready", endedAt: null, credential: "confirmed" }, false],
  [{ state: "ready", endedAt: "2026-11-21T09:00:00Z", credential: "confirmed" }, true],
  [{ state: "ended", endedAt: "2026-11-21T09:00:00Z", credential: "sealed" }, false],
] as const)("%o is under way: %s", (principal, expected) => {
  expect(isUnderWay(principal)).toBe(expected);
});
