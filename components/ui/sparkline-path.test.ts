import { expect, test } from "vitest";
import { sparklinePath } from "./sparkline-path.ts";

test("goes from edge to edge, from nothing at the bottom to the most at the top", () => {
  expect(sparklinePath([0, 50, 100])).toBe("M0 100L50 50L100 0");
});

test("lies at the bottom where everything is nothing", () => {
  expect(sparklinePath([0, 0])).toBe("M0 100L100 100");
});

test("is broken where nothing is known, and shows what stands alone", () => {
  expect(sparklinePath([4, 2, null, 4, 4])).toBe("M0 0L25 50 M75 0L100 0");
  expect(sparklinePath([null, 1, null])).toBe("M49 0H51");
  expect(sparklinePath([null, null])).toBe("");
  expect(sparklinePath([])).toBe("");
});
