import { expect, test } from "vitest";
import { GRANT_CONDITIONS } from "#lib/contract/access";
import { grantConditionWords, grantIsUnderWay, grantNote } from "./grant-condition.ts";

test("every condition has a word of its own, and none but active is called so", () => {
  const words = GRANT_CONDITIONS.map((condition) => grantConditionWords({ condition, endKind: null }).word);
  expect(new Set(words).size).toBe(GRANT_CONDITIONS.length);
  expect(words.filter((word) => word === "Active")).toHaveLength(1);
});

test("what ends says how, by whom and why", () => {
  expect(grantConditionWords({ condition: "ended", endKind: "expired" }).word).toBe("Ended: expired");
  expect(grantNote({ message: "", endedBy: "Owner of orders", endReason: "Not read any more." })).toBe(
    "by Owner of orders: “Not read any more.”",
  );
});

test("it has not ended while its ACLs may still be there", () => {
  expect(grantConditionWords({ condition: "ending", endKind: "revoked" })).toEqual({
    tone: "wait",
    word: "Ending: revoked",
  });
  expect(grantIsUnderWay({ condition: "ending" })).toBe(true);
  expect(grantIsUnderWay({ condition: "blocked" })).toBe(false);
});
