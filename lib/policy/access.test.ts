import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Policy, PolicyRule } from "#lib/domain/policy";
import { type AccessProposal, evaluateAccess, latestExpiry } from "./access.ts";

const NOW = new Date("2026-11-21T13:30:00.000Z");

function rule(spec: object, more: Partial<Policy> = {}): Policy {
  const id = "3f6b1c1e-0000-4000-8000-000000000001";
  const parsed = PolicyRule.parse({ kind: "access", ...spec });
  return { id, slug: "rule", revision: 1, rule: parsed, scope: {}, enforcement: "deny", message: "", ...more };
}

function asked(more: Partial<AccessProposal> = {}): AccessProposal {
  return {
    cluster: { slug: "local", tier: "production" },
    team: { slug: "orders" },
    name: "orders.order-placed.v1",
    terms: { operation: "consume", patternType: "LITERAL", transactionalId: null },
    classification: "internal",
    expiresAt: new Date("2027-01-01T00:00:00Z"),
    now: NOW,
    ...more,
  };
}

describe("when access ends", () => {
  const expiresAt = new Date("2028-01-01T00:00:00Z");

  it("is judged by whole days from the one on which it is asked", () => {
    const latest = new Date("2026-11-28T23:59:59.000Z");
    expect(evaluateAccess([rule({ maxDays: 7 })], asked({ expiresAt: latest }))).toEqual([]);
    expect(evaluateAccess([rule({ maxDays: 7 })], asked({ expiresAt: new Date(latest.getTime() + 1) }))).toMatchObject([
      { path: "expiresAt", limit: "at most 7 d", suggestion: latest.toISOString(), enforcement: "deny" },
    ]);
  });

  it("names every broken rule, and suggests what passes all of them", () => {
    const policies = [rule({ maxDays: 365 }), rule({ maxDays: 90, classifications: ["confidential"] })];
    const violations = evaluateAccess(policies, asked({ expiresAt, classification: "confidential" }));

    expect(violations.map(({ limit, suggestion }) => [limit, suggestion])).toEqual([
      ["at most 365 d", "2027-02-19T23:59:59.000Z"],
      ["at most 90 d", "2027-02-19T23:59:59.000Z"],
    ]);
  });

  it.each([["internal" as const], [null]])("is free of rules for confidential data when it is %s", (classification) => {
    const policies = [rule({ maxDays: 90, classifications: ["confidential", "restricted"] })];
    expect(evaluateAccess(policies, asked({ expiresAt, classification }))).toEqual([]);
  });

  it("is never refused where it was suggested", () => {
    const days = fc.option(fc.integer({ min: 1, max: 4_000 }), { nil: undefined });
    const when = fc.date({ min: NOW, max: new Date("2199-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(fc.array(days, { maxLength: 4 }), when, (limits, expiry) => {
        const policies = limits.map((maxDays) => rule(maxDays === undefined ? {} : { maxDays }));
        for (const { suggestion } of evaluateAccess(policies, asked({ expiresAt: expiry }))) {
          expect(evaluateAccess(policies, asked({ expiresAt: new Date(suggestion ?? "") }))).toEqual([]);
        }
      }),
    );
  });

  it("has no latest day where no rule states one", () => {
    expect(latestExpiry([rule({})], asked())).toBeNull();
    expect(latestExpiry([rule({ maxDays: 1 }, { scope: { tier: { only: ["test"] } } })], asked())).toBeNull();
  });
});

describe("what access is to", () => {
  const terms = {
    operation: "produce",
    patternType: "PREFIXED",
    transactionalId: { name: "billing.", patternType: "PREFIXED" },
  } as const;

  it("answers every violation at once", () => {
    const policies = [rule({ operations: ["consume"], prefixedAllowed: false, transactionalAllowed: false })];
    const violations = evaluateAccess(policies, asked({ name: "orders.", terms }));
    expect(violations.map(({ path }) => path)).toEqual(["operation", "patternType", "transactionalId"]);
  });

  it("warns where the rule only warns", () => {
    const policies = [rule({ prefixedAllowed: false }, { enforcement: "warn" })];
    expect(evaluateAccess(policies, asked({ name: "orders.", terms }))).toMatchObject([{ enforcement: "warn" }]);
  });

  it("is not judged by rules on topics", () => {
    const partitions = { ...rule({}), rule: PolicyRule.parse({ kind: "partitions", max: 1 }) };
    expect(evaluateAccess([partitions], asked())).toEqual([]);
  });
});
