import { expect, test } from "vitest";
import { possessionsInWords } from "./possessions-in-words.ts";

const nothing = { prefixes: 0, topics: 0, subjects: 0, applications: 0, webhooks: 0, recertifications: 0, requests: 0 };

test("names what is left, with its number", () => {
  expect(possessionsInWords(nothing)).toBeNull();
  expect(possessionsInWords({ ...nothing, prefixes: 1 })).toBe("1 prefix");
  expect(possessionsInWords({ ...nothing, prefixes: 2, topics: 1, requests: 3 })).toBe(
    "2 prefixes, 1 topic and 3 open requests",
  );
});
