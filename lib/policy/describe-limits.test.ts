import { describe, expect, it } from "vitest";
import type { Policy, PolicyRule } from "#lib/domain/policy";
import { describeBudgets, describeLimits } from "./describe-limits.ts";

const subject = { cluster: { slug: "local", tier: "production" as const }, team: { slug: "orders" }, name: null };

function policy(rule: PolicyRule, more: Partial<Policy> = {}): Policy {
  const id = "3f6b1c1e-0000-4000-8000-000000000001";
  return { id, slug: rule.kind, revision: 1, rule, scope: {}, enforcement: "deny", message: "", ...more };
}

const hints = (...rules: PolicyRule[]) =>
  describeLimits(
    rules.map((rule) => policy(rule)),
    subject,
  ).limits.map(({ path, text }) => [path, text]);

describe("describeLimits", () => {
  it.each<[string, PolicyRule[], [string, string][]]>([
    ["a most", [{ kind: "partitions", max: 24 }], [["spec.partitions", "1 to 24"]]],
    [
      "two rules for one field",
      [
        { kind: "partitions", min: 2, max: 24 },
        { kind: "partitions", max: 12, multipleOf: 3 },
      ],
      [["spec.partitions", "2 to 12, multiples of 3"]],
    ],
    [
      "multiples of two rules",
      [
        { kind: "partitions", multipleOf: 4 },
        { kind: "partitions", multipleOf: 6 },
      ],
      [["spec.partitions", "at least 1, multiples of 12"]],
    ],
    ["one value", [{ kind: "replication", min: 3, max: 3 }], [["spec.replicationFactor", "3, set by policy"]]],
    [
      "in-sync replicas",
      [{ kind: "replication", minInsyncReplicas: 2 }],
      [["spec.config.min.insync.replicas", "at least 2"]],
    ],
    [
      "retention",
      [{ kind: "retention", maxMs: "2592000000", unlimitedAllowed: false }],
      [["spec.config.retention.ms", "at most 30 d"]],
    ],
    [
      "retention with a least",
      [{ kind: "retention", minMs: "3600000", maxMs: "2592000000", unlimitedAllowed: true }],
      [["spec.config.retention.ms", "1 h to 30 d, or unlimited"]],
    ],
    [
      "retention that only must end",
      [{ kind: "retention", unlimitedAllowed: false }],
      [["spec.config.retention.ms", "not unlimited"]],
    ],
    [
      "unlimited allowed by one and not by another",
      [
        { kind: "retention", unlimitedAllowed: true },
        { kind: "retention", unlimitedAllowed: false },
      ],
      [["spec.config.retention.ms", "not unlimited"]],
    ],
    [
      "allowed values",
      [
        {
          kind: "config",
          rules: [{ key: "compression.type", allowed: ["lz4", "zstd"], required: true }],
          unknownKeysAllowed: true,
        },
      ],
      [["spec.config.compression.type", "required, lz4, zstd"]],
    ],
    [
      "values that two rules leave",
      [
        { kind: "config", rules: [{ key: "compression.type", allowed: ["lz4", "zstd"] }], unknownKeysAllowed: true },
        { kind: "config", rules: [{ key: "compression.type", allowed: ["zstd", "gzip"] }], unknownKeysAllowed: true },
      ],
      [["spec.config.compression.type", "zstd, set by policy"]],
    ],
    [
      "a key of the platform",
      [
        {
          kind: "config",
          rules: [{ key: "preallocate", forbidden: true }, { key: "retention.ms" }, { key: "segment.ms" }],
          unknownKeysAllowed: false,
        },
      ],
      [
        ["spec.config.preallocate", "set by the platform"],
        ["spec.config", "retention.ms, segment.ms"],
      ],
    ],
    [
      "what people say",
      [{ kind: "metadata", required: ["description"], minDescriptionLength: 20 }],
      [["metadata.description", "required, at least 20 characters"]],
    ],
  ])("%s", (_, rules, expected) => expect(hints(...rules)).toEqual(expected));

  it("gives numbers as text, and what is fixed or required", () => {
    const { limits } = describeLimits([policy({ kind: "partitions", min: 3, max: 3 })], subject);
    expect(limits).toEqual([
      {
        path: "spec.partitions",
        text: "3, set by policy",
        min: "3",
        max: "3",
        fixed: "3",
        allowed: null,
        required: false,
      },
    ]);
  });

  it("leaves out warnings and what is out of scope", () => {
    const rule: PolicyRule = { kind: "partitions", max: 24 };
    const elsewhere = policy(rule, { scope: { tier: { only: ["test"] } } });
    expect(describeLimits([policy(rule, { enforcement: "warn" }), elsewhere], subject).limits).toEqual([]);
  });

  it("states the template of the name", () => {
    const rule: PolicyRule = {
      kind: "topic-name",
      separator: ".",
      segments: [
        { type: "team-prefix", name: "domain" },
        { type: "version", name: "version" },
      ],
      forbiddenWords: [],
    };
    expect(describeLimits([policy(rule)], subject).template).toEqual({
      policySlug: "topic-name",
      separator: ".",
      segments: rule.segments,
      label: "{domain}.v{n}",
    });
    expect(describeLimits([], subject).template).toBeNull();
  });

  it("counts the tightest budgets, and says how much of them is used", () => {
    const { budgets } = describeLimits(
      [
        policy({ kind: "budget", partitions: 500, topics: 20 }, { slug: "teams" }),
        policy({ kind: "budget", partitions: 600, bytes: "107374182400" }, { slug: "cluster" }),
        policy({ kind: "budget", partitions: 500 }, { slug: "same" }),
      ],
      subject,
    );
    expect(budgets.map(({ field, policySlug }) => [field, policySlug])).toEqual([
      ["topics", "teams"],
      ["partitions", "teams"],
      ["bytes", "cluster"],
    ]);
    const usage = {
      topics: 3,
      partitions: 480,
      bytes: "1073741824",
      pendingTopics: 0,
      pendingPartitions: 12,
      pendingBytes: "0",
    };
    expect(describeBudgets("orders", budgets, usage)).toEqual([
      "orders has 3 of 20 topics",
      "orders has 480 of 500 partitions, 12 more pending",
      "orders stores 1 GiB of 100 GiB",
    ]);
  });
});
