import { describe, expect, it, test } from "vitest";
import {
  COMPATIBILITY_LEVELS,
  COMPATIBILITY_MEANINGS,
  CompatibilityLevel,
  DEFAULT_COMPATIBILITY,
  promisesAtLeast,
} from "./compatibility.ts";

/** Each level with all that it is enough for. Written out, so that a change of the table shows here. */
const ENOUGH_FOR: { readonly [Level in CompatibilityLevel]: readonly CompatibilityLevel[] } = {
  NONE: ["NONE"],
  BACKWARD: ["NONE", "BACKWARD"],
  FORWARD: ["NONE", "FORWARD"],
  FULL: ["NONE", "BACKWARD", "FORWARD", "FULL"],
  BACKWARD_TRANSITIVE: ["NONE", "BACKWARD", "BACKWARD_TRANSITIVE"],
  FORWARD_TRANSITIVE: ["NONE", "FORWARD", "FORWARD_TRANSITIVE"],
  FULL_TRANSITIVE: [...COMPATIBILITY_LEVELS],
};

describe("promisesAtLeast", () => {
  it.each(COMPATIBILITY_LEVELS)("%s is enough for what it promises, and for nothing else", (level) => {
    const enough = COMPATIBILITY_LEVELS.filter((lowest) => promisesAtLeast(level, lowest));
    expect(new Set(enough)).toEqual(new Set(ENOUGH_FOR[level]));
  });
});

test("every level says what it promises", () => {
  for (const level of COMPATIBILITY_LEVELS) expect(COMPATIBILITY_MEANINGS[level]).toMatch(/^[A-Z].+\.$/);
  expect(promisesAtLeast(DEFAULT_COMPATIBILITY, "BACKWARD")).toBe(true);
});

test("levels are written as the registry does", () => {
  expect(CompatibilityLevel.safeParse("backward").success).toBe(false);
  expect(CompatibilityLevel.safeParse("BACKWARDS").success).toBe(false);
});
