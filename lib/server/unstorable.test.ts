import { expect, test } from "vitest";
import { unstorable } from "./unstorable.ts";

test("ordinary input has no problem", () => {
  expect(unstorable({ name: "orders.ä.v1", list: [1, null, "🎈"], inner: { reason: "a\nb" } })).toEqual([]);
  expect(unstorable(undefined)).toEqual([]);
});

test.each([
  ["a NUL", { name: "a\u0000b" }, ["name"]],
  ["half of a surrogate pair, deep inside", { spec: { tags: ["ok", "\ud800"] } }, ["spec.tags.1"]],
  ["a text that is the whole input", "\u0000", [""]],
  ["__proto__ as JSON brings it", JSON.parse('{"config":{"__proto__":{"x":"1"}}}'), ["config.__proto__"]],
])("%s is named by its path", (_, input, paths) => {
  expect(unstorable(input).map(({ path }) => path)).toEqual(paths);
});

test("an input that is as deep as its sender liked is refused at once", () => {
  let deep: unknown = "\u0000";
  for (let level = 0; level < 100_000; level++) deep = [deep];

  expect(unstorable({ spec: deep })).toMatchObject([{ message: "is nested deeper than 16 levels" }]);
});
