import { describe, expect, it } from "vitest";
import { TIERS } from "#lib/domain/cluster";
import type { ChangeKind } from "#lib/domain/plan";
import { CLASSIFICATIONS } from "#lib/domain/topic-spec";
import { requiredSlots } from "./required-slots.ts";
import { riskOf } from "./risk.ts";

const planOf = (...kinds: ChangeKind[]) => ({
  changes: kinds.map((kind) => ({ field: "partitions", from: null, to: 1, kind })),
});

describe("riskOf", () => {
  it.each([
    ["a new topic in development", planOf("additive"), "development", "internal", "low"],
    ["a new topic in test", planOf("additive"), "test", "public", "low"],
    ["a new topic in production", planOf("additive"), "production", "internal", "normal"],
    ["a change that loses nothing", planOf("neutral"), "test", "internal", "low"],
    ["more partitions in development", planOf("neutral", "irreversible"), "development", "internal", "normal"],
    ["shorter retention in development", planOf("additive", "destructive"), "development", "public", "high"],
    ["confidential data", planOf("additive"), "development", "confidential", "high"],
    ["restricted data", planOf("additive"), "production", "restricted", "high"],
  ] as const)("%s", (_, plan, tier, classification, risk) => {
    expect(riskOf({ plan, tier, classification })).toBe(risk);
  });

  it("is never low in production, and always high when something is destroyed", () => {
    for (const tier of TIERS) {
      for (const classification of CLASSIFICATIONS) {
        expect(riskOf({ plan: planOf("destructive"), tier, classification })).toBe("high");
        if (tier === "production") expect(riskOf({ plan: planOf("additive"), tier, classification })).not.toBe("low");
      }
    }
  });
});

describe("requiredSlots", () => {
  const team = { id: "t1", name: "orders" };
  const owner = { id: "owner-of-team", teamId: "t1", label: "an owner of orders" };
  const admin = { id: "platform-admin", label: "a platform admin" };

  it.each([
    ["low", []],
    ["normal", [owner]],
    ["high", [owner, admin]],
  ] as const)("a new topic of %s risk", (risk, slots) =>
    expect(requiredSlots("topic.create", risk, team)).toEqual(slots),
  );
});
