import { expect, test } from "vitest";
import { principalRisk, quotaRisk } from "./principal-risk.ts";

test("a principal needs a second look in production only", () => {
  expect([principalRisk("production"), principalRisk("test"), principalRisk("development")]).toEqual([
    "normal",
    "low",
    "low",
  ]);
});

test("a name that has access already, which nobody granted, is high risk everywhere", () => {
  expect([principalRisk("production", 1), principalRisk("development", 1)]).toEqual(["high", "high"]);
});

test.each([
  ["a higher limit", { producerByteRate: 1 }, { producerByteRate: 2 }, "normal"],
  ["a limit that goes", { requestPercentage: 5 }, {}, "normal"],
  ["a lower limit", { producerByteRate: 2 }, { producerByteRate: 1 }, "low"],
  ["a limit where there was none", {}, { consumerByteRate: 1 }, "low"],
  [
    "one up, one down",
    { producerByteRate: 1, consumerByteRate: 9 },
    { producerByteRate: 2, consumerByteRate: 1 },
    "normal",
  ],
] as const)("%s is %s in production", (_, from, to, risk) => {
  expect(quotaRisk("production", from, to)).toBe(risk);
  expect(quotaRisk("test", from, to)).toBe("low");
});
