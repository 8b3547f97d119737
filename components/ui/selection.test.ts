import { expect, test } from "vitest";
import { chosenOf, withSelected } from "./selection.ts";

test("choosing a group leaves what was chosen elsewhere", () => {
  const selection = withSelected(new Set([1, 9]), [1, 2, 3], true);
  expect([...selection].sort()).toEqual([1, 2, 3, 9]);
  expect([...withSelected(selection, [1, 2, 3], false)]).toEqual([9]);
});

test("a group is chosen in full, in part or not at all", () => {
  expect(chosenOf(new Set([1, 2]), [1, 2])).toBe("all");
  expect(chosenOf(new Set([1]), [1, 2])).toBe("some");
  expect(chosenOf(new Set([3]), [1, 2])).toBe("none");
  expect(chosenOf(new Set([3]), [])).toBe("none");
});
