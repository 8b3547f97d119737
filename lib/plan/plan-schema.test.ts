import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COMPATIBILITY_LEVELS } from "#lib/domain/compatibility";
import { Plan } from "#lib/domain/plan";
import { SCHEMA_TYPES, type SchemaChange } from "#lib/domain/schema";
import { fingerprintOf } from "./fingerprint.ts";
import { type PlanSchemaInput, planSchema } from "./plan-schema.ts";

const at = "2026-01-05T09:10:00.000Z";
const HASH = "b".repeat(64);
const first: PlanSchemaInput = {
  cluster: "local",
  subject: "orders.placed.v1-value",
  schemaType: "AVRO",
  hash: HASH,
  base: null,
  changes: [],
  compatibility: { from: null, to: "BACKWARD" },
  forced: false,
  incompatible: null,
  readers: [],
  observedAt: at,
};
const next: PlanSchemaInput = {
  ...first,
  base: { version: 3, hash: "a".repeat(64) },
  compatibility: { from: "FULL", to: "FULL" },
};
const added: SchemaChange = {
  ...{ field: "total", what: "added", from: null, to: "long", effect: "widening", breaks: [] },
  text: "Readers that do not know it pass over it.",
};
const removed: SchemaChange = {
  ...{ field: "customer.id", what: "removed", from: "string", to: null, effect: "narrowing", breaks: ["forward"] },
  text: "A reader that uses it misses it.",
};

describe("planSchema", () => {
  it("registers the first version with its level", () => {
    const plan = planSchema(first);
    expect(plan).toEqual({
      object: { kind: "subject", cluster: "local", name: "orders.placed.v1-value" },
      topicId: null,
      basedOn: at,
      changes: [
        { field: "compatibility", from: null, to: "BACKWARD", kind: "additive" },
        { field: "schema", from: null, to: `Avro (${HASH})`, kind: "additive" },
      ],
      refusals: [],
      effects: [
        {
          field: "schema",
          text: "The first version: readers and writers that use the registry find it at once.",
        },
      ],
    });
    expect(Plan.parse(plan)).toEqual(plan);
  });

  it("says field by field what differs, and how each acts", () => {
    const { changes, effects } = planSchema({ ...next, changes: [added, removed] });
    expect(changes).toEqual([
      { field: "schema", from: `version 3 (${"a".repeat(64)})`, to: `Avro (${HASH})`, kind: "destructive" },
      { field: "field total, added", from: null, to: "long", kind: "additive" },
      { field: "field customer.id, removed", from: "string", to: null, kind: "destructive" },
    ]);
    expect(effects).toEqual([
      { field: "field total, added", text: added.text },
      { field: "field customer.id, removed", text: removed.text },
    ]);
  });

  it("names those who lose something", () => {
    const readers = ["dashboards of Analytics reads it (dashboards.x, 7 records behind)."];
    expect(planSchema({ ...next, changes: [removed], readers }).effects[0]).toEqual({
      field: "schema",
      text: readers[0],
    });
  });

  it("says where only the text differs, and where the version before was not understood", () => {
    expect(planSchema(next).effects).toEqual([
      { field: "schema", text: "The same by meaning as the version before; only its text differs." },
    ]);
    const plan = planSchema({ ...next, base: { version: 3, hash: null }, changes: [added] });
    expect(plan.changes[0]).toMatchObject({ from: "version 3 (not understood)" });
  });

  it("refuses what the registry finds incompatible, in its words", () => {
    const incompatible = ["reader type: INT not compatible with writer type: STRING"];
    expect(planSchema({ ...next, changes: [removed], incompatible }).refusals).toEqual([
      { field: "schema", reason: `The registry finds it incompatible: ${incompatible[0]}.` },
    ]);
    expect(planSchema({ ...next, incompatible: [] }).refusals).toEqual([
      { field: "schema", reason: "The registry finds it incompatible." },
    ]);
  });

  it("registers it all the same where it is forced, by lowering the level and restoring it", () => {
    const plan = planSchema({ ...next, changes: [removed], forced: true, incompatible: ["no"] });
    expect(plan.refusals).toEqual([]);
    expect(plan.changes[0]).toEqual({
      field: "compatibility",
      from: "FULL",
      to: "NONE, then FULL again",
      kind: "destructive",
    });
    expect(plan.effects[0]?.text).toMatch(
      /lowered.+restored\. In between orders\.placed\.v1-value takes any schema\.$/,
    );
  });

  it("shows the first two hundred fields and counts the rest, by the worst of them", () => {
    const many = Array.from({ length: 250 }, (_, index) => ({ ...added, field: `f${index}` }));
    const last = planSchema({ ...next, changes: [...many, removed] }).changes.at(-1);
    expect(last).toEqual({ field: "further fields", from: null, to: 51, kind: "destructive" });
    expect(planSchema({ ...next, changes: many }).changes.at(-1)).toMatchObject({ to: 50, kind: "additive" });
  });
});

describe("the fingerprint of a schema's plan", () => {
  const hash = fc
    .array(fc.constantFrom(..."0123456789abcdef"), { minLength: 64, maxLength: 64 })
    .map((all) => all.join(""));
  const level = fc.constantFrom(...COMPATIBILITY_LEVELS);
  const input: fc.Arbitrary<PlanSchemaInput> = fc.record({
    ...{ cluster: fc.constant("local"), subject: fc.constant("orders.placed.v1-value"), observedAt: fc.constant(at) },
    ...{ schemaType: fc.constantFrom(...SCHEMA_TYPES), hash, forced: fc.boolean() },
    base: fc.option(fc.record({ version: fc.integer({ min: 1 }), hash: fc.option(hash) })),
    changes: fc.subarray([added, removed]),
    compatibility: fc.record({ from: fc.option(level), to: level }),
    incompatible: fc.option(fc.array(fc.string(), { maxLength: 2 })),
    readers: fc.array(fc.string(), { maxLength: 2 }),
  });
  const fingerprint = (asked: PlanSchemaInput) => fingerprintOf(planSchema(asked));

  it("binds to the hash: another schema is another plan", () => {
    fc.assert(
      fc.property(input, hash, (asked, other) => {
        fc.pre(other !== asked.hash);
        expect(fingerprint({ ...asked, hash: other })).not.toBe(fingerprint(asked));
      }),
    );
  });

  it("binds to the version it follows, the type, the level and to being forced", () => {
    fc.assert(
      fc.property(input, (asked) => {
        const others: Partial<PlanSchemaInput>[] = [
          { base: { version: (asked.base?.version ?? 0) + 1, hash: asked.base?.hash ?? null } },
          { schemaType: asked.schemaType === "AVRO" ? "JSON" : "AVRO" },
          { forced: !asked.forced },
          { subject: "orders.placed.v1-key" },
        ];
        for (const other of others) expect(fingerprint({ ...asked, ...other })).not.toBe(fingerprint(asked));
      }),
    );
  });

  it("does not bind to when the registry was seen, or to who reads: they are asked by slots", () => {
    fc.assert(
      fc.property(input, fc.array(fc.string()), (asked, readers) => {
        expect(fingerprint({ ...asked, readers, observedAt: null })).toBe(fingerprint(asked));
      }),
    );
  });
});
