import { expect, test } from "vitest";
import type { SchemaChange } from "#lib/domain/schema";
import { byEffect, effectCounts } from "./change-words.ts";

const change = (field: string, effect: SchemaChange["effect"]): SchemaChange => ({
  field,
  what: "added",
  from: null,
  to: "string",
  effect,
  breaks: [],
  text: "",
});
const changes = [change("a", "widening"), change("b", "narrowing"), change("c", "breaking"), change("d", "narrowing")];

test("what breaks comes first, and the rest as it stands in the schema", () => {
  expect(byEffect(changes).map(({ field }) => field)).toEqual(["c", "b", "d", "a"]);
});

test("effects are counted, the worst first, and those that are not there left out", () => {
  expect(effectCounts(changes)).toEqual([
    { effect: "breaking", count: 1 },
    { effect: "narrowing", count: 2 },
    { effect: "widening", count: 1 },
  ]);
  expect(effectCounts([])).toEqual([]);
});
