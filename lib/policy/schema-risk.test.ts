import { describe, expect, it, test } from "vitest";
import { TIERS } from "#lib/domain/cluster";
import type { SchemaChange, SchemaEffect } from "#lib/domain/schema";
import { schemaRisk, takesFromReaders } from "./schema-risk.ts";

const changes = (...effects: SchemaEffect[]): SchemaChange[] =>
  effects.map((effect) => ({ field: "f", what: "other", from: null, to: null, effect, breaks: [], text: "" }));
const sound = { changes: changes("widening"), forced: false, unjudged: false };

describe("schemaRisk", () => {
  it.each([
    ["production", false, "normal"],
    ["production", true, "normal"],
    ["test", false, "low"],
    ["test", true, "normal"],
    ["development", false, "low"],
    ["development", true, "normal"],
  ] as const)("on %s, unjudged %s, of what nobody notices is %s", (tier, unjudged, risk) =>
    expect(schemaRisk({ ...sound, tier, unjudged })).toBe(risk),
  );

  it.each(TIERS)("is high on %s when it is forced or readers lose something, however small", (tier) => {
    expect(schemaRisk({ ...sound, tier, forced: true })).toBe("high");
    for (const effect of ["narrowing", "breaking"] as const) {
      expect(schemaRisk({ ...sound, tier, changes: changes("widening", effect) })).toBe("high");
    }
  });
});

test("a first version and what only adds takes nothing from readers", () => {
  expect(takesFromReaders([])).toBe(false);
  expect(takesFromReaders(changes("widening", "widening"))).toBe(false);
  expect(takesFromReaders(changes("widening", "narrowing"))).toBe(true);
});
