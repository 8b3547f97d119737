import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PolicyRule, type Violation } from "#lib/domain/policy";
import { evaluatePolicies, type Proposal } from "./evaluate.ts";
import { naming, policy, proposal, usage } from "./test-proposals.ts";

describe("properties", () => {
  const int = (min: number, max: number) => fc.integer({ min, max });
  const int64 = fc.bigInt({ min: 1n, max: 10_000_000_000n }).map(String);
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const key = fc.constantFrom("retention.ms", "retention.bytes", "segment.ms", "min.insync.replicas");

  const rules: fc.Arbitrary<unknown> = fc.oneof(
    fc.constant(naming),
    fc.record({
      kind: fc.constant("partitions"),
      min: maybe(int(1, 60)),
      max: maybe(int(1, 60)),
      multipleOf: maybe(int(1, 9)),
    }),
    fc.record({
      kind: fc.constant("replication"),
      min: maybe(int(1, 5)),
      max: maybe(int(1, 5)),
      minInsyncReplicas: maybe(int(1, 5)),
    }),
    fc.record({
      kind: fc.constant("retention"),
      minMs: maybe(int64),
      maxMs: maybe(int64),
      maxBytes: maybe(int64),
      unlimitedAllowed: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant("config"),
      rules: fc.array(fc.record({ key, required: fc.boolean(), min: maybe(int64), max: maybe(int64) }), {
        maxLength: 3,
      }),
      unknownKeysAllowed: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant("budget"),
      topics: maybe(int(1, 40)),
      partitions: maybe(int(1, 600)),
      bytes: maybe(int64),
    }),
  );
  const policies = fc.array(
    rules.map((rule) => policy(PolicyRule.parse(JSON.parse(JSON.stringify(rule))))),
    { maxLength: 5 },
  );
  const proposals = fc
    .record({
      name: fc.oneof(
        fc.constantFrom("Orders_Created", "payments.a.v1", "orders.created.v1"),
        fc.string({ maxLength: 20 }),
      ),
      spec: fc.record({
        partitions: int(1, 100),
        replicationFactor: int(1, 6),
        config: fc.dictionary(key, fc.oneof(int64, fc.constant("-1")), { noNullPrototype: true }),
      }),
      metadata: fc.record({ expectedBytesPerSecond: fc.option(int(0, 100_000)) }),
      usage: fc.option(fc.constant(usage)),
    })
    .map(proposal);

  const withSuggestions = (before: Proposal, violations: Violation[]) => {
    const after = structuredClone(before);
    for (const { path, suggestion } of violations) {
      if (suggestion === null) continue;
      if (path === "name") after.name = String(suggestion);
      else if (path === "spec.partitions") after.spec.partitions = Number(suggestion);
      else if (path === "spec.replicationFactor") after.spec.replicationFactor = Number(suggestion);
      else after.spec.config[path.replace("spec.config.", "")] = String(suggestion);
    }
    return after;
  };

  it("taking every suggestion mends everything that had one", () => {
    fc.assert(
      fc.property(policies, proposals, (all, before) => {
        const violations = evaluatePolicies(all, before);
        const mended = new Set(violations.filter(({ suggestion }) => suggestion !== null).map(({ path }) => path));
        const left = evaluatePolicies(all, withSuggestions(before, violations)).map(({ path }) => path);
        expect(left.filter((path) => mended.has(path))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("every violation on one path gives the same suggestion", () => {
    fc.assert(
      fc.property(policies, proposals, (all, before) => {
        const byPath = Map.groupBy(evaluatePolicies(all, before), ({ path }) => path);
        for (const violations of byPath.values())
          expect(new Set(violations.map(({ suggestion }) => suggestion)).size).toBe(1);
      }),
    );
  });

  it("a rule that passes alone passes among others: none overrides another", () => {
    fc.assert(
      fc.property(policies, proposals, (all, before) => {
        const together = evaluatePolicies(all, before).map(({ message }) => message.replace(/ Try .*/, ""));
        const alone = all
          .flatMap((one) => evaluatePolicies([one], before))
          .map(({ message }) => message.replace(/ Try .*/, ""));
        expect(together).toEqual(alone);
      }),
    );
  });
});
