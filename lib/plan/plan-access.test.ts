import { describe, expect, it } from "vitest";
import { bindingsOf, type GrantTerms } from "#lib/domain/grant";
import { fingerprintOf } from "./fingerprint.ts";
import { type PlanAccessInput, planAccess, planRenewal } from "./plan-access.ts";

const terms: GrantTerms = {
  operation: "consume",
  patternType: "LITERAL",
  resourceName: "orders.placed.v1",
  consumerGroup: { name: "billing.main", patternType: "LITERAL" },
  transactionalId: null,
  host: "*",
};
const USER = "User:analytics.billing";

function input(more: Partial<PlanAccessInput> = {}): PlanAccessInput {
  return {
    cluster: "local",
    terms,
    principals: [USER],
    expiresAt: "2027-01-01T00:00:00.000Z",
    agreement: {},
    observed: [],
    granted: [],
    observedAt: null,
    classification: "internal",
    topics: { total: 1, names: ["orders.placed.v1"] },
    others: { consume: 0, produce: 2 },
    takesOverGroup: false,
    ...more,
  };
}

describe("the plan of access", () => {
  it("has a row per ACL line and one for its end", () => {
    expect(planAccess(input()).changes).toEqual([
      { field: `${USER} TOPIC orders.placed.v1 READ`, from: null, to: "ALLOW from *", kind: "additive" },
      { field: `${USER} TOPIC orders.placed.v1 DESCRIBE`, from: null, to: "ALLOW from *", kind: "additive" },
      { field: `${USER} GROUP billing.main READ`, from: null, to: "ALLOW from *", kind: "additive" },
      { field: "expiresAt", from: null, to: "2027-01-01T00:00:00.000Z", kind: "additive" },
    ]);
  });

  it("has the lines of each principal while one takes over from another", () => {
    const { changes } = planAccess(input({ principals: [USER, `${USER}-2`] }));
    expect(changes.filter(({ field }) => field.startsWith(`${USER}-2 `))).toHaveLength(3);
  });

  it("marks what is there or needed already, and keeps its fingerprint: what others are granted undoes no approval", () => {
    const plan = planAccess(
      input({
        observed: bindingsOf(terms, USER).slice(0, 1),
        granted: [{ ...terms, resourceName: "orders.paid.v1" }],
      }),
    );
    expect(plan.changes.map(({ kind }) => kind)).toEqual(["neutral", "additive", "neutral", "additive"]);
    expect(plan.effects.map(({ text }) => text)).toContain("Is there already, for access to orders.paid.v1.");
    expect(plan.effects.map(({ text }) => text)).toContain("Is there already, on the cluster.");
    expect(fingerprintOf(plan)).toBe(fingerprintOf(planAccess(input())));
  });

  it("says what a prefix covers", () => {
    const prefixed = { ...terms, patternType: "PREFIXED", resourceName: "orders." } as const;
    const { effects } = planAccess(input({ terms: prefixed, topics: { total: 7, names: ["orders.a", "orders.b"] } }));
    expect(effects.map(({ text }) => text)).toContain(
      "Covers 7 topics today and those to come: orders.a, orders.b and 5 more.",
    );
  });

  it("holds what both sides promise, so that an approval is of that too", () => {
    const promised = planAccess(input({ agreement: { noticeDays: 30, neededFields: ["id", "total"] } }));
    expect(promised.changes.slice(-2).map(({ field, to }) => [field, to])).toEqual([
      ["agreement.neededFields", "id, total"],
      ["agreement.noticeDays", 30],
    ]);
    expect(fingerprintOf(promised)).not.toBe(fingerprintOf(planAccess(input())));
  });
});

it("a renewal is one row, from the end that is to the end that would be", () => {
  const [from, to] = ["2027-01-01T00:00:00.000Z", "2027-01-31T00:00:00.000Z"];
  const plan = planRenewal({ cluster: "local", name: "orders.placed.v1", from, to });
  expect(plan.changes).toEqual([{ field: "expiresAt", from, to, kind: "additive" }]);
  expect(plan.effects[0]?.text).toContain("30 d longer");
});
