import type { Policy, PolicyRule, PolicyScope } from "#lib/domain/policy";
import { STOCK_DEFAULTS } from "#lib/domain/topic-defaults";
import type { TopicMetadata, TopicSpec } from "#lib/domain/topic-spec";
import type { Proposal } from "./evaluate.ts";

const onProduction: PolicyScope = { tier: { only: ["production"] } };

/** A rule in force on production, unless `more` says otherwise. */
export function policy(rule: PolicyRule, more: Partial<Policy> = {}): Policy {
  const id = "3f6b1c1e-0000-4000-8000-000000000001";
  return { id, slug: rule.kind, revision: 1, rule, scope: onProduction, enforcement: "deny", message: "", ...more };
}

export type Wanted = Partial<Omit<Proposal, "spec" | "metadata">> & {
  spec?: Partial<TopicSpec>;
  metadata?: Partial<TopicMetadata>;
};

/** A topic that every rule lets pass, with some of it changed. */
export function proposal({ spec, metadata, ...more }: Wanted = {}): Proposal {
  return {
    cluster: { slug: "local", tier: "production" },
    team: { slug: "orders", prefixes: ["orders."] },
    name: "orders.order-placed.v1",
    spec: { partitions: 6, replicationFactor: 3, config: {}, ...spec },
    metadata: {
      description: "One event per accepted order.",
      classification: "internal",
      contact: "",
      tags: [],
      docs: "",
      expectedBytesPerSecond: null,
      ...metadata,
    },
    usage: null,
    defaults: STOCK_DEFAULTS,
    ...more,
  };
}

/** What names look like: `orders.order-placed.v1`. */
export const naming: PolicyRule = {
  kind: "topic-name",
  separator: ".",
  segments: [
    { type: "team-prefix", name: "domain" },
    {
      type: "pattern",
      name: "dataset",
      pattern: "[a-z][a-z0-9]*(-[a-z0-9]+)*",
      describe: "lower-case words joined by hyphens",
    },
    { type: "version", name: "version" },
  ],
  forbiddenWords: ["temp"],
};
/** What a team has already. */
export const usage = {
  topics: 20,
  partitions: 480,
  bytes: String(90n << 30n),
  pendingTopics: 1,
  pendingPartitions: 12,
  pendingBytes: String(5n << 30n),
};
export const config = (...rules: Extract<PolicyRule, { kind: "config" }>["rules"]): PolicyRule => ({
  kind: "config",
  rules,
  unknownKeysAllowed: true,
});
/** With this retention. */
export const keep = (value: string): Wanted => ({ spec: { config: { "retention.ms": value } } });
