import { expect, test } from "vitest";
import { transferAsked, whatMoves } from "./transfer-words.ts";

test("what changes hands is counted, and what does not is left out", () => {
  expect(whatMoves({ topics: 1200, subjects: 0, applications: 1, prefixes: ["orders."] })).toBe(
    "1,200 topics, 1 application and 1 prefix",
  );
  expect(whatMoves({ topics: 1, subjects: 0, applications: 0, prefixes: [] })).toBe("1 topic");
});

test("what was asked is named by its numbers", () => {
  expect(transferAsked({ requests: [{ id: 7 }] })).toBe("Asked for: request 7. Both teams decide.");
  expect(transferAsked({ requests: [{ id: 7 }, { id: 8 }] })).toBe("Asked for: requests 7 and 8. Both teams decide.");
});
