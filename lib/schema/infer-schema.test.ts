import { Ajv } from "ajv";
import avsc from "avsc";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isSensitive, SCHEMA_TYPES } from "#lib/domain/schema";
import { inferSchema } from "./infer-schema.ts";
import { schemaTemplate } from "./schema-template.ts";
import { readText } from "./test-schemas.ts";

const samples = [
  { id: 1, at: "2026-01-02T03:04:05Z", price: 2, lines: [{ sku: "a" }], "x-y": true },
  { id: 5_000_000_000, at: "2026-01-02T03:04:05.678+01:00", price: 2.5, lines: [], note: null },
];

function fieldsOf(text: string, type: (typeof SCHEMA_TYPES)[number]) {
  const read = readText(type, text);
  if (!read.ok) throw new Error(`${JSON.stringify(read.problems)}\n${text}`);
  return read.value;
}

describe.each(SCHEMA_TYPES)("in %s", (type) => {
  test("a template is a valid schema with docs and one sensitive field", () => {
    const { fields, recordName } = fieldsOf(schemaTemplate(type, "orders.OrderPlaced"), type);
    expect(recordName).toBe("orders.OrderPlaced");
    expect(fields.filter(isSensitive)).toHaveLength(1);
    expect(fields.every(({ doc }) => doc !== "")).toBe(true);
  });

  test("samples become fields: absent in some is optional, whole and other numbers are told apart, times stay texts", () => {
    const text = inferSchema(samples, { schemaType: type, recordName: "orders.Order" });
    const { fields, recordName } = fieldsOf(text, type);
    const byPath = new Map(fields.map((field) => [field.path, field]));
    expect(recordName).toBe("orders.Order");
    expect(byPath.get("id")?.type).toMatch(/^(long|integer|int64)$/);
    expect(byPath.get("price")?.type).toMatch(/^(double|number)$/);
    expect(byPath.get("at")).toMatchObject({ type: "string", doc: expect.stringContaining("ISO 8601") });
    expect(byPath.get(type === "JSON" ? "x-y" : "x_y")?.required).toBe(false);
    expect(byPath.has("lines[].sku")).toBe(true);
  });

  test("whatever the samples are, the schema is valid", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 4 }), (values) => {
        fieldsOf(inferSchema(values, { schemaType: type, recordName: "a.B" }), type);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    [[]],
    [[{}]],
    [[[{}]]],
    [[null]],
    [[[1, "a"]]],
    [["text"]],
    [[{ ["__proto__"]: 1, constructor: 2 }]],
    [[{ a: { a: { A: 1 } }, A: { a: 1 } }]],
    [[{ "𐀀{": {}, 𐀀: 0, "\0": 1, "\ud800": 2, "": 3 }]],
  ])("%j is no exception", (values) => {
    fieldsOf(inferSchema(values, { schemaType: type, recordName: "string" }), type);
  });
});

/** What every object has without having been given it counts for Ajv as there, unless it is told that only its own properties do. */
function validatorOf(schema: string) {
  return new Ajv({ strict: false, ownProperties: true }).compile(JSON.parse(schema));
}

const asJsonSchema = (values: readonly unknown[]) => inferSchema(values, { schemaType: "JSON", recordName: "a.B" });

/** Ajv never reads a property's schema that is called so (`allSchemaProperties` in its source): it cannot be the judge of these. */
const AJV_OVERLOOKS = '"__proto__":';
const inside = fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes(AJV_OVERLOOKS));
const named = fc.dictionary(fc.constantFrom("a", "b", "c", "d_e", "toString", "constructor"), inside, { maxKeys: 4 });

test("every sample is valid by the JSON Schema made of it", () => {
  fc.assert(
    fc.property(fc.array(named, { minLength: 1, maxLength: 4 }), (values) => {
      const text = asJsonSchema(values);
      const validate = validatorOf(text);
      for (const value of values) expect(validate(value), text).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test("a property may have the name of what every object has", () => {
  const values: object[] = [{ a: [{ toString: false, ["__proto__"]: 1 }, {}] }, { valueOf: { hasOwnProperty: null } }];
  const { properties } = JSON.parse(asJsonSchema(values));
  expect(Object.entries(properties.a.items.properties)).toEqual([
    ["toString", { type: "boolean" }],
    ["__proto__", { type: "integer" }],
  ]);
  expect(validatorOf(asJsonSchema(values))(values[1])).toBe(true);
});

test("samples of one shape can be written with the Avro schema made of them", () => {
  const values = [
    { a: 1, b: { c: ["x"] } },
    { a: 2, b: { c: [] } },
  ];
  const type = avsc.Type.forSchema(JSON.parse(inferSchema(values, { schemaType: "AVRO", recordName: "a.B" })));
  for (const value of values) expect(type.isValid(value)).toBe(true);
});
