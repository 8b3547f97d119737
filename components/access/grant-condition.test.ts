import { expect, test } from "vitest";
import { grantCondition, grantIsUnderWay } from "./grant-condition.ts";

test("a grant that ended says how", () => {
  expect(grantCondition({ condition: "ended", endKind: "revoked" }).word).toBe("Revoked");
  expect(grantCondition({ condition: "ended", endKind: "expired" }).word).toBe("Expired");
});

test("it is not called revoked while its ACLs may still be there", () => {
  expect(grantCondition({ condition: "ending", endKind: "revoked" })).toEqual({ tone: "wait", word: "Ending" });
  expect(grantIsUnderWay({ condition: "ending" })).toBe(true);
  expect(grantIsUnderWay({ condition: "blocked" })).toBe(false);
});
