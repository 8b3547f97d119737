import { expect, test } from "vitest";
import { type Policy, PolicyRule } from "#lib/domain/policy";
import { evaluateQuota, highestQuota } from "./quota.ts";

function rule(spec: object): Policy {
  const id = "3f6b1c1e-0000-4000-8000-000000000001";
  const parsed = PolicyRule.parse({ kind: "access", ...spec });
  return { id, slug: "quota", revision: 1, rule: parsed, scope: {}, enforcement: "deny", message: "" };
}

const subject = {
  cluster: { slug: "local", tier: "production" },
  team: { slug: "orders" },
  name: "orders.billing",
} as const;
const MEBIBYTE = 1024 ** 2;
const policies = [
  rule({ maxQuota: { producerByteRate: 50 * MEBIBYTE } }),
  rule({ maxQuota: { producerByteRate: 10 * MEBIBYTE, requestPercentage: 200 } }),
  rule({ maxQuota: { consumerByteRate: 1 }, classifications: ["restricted"] }),
];

test("a quota within every rule passes", () => {
  expect(
    evaluateQuota(policies, { ...subject, quota: { producerByteRate: MEBIBYTE, requestPercentage: 200 } }),
  ).toEqual([]);
});

test("what is not limited, or too high, breaks each rule that limits it, with a value that passes all", () => {
  const violations = evaluateQuota(policies, { ...subject, quota: { producerByteRate: 60 * MEBIBYTE } });
  expect(violations.map(({ path, actual, suggestion }) => [path, actual, suggestion])).toEqual([
    ["quota.producerByteRate", String(60 * MEBIBYTE), 10 * MEBIBYTE],
    ["quota.producerByteRate", String(60 * MEBIBYTE), 10 * MEBIBYTE],
    ["quota.requestPercentage", null, 200],
  ]);
});

test("the highest quota is the lowest of what the rules state", () => {
  expect(highestQuota(policies, subject)).toEqual({ producerByteRate: 10 * MEBIBYTE, requestPercentage: 200 });
});
