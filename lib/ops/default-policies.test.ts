import { expect, test } from "vitest";
import { Policy } from "#lib/domain/policy";
import { STOCK_DEFAULTS } from "#lib/domain/topic-defaults";
import type { TopicMetadata, TopicSpec } from "#lib/domain/topic-spec";
import { evaluatePolicies } from "#lib/policy/evaluate";
import { DEFAULT_POLICIES } from "./default-policies.ts";

const id = "3f6b1c1e-0000-4000-8000-000000000001";
const policies = DEFAULT_POLICIES.map((policy) => Policy.parse({ id, revision: 1, ...policy }));

type Asked = { name?: string; spec?: Partial<TopicSpec>; metadata?: Partial<TopicMetadata>; cluster?: string };

function refused({ name = "orders.order-placed.v1", spec, metadata, cluster = "local" }: Asked = {}) {
  const violations = evaluatePolicies(policies, {
    cluster: { slug: cluster, tier: "production" },
    team: { slug: "orders", prefixes: ["orders."] },
    name,
    spec: { partitions: 6, replicationFactor: 1, config: { "retention.ms": "604800000" }, ...spec },
    metadata: {
      description: "One event per accepted order, written at checkout.",
      classification: "internal",
      contact: "",
      tags: [],
      docs: "",
      expectedBytesPerSecond: null,
      ...metadata,
    },
    usage: null,
    defaults: STOCK_DEFAULTS,
  });
  return violations
    .filter(({ enforcement }) => enforcement === "deny")
    .map(({ path, suggestion }) => ({ path, suggestion }));
}

test("every default is a rule that the domain accepts, under a slug of its own", () => {
  expect(new Set(policies.map(({ slug }) => slug)).size).toBe(DEFAULT_POLICIES.length);
});

test("a sensible topic on the laptop's cluster passes", () => {
  expect(refused()).toEqual([]);
});

test.each<[string, Asked, string]>([
  ["a bad name", { name: "Orders_Created" }, "name"],
  ["50 partitions", { spec: { partitions: 50 } }, "spec.partitions"],
  ["unlimited retention", { spec: { config: { "retention.ms": "-1" } } }, "spec.config.retention.ms"],
  [
    "one replica elsewhere",
    { cluster: "eu", spec: { config: { "min.insync.replicas": "2" } } },
    "spec.replicationFactor",
  ],
])("%s is refused, with a value that passes", (_, asked, path) => {
  expect(refused(asked)).toContainEqual({ path, suggestion: expect.anything() });
});

test.each<[string, Asked, string]>([
  [
    "an unclean election",
    { spec: { config: { "unclean.leader.election.enable": "true" } } },
    "spec.config.unclean.leader.election.enable",
  ],
  ["a setting that no rule names", { spec: { config: { "flush.ms": "1" } } }, "spec.config.flush.ms"],
  ["a short description", { metadata: { description: "orders" } }, "metadata.description"],
])("%s is refused", (_, asked, path) => {
  expect(refused(asked).map((violation) => violation.path)).toContain(path);
});
