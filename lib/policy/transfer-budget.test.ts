import { expect, test } from "vitest";
import type { Policy } from "#lib/domain/policy";
import { transferBudget } from "./transfer-budget.ts";

const budget: Policy = {
  id: "00000000-0000-4000-8000-000000000001",
  slug: "team-budget",
  revision: 2,
  rule: { kind: "budget", topics: 10, partitions: 100, bytes: "1073741824" },
  scope: { tier: { only: ["production"] } },
  enforcement: "deny",
  message: "Ask the platform for more.",
};
const usage = { topics: 6, partitions: 60, bytes: "0", pendingTopics: 1, pendingPartitions: 6, pendingBytes: "0" };
const load = { topics: 3, partitions: 34, bytes: 0n };
const about = { cluster: { slug: "local", tier: "production" as const }, team: { slug: "billing" }, usage, load };

test("what fits, to the last topic, breaks no budget", () => {
  expect(transferBudget([budget], about)).toEqual([]);
});

test("one more of anything does, and the taking team reads what it has", () => {
  const many = { topics: 4, partitions: 35, bytes: 2n ** 30n + 1n };
  const found = transferBudget([budget], { ...about, load: many });
  expect(found.map(({ path, message }) => `${path}: ${message}`)).toEqual([
    "to: billing has 6 of 10 topics, 1 more pending; 4 would come. Ask the platform for more.",
    "to: billing has 60 of 100 partitions, 6 more pending; 35 would come. Ask the platform for more.",
    "to: billing has 0 B of 1 GiB; 1 GiB would come. Ask the platform for more.",
  ]);
  expect(found.every(({ enforcement, policySlug }) => enforcement === "deny" && policySlug === "team-budget")).toBe(
    true,
  );
});

test("another tier's budget does not count, nor does one where no topic comes", () => {
  expect(
    transferBudget([budget], { ...about, cluster: { slug: "local", tier: "test" }, load: { ...load, topics: 99 } }),
  ).toEqual([]);
  expect(
    transferBudget([budget], {
      ...about,
      usage: { ...usage, topics: 99 },
      load: { topics: 0, partitions: 0, bytes: 0n },
    }),
  ).toEqual([]);
});
