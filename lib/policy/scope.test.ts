import { describe, expect, it } from "vitest";
import type { PolicyScope } from "#lib/domain/policy";
import { inScope } from "./scope.ts";

const subject = {
  cluster: { slug: "local", tier: "production" as const },
  team: { slug: "orders" },
  name: "orders.order-placed.v1" as string | null,
};

describe("inScope", () => {
  it.each<[string, PolicyScope, boolean]>([
    ["no dimension", {}, true],
    ["its tier", { tier: { only: ["production"] } }, true],
    ["another tier", { tier: { only: ["test", "development"] } }, false],
    ["all tiers but its own", { tier: { except: ["production"] } }, false],
    ["its tier, its cluster excepted", { tier: { only: ["production"] }, cluster: { except: ["local"] } }, false],
    ["its cluster", { cluster: { only: ["local"] } }, true],
    ["another team", { team: { only: ["payments"] } }, false],
    ["another team excepted", { team: { except: ["payments"] } }, true],
    ["a name pattern that matches whole", { name: { only: ["orders\\..*"] } }, true],
    ["a name pattern that matches a part", { name: { only: ["orders"] } }, false],
    ["a name pattern excepted", { name: { except: [".*\\.v1"] } }, false],
    ["listed and excepted", { name: { only: ["orders.*"], except: [".*placed.*"] } }, false],
    ["an empty list, which is nobody", { team: { only: [] } }, false],
  ])("%s", (_, scope, applies) => expect(inScope(scope, subject)).toBe(applies));

  it("without a name, leaves out rules for some names and keeps those with exceptions", () => {
    const nameless = { ...subject, name: null };
    expect(inScope({ name: { only: [".*"] } }, nameless)).toBe(false);
    expect(inScope({ name: { except: [".*"] } }, nameless)).toBe(true);
  });

  it("matches in linear time what makes a backtracking engine hang", () => {
    const name = `${"a".repeat(240)}!`;
    expect(inScope({ name: { only: ["(a+)+b"] } }, { ...subject, name })).toBe(false);
  });
});
