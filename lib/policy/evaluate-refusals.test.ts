import { describe, expect, it } from "vitest";
import { type PolicyRule, Violation } from "#lib/domain/policy";
import { evaluatePolicies } from "./evaluate.ts";
import { config, keep, naming, policy, proposal, usage, type Wanted } from "./test-proposals.ts";

describe("what a refusal says", () => {
  it.each<[string, PolicyRule, Wanted, Partial<Violation>]>([
    [
      "a name without its segments",
      naming,
      { name: "Orders_Created" },
      {
        path: "name",
        actual: "Orders_Created",
        limit: "{domain}.{dataset}.v{n}",
        message: "`Orders_Created` does not fit `{domain}.{dataset}.v{n}`. Try `orders.created.v1`.",
        suggestion: "orders.created.v1",
      },
    ],
    [
      "one wrong segment",
      naming,
      { name: "orders.Order_Placed.v1" },
      {
        message:
          "`orders.Order_Placed.v1` does not fit `{domain}.{dataset}.v{n}`: dataset is lower-case words joined by hyphens. Try `orders.order-placed.v1`.",
        suggestion: "orders.order-placed.v1",
      },
    ],
    [
      "another team's prefix",
      naming,
      { name: "payments.created.v1" },
      {
        message:
          "`payments.created.v1` does not fit `{domain}.{dataset}.v{n}`: domain is a prefix of the team, orders. Try `orders.created.v1`.",
      },
    ],
    [
      "a team without a prefix",
      naming,
      { team: { slug: "new", prefixes: ["new-"] } },
      { message: expect.stringContaining("new has none that ends with '.'"), suggestion: null },
    ],
    [
      "a forbidden word",
      naming,
      { name: "orders.temp-created.v1" },
      { message: expect.stringContaining("`temp` is not allowed in a name"), suggestion: "orders.created.v1" },
    ],
    [
      "too many partitions",
      { kind: "partitions", min: 1, max: 24 },
      { spec: { partitions: 48 } },
      {
        path: "spec.partitions",
        actual: "48",
        limit: "at most 24",
        message: "48 partitions; the limit on production is 24.",
        suggestion: 24,
      },
    ],
    [
      "too few partitions",
      { kind: "partitions", min: 3 },
      { spec: { partitions: 1 } },
      { message: "1 partition; production needs at least 3.", suggestion: 3 },
    ],
    [
      "an odd number of partitions",
      { kind: "partitions", max: 20, multipleOf: 6 },
      { spec: { partitions: 20 } },
      { message: "20 partitions; production takes multiples of 6.", suggestion: 18 },
    ],
    [
      "too few replicas",
      { kind: "replication", min: 3 },
      { spec: { replicationFactor: 1 } },
      { path: "spec.replicationFactor", message: "replication factor 1; production needs 3.", suggestion: 3 },
    ],
    [
      "too many replicas",
      { kind: "replication", max: 3 },
      { spec: { replicationFactor: 5 } },
      { message: "replication factor 5; the limit on production is 3.", suggestion: 3 },
    ],
    [
      "no in-sync replicas stated",
      { kind: "replication", minInsyncReplicas: 2 },
      {},
      {
        path: "spec.config.min.insync.replicas",
        actual: null,
        message: "min.insync.replicas is not set; production needs at least 2.",
        suggestion: "2",
      },
    ],
    [
      "more in-sync replicas needed than there are",
      { kind: "replication", minInsyncReplicas: 2 },
      { spec: { replicationFactor: 1, config: { "min.insync.replicas": "1" } } },
      { message: "min.insync.replicas is 1; production needs at least 2.", suggestion: null },
    ],
    [
      "retention for ever",
      { kind: "retention", maxMs: "2592000000", unlimitedAllowed: false },
      keep("-1"),
      {
        path: "spec.config.retention.ms",
        actual: "-1",
        limit: "at most 30 d",
        message: "unlimited retention is not allowed on production; at most 30 d.",
        suggestion: "2592000000",
      },
    ],
    [
      "retention for ever where no limit is stated",
      { kind: "retention", unlimitedAllowed: false },
      keep("-1"),
      { message: "unlimited retention is not allowed on production.", suggestion: "604800000" },
    ],
    [
      "long retention",
      { kind: "retention", maxMs: "2592000000", unlimitedAllowed: false },
      keep("5184000000"),
      { message: "retention 60 d; the limit on production is 30 d.", suggestion: "2592000000" },
    ],
    [
      "the broker's default, when that is too long",
      { kind: "retention", maxMs: "86400000", unlimitedAllowed: false },
      {},
      {
        actual: null,
        message: "retention 7 d (the broker's default); the limit on production is 1 d.",
        suggestion: "86400000",
      },
    ],
    [
      "short retention",
      { kind: "retention", minMs: "86400000", unlimitedAllowed: false },
      keep("3600000"),
      { message: "retention 1 h; production needs at least 1 d.", suggestion: "86400000" },
    ],
    [
      "much kept",
      { kind: "retention", maxBytes: "1073741824", unlimitedAllowed: false },
      { spec: { config: { "retention.bytes": "2147483648" } } },
      {
        path: "spec.config.retention.bytes",
        message: "2 GiB per partition; the limit on production is 1 GiB.",
        suggestion: "1073741824",
      },
    ],
    [
      "everything kept",
      { kind: "retention", maxBytes: "1073741824", unlimitedAllowed: false },
      {},
      {
        message: "unlimited size is not allowed on production; at most 1 GiB per partition.",
        suggestion: "1073741824",
      },
    ],
    [
      "a key that is the platform's",
      config({ key: "unclean.leader.election.enable", forbidden: true }),
      { spec: { config: { "unclean.leader.election.enable": "true" } } },
      { message: "`unclean.leader.election.enable` is set by the platform.", suggestion: null },
    ],
    [
      "a key that is missing",
      config({ key: "compression.type", required: true, allowed: ["lz4", "zstd"] }),
      {},
      { path: "spec.config.compression.type", message: "production needs `compression.type`.", suggestion: "lz4" },
    ],
    [
      "a value that is not among the allowed",
      config({ key: "compression.type", allowed: ["lz4", "zstd"] }),
      { spec: { config: { "compression.type": "gzip" } } },
      { message: "`compression.type` is gzip; allowed are lz4, zstd.", suggestion: "lz4" },
    ],
    [
      "a value above a range",
      config({ key: "max.message.bytes", max: "1048576" }),
      { spec: { config: { "max.message.bytes": "2097152" } } },
      { message: "`max.message.bytes` is 2 MiB; the limit on production is 1 MiB.", suggestion: "1048576" },
    ],
    [
      "no limit where a range is stated",
      config({ key: "retention.bytes", min: "1024", max: "2048" }),
      { spec: { config: { "retention.bytes": "-1" } } },
      { message: "`retention.bytes` is unlimited; the limit on production is 2 KiB.", suggestion: "2048" },
    ],
    [
      "a value below a range",
      config({ key: "segment.ms", min: "3600000" }),
      { spec: { config: { "segment.ms": "1" } } },
      { message: "`segment.ms` is 1 ms; production needs at least 1 h.", suggestion: "3600000" },
    ],
    [
      "a key that no rule names",
      {
        kind: "config",
        rules: [{ key: "retention.ms" }, { key: "preallocate", forbidden: true }],
        unknownKeysAllowed: false,
      },
      { spec: { config: { "segment.ms": "1" } } },
      { message: "`segment.ms` cannot be set on production; what can be is retention.ms.", suggestion: null },
    ],
    [
      "no description",
      { kind: "metadata", required: ["description"], minDescriptionLength: 20 },
      { metadata: { description: "" } },
      { path: "metadata.description", message: "a topic on production needs a description.", suggestion: null },
    ],
    [
      "a short description",
      { kind: "metadata", required: [], minDescriptionLength: 20 },
      { metadata: { description: "Orders" } },
      { message: "the description has 6 characters; production needs at least 20." },
    ],
    [
      "a classification that is not allowed",
      { kind: "metadata", required: [], classifications: ["public", "internal"] },
      { metadata: { classification: "restricted" } },
      { message: "restricted data is not allowed on production; allowed are public, internal.", suggestion: null },
    ],
    [
      "too many topics",
      { kind: "budget", topics: 21 },
      { usage },
      { path: "team", message: "orders has 20 of 21 topics, 1 more pending; you ask for 1.", suggestion: null },
    ],
    [
      "too many partitions for the team",
      { kind: "budget", partitions: 500 },
      { usage, spec: { partitions: 24 } },
      {
        path: "spec.partitions",
        message: "orders has 480 of 500 partitions, 12 more pending; you ask for 24.",
        suggestion: 8,
      },
    ],
    [
      "too much stored by the team",
      { kind: "budget", bytes: String(100n << 30n) },
      { usage, metadata: { expectedBytesPerSecond: 5_000 } },
      {
        path: "spec.config.retention.ms",
        message: "orders stores 90 GiB of 100 GiB, 5 GiB more pending; you ask for about 8.4 GiB.",
        suggestion: String(99n * 3_600_000n),
      },
    ],
    [
      "storage without a limit",
      { kind: "budget", bytes: String(100n << 30n) },
      { usage, ...keep("-1") },
      { message: expect.stringContaining("you ask for unlimited storage."), suggestion: null },
    ],
  ])("%s", (_, rule, wanted, expected) => {
    const violations = evaluatePolicies([policy(rule)], proposal(wanted));
    expect(violations).toEqual([expect.objectContaining({ ...expected, kind: rule.kind, waivable: true })]);
    expect(Violation.parse(violations[0])).toEqual(violations[0]);
  });

  it("adds what the platform says of its rule, after the suggestion", () => {
    const [violation] = evaluatePolicies(
      [policy(naming, { message: "See the naming guide." })],
      proposal({ name: "Orders_Created" }),
    );
    expect(violation?.message).toMatch(/Try `orders\.created\.v1`\. See the naming guide\.$/);
  });

  it("names the cluster, or nothing, where the rule is not scoped by tier", () => {
    const rule: PolicyRule = { kind: "partitions", max: 24 };
    const messages = [{ cluster: { only: ["local"] } }, {}].map((scope) => {
      return evaluatePolicies([policy(rule, { scope })], proposal({ spec: { partitions: 48 } }))[0]?.message;
    });
    expect(messages).toEqual(["48 partitions; the limit on local is 24.", "48 partitions; the limit here is 24."]);
  });
});
