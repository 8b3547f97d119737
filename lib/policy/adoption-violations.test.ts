import { expect, it } from "vitest";
import type { Policy } from "#lib/domain/policy";
import { STOCK_DEFAULTS } from "#lib/domain/topic-defaults";
import { adoptionViolations, violationsInShort } from "./adoption-violations.ts";

const policy = (slug: string, rule: Policy["rule"]): Policy => ({
  ...{ id: `00000000-0000-7000-8000-00000000000${slug.length}`, slug, revision: 1, rule },
  ...{ scope: {}, enforcement: "deny", message: "" },
});
const POLICIES = [
  policy("few", { kind: "partitions", max: 3 }),
  policy("budget", { kind: "budget", topics: 3, partitions: 20 }),
];
const topic = (name: string, partitions: number) => ({
  ...{ name, sizeBytes: 10n, spec: { partitions, replicationFactor: 1, config: {} } },
});
const usage = {
  ...{ topics: 2, partitions: 6, bytes: "0", pendingTopics: 0, pendingPartitions: 0, pendingBytes: "0" },
};
const adopted = {
  cluster: { slug: "local", tier: "production" as const },
  team: { slug: "orders", prefixes: ["orders."] },
  usage,
  defaults: STOCK_DEFAULTS,
  topics: [topic("orders.a", 6), topic("orders.b", 6), topic("orders.c", 3), topic("strange", 1)],
};

it("says each rule once, with how many break it, and refuses nothing", () => {
  const broken = adoptionViolations(POLICIES, adopted);
  expect(broken.map(({ violation, topics, example }) => [violation.policySlug, topics, example])).toEqual([
    ["few", 2, "orders.a"],
    ["prefix-right", 1, "strange"],
    ["budget", 4, "orders.a"],
    ["budget", 4, "orders.a"],
  ]);
  expect(new Set(broken.map(({ violation }) => violation.enforcement))).toEqual(new Set(["warn"]));
});

it("says it in a line each: who breaks it, and what the team would then have", () => {
  const lines = violationsInShort(adoptionViolations(POLICIES, adopted), adopted.topics.length);
  expect(lines.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^2 topics, such as orders\.a: /),
    expect.stringMatching(/^strange: `strange` begins with no prefix of orders/),
    "orders would then have 6 topics; its budget is 3 topics.",
    "orders would then have 22 partitions; its budget is 20 partitions.",
  ]);
});

it("is silent about what keeps the rules", () => {
  const topics = [topic("orders.c", 3)];
  expect(adoptionViolations(POLICIES, { ...adopted, topics })).toEqual([]);
});
