import { expect, test } from "vitest";
import { possessionsInWords } from "./possessions-in-words.ts";

test("names what is left, with its number", () => {
  expect(possessionsInWords({ prefixes: 0, topics: 0, requests: 0 })).toBeNull();
  expect(possessionsInWords({ prefixes: 1, topics: 0, requests: 0 })).toBe("1 prefix");
  expect(possessionsInWords({ prefixes: 2, topics: 1, requests: 3 })).toBe(
    "2 prefixes, 1 topic and 3 requests on record",
  );
});
