import { expect, it } from "vitest";
import { fateOfRecords } from "./topic-fate.ts";

it.each([
  ["pending", null],
  ["pending", "not_visible_yet"],
  ["ready", null],
  ["drifted", "drift"],
  ["blocked", "foreign_topic"],
  ["blocked", "policy_refused"],
  ["pending", "recreated_outside"],
  ["deleting", null],
])("the records of a topic that is %s (%s) are lost", (state, reason) => {
  expect(fateOfRecords({ state, reason })).toBe("lost");
});

it("none is of a topic that was seen to be gone, or another one to have its name", () => {
  expect(fateOfRecords({ state: "missing", reason: "missing" })).toBe("gone");
  expect(fateOfRecords({ state: "blocked", reason: "recreated_outside" })).toBe("replaced");
});
