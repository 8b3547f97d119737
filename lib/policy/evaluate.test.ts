import { describe, expect, it } from "vitest";
import type { PolicyRule } from "#lib/domain/policy";
import { evaluatePolicies } from "./evaluate.ts";
import { config, keep, naming, policy, proposal, usage, type Wanted } from "./test-proposals.ts";

describe("what passes", () => {
  it.each<[string, PolicyRule, Wanted]>([
    ["a good name", naming, {}],
    [
      "a name under a prefix that holds separators",
      naming,
      { name: "shop.eu.cart.v2", team: { slug: "shop", prefixes: ["shop.eu."] } },
    ],
    [
      "a compacted topic under a retention rule",
      { kind: "retention", maxMs: "1", maxBytes: "1", unlimitedAllowed: false },
      { spec: { config: { "cleanup.policy": "compact" } } },
    ],
    ["unlimited where it is allowed", { kind: "retention", maxMs: "1", unlimitedAllowed: true }, keep("-1")],
    [
      "a list in another order",
      config({ key: "cleanup.policy", allowed: ["compact,delete"] }),
      { spec: { config: { "cleanup.policy": "delete,compact" } } },
    ],
    ["a budget nobody has counted", { kind: "budget", topics: 0 }, { usage: null }],
    [
      "a size that nobody can tell",
      { kind: "budget", bytes: "1" },
      { usage: { ...usage, bytes: "0", pendingBytes: "0" } },
    ],
    ["the last partitions of a budget", { kind: "budget", partitions: 500 }, { usage, spec: { partitions: 8 } }],
  ])("%s", (_, rule, wanted) => expect(evaluatePolicies([policy(rule)], proposal(wanted))).toEqual([]));
});

describe("several rules", () => {
  const partitions = (slug: string, rule: Omit<Extract<PolicyRule, { kind: "partitions" }>, "kind">) =>
    policy({ kind: "partitions", ...rule }, { slug });

  it("all count, and each is named", () => {
    const broken = evaluatePolicies(
      [partitions("most", { max: 24 }), partitions("even", { multipleOf: 7 }), policy({ kind: "replication", min: 3 })],
      proposal({ spec: { partitions: 48, replicationFactor: 1 } }),
    );
    expect(broken.map(({ policySlug, suggestion }) => [policySlug, suggestion])).toEqual([
      ["most", 21],
      ["even", 21],
      ["replication", 3],
    ]);
  });

  it("suggest nothing when they leave nothing", () => {
    const broken = evaluatePolicies(
      [partitions("most", { max: 5 }), partitions("least", { min: 6 })],
      proposal({ spec: { partitions: 48 } }),
    );
    expect(broken.map(({ suggestion }) => suggestion)).toEqual([null]);
  });

  it("a warning is a violation that says it is one", () => {
    const [warning] = evaluatePolicies([policy({ kind: "partitions", max: 5 }, { enforcement: "warn" })], proposal());
    expect(warning?.enforcement).toBe("warn");
  });
});
