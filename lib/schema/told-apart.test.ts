import { describe, expect, test } from "vitest";
import type { SchemaDefinition, SchemaType } from "#lib/domain/schema";
import { takesFromReaders } from "#lib/policy/schema-risk";
import { compareSchemas } from "./compare-schemas.ts";
import { parseSchema } from "./parse-schema.ts";
import { readText } from "./test-schemas.ts";

function changesOf(type: SchemaType, before: unknown, after: unknown) {
  const [one, other] = [before, after].map((text) =>
    readText(type, typeof text === "string" ? text : JSON.stringify(text)),
  );
  if (!one?.ok || !other?.ok) throw new Error(JSON.stringify([one, other]));
  return compareSchemas(one.value, other.value);
}

const asksReaders = (...args: Parameters<typeof changesOf>) => takesFromReaders(changesOf(...args));

const D2020 = { $schema: "https://json-schema.org/draft/2020-12/schema" };
const small = { type: "string", maxLength: 3 };
const large = { type: "string", maxLength: 5 };
const digits = (text: string) => `{"properties":{"a":{"enum":[1,${text}]}}}`;
const node = (max: number) => ({
  ...D2020,
  $dynamicAnchor: "node",
  maxProperties: max,
  properties: { next: { $dynamicRef: "#node" } },
});

describe("JSON Schemas that differ are told apart", () => {
  test.each<[string, unknown, unknown]>([
    [
      "behind a reference in `not`",
      { not: { $ref: "#/definitions/d" }, definitions: { d: small } },
      { not: { $ref: "#/definitions/d" }, definitions: { d: large } },
    ],
    [
      "behind two references in `if` and `then`",
      { if: { $ref: "#/definitions/c" }, definitions: { c: { $ref: "#/definitions/d" }, d: small } },
      { if: { $ref: "#/definitions/c" }, definitions: { c: { $ref: "#/definitions/d" }, d: large } },
    ],
    [
      "in what is called `description` in a map of schemas",
      { dependentSchemas: { description: small }, ...D2020 },
      { dependentSchemas: { description: large }, ...D2020 },
    ],
    ["behind a dynamic reference", node(3), node(5)],
    [
      "behind a dynamic reference in `not`",
      { ...D2020, not: { $dynamicRef: "#n" }, $defs: { d: { $dynamicAnchor: "n", ...small } } },
      { ...D2020, not: { $dynamicRef: "#n" }, $defs: { d: { $dynamicAnchor: "n", ...large } } },
    ],
    ["in a keyword that nobody models", { "x-encrypted": true }, { "x-encrypted": false }],
    ["in an integer above 2^53", digits("9007199254740993"), digits("9007199254740995")],
    ["in a constant above 2^53", `{"const":9007199254740993}`, `{"const":9007199254740992}`],
    ["in a bound above 2^53", `{"maximum":9007199254740993}`, `{"maximum":9007199254740992}`],
    ["in a number without end", `{"const":1e400}`, `{"const":1e500}`],
    [
      "behind a reference that has siblings",
      {
        ...D2020,
        $ref: "#/$defs/base",
        minProperties: 1,
        properties: { a: small },
        $defs: { base: { properties: { b: small } } },
      },
      {
        ...D2020,
        $ref: "#/$defs/base",
        minProperties: 1,
        properties: { a: small },
        $defs: { base: { properties: { b: large } } },
      },
    ],
    [
      "in what stands beside a recursive reference",
      { ...D2020, properties: { next: { $ref: "#" } } },
      { ...D2020, properties: { next: { $ref: "#", maxProperties: 1 } } },
    ],
    [
      "in whether what holds itself may be null",
      { type: "object", properties: { next: { $ref: "#" } } },
      { type: "object", properties: { next: { oneOf: [{ type: "null" }, { $ref: "#" }] } } },
    ],
    ["in a name that must be there and is not described", {}, { required: ["a"] }],
    ["in the dialect", {}, D2020],
  ])("%s", (_, before, after) => {
    expect(asksReaders("JSON", before, after)).toBe(true);
    // Whoever reads is not told less because something harmless changes beside it.
    expect(asksReaders("JSON", before, documented(after))).toBe(true);
  });

  const documented = (schema: unknown) =>
    typeof schema === "string" ? schema.replace("{", '{"description":"x",') : { ...Object(schema), description: "x" };

  test.each<[string, unknown, unknown]>([
    [
      "order of names, required and types",
      { required: ["a", "b"], properties: { a: { type: ["null", "string"] }, b: {} } },
      { properties: { b: {}, a: { type: ["string", "null"] } }, required: ["b", "a"] },
    ],
    [
      "order of alternatives",
      { anyOf: [small, { type: "number" }, { const: 1 }] },
      { anyOf: [{ const: 1 }, small, { type: "number" }] },
    ],
    [
      "documentation behind a reference",
      { not: { $ref: "#/definitions/d" }, definitions: { d: small } },
      { not: { $ref: "#/definitions/d" }, definitions: { d: { ...small, description: "x" } } },
    ],
    [
      "comments and examples",
      { properties: { a: small } },
      { properties: { a: { ...small, $comment: "x", examples: ["y"] } } },
    ],
  ])("and not where nothing but %s differs", (_, before, after) => {
    expect(asksReaders("JSON", before, after)).toBe(false);
  });
});

describe("what no comparison explains", () => {
  const record = (more: object, field: object = {}) => ({
    type: "record",
    name: "R",
    fields: [{ name: "a", type: "int", ...field }],
    ...more,
  });
  const file = (...lines: string[]) =>
    `syntax = "proto3"; ${lines.join(" ")} message M { string a = 1; string b = 2; }`;

  test.each<[SchemaType, unknown, unknown]>([
    ["AVRO", record({}), record({ "connect.name": "x" })],
    ["JSON", { definitions: { a: small } }, { definitions: { a: large } }],
    ["PROTOBUF", file(), file('option java_package = "x";')],
    [
      "PROTOBUF",
      file('option java_package = "x"; option go_package = "y";'),
      file('option java_package = "y"; option go_package = "x";'),
    ],
  ])("counts as narrowing, and says so: %s", (type, before, after) => {
    expect(changesOf(type, before, after)).toMatchObject([
      {
        field: "",
        what: "other",
        effect: "narrowing",
        breaks: [],
        text: expect.stringContaining("could not be told apart"),
      },
    ]);
  });

  test("counts although documentation changes too", () => {
    expect(asksReaders("AVRO", record({}), record({ "connect.name": "x", doc: "y" }))).toBe(true);
  });

  test.each<[string, SchemaType, unknown, unknown]>([
    ["documentation", "AVRO", record({}), record({ doc: "x" }, { doc: "y" })],
    [
      "order",
      "AVRO",
      record({
        fields: [
          { name: "a", type: "int" },
          { name: "b", type: ["null", "int"] },
        ],
      }),
      record({
        fields: [
          { name: "b", type: ["null", "int"] },
          { name: "a", type: "int" },
        ],
      }),
    ],
    ["tags", "AVRO", record({}), record({}, { "confluent:tags": ["PII"] })],
    ["comments", "PROTOBUF", file(), file("/* x */ // y\n")],
    ["order", "PROTOBUF", file(), `syntax = "proto3"; message M { string b = 2; string a = 1; }`],
  ])("is nothing where only %s differs: %s", (_, type, before, after) => {
    expect(asksReaders(type, before, after)).toBe(false);
  });

  test("is nothing where a reference leads to the same text by another version", () => {
    const used = (version: number): SchemaDefinition => ({
      schemaType: "JSON",
      schema: '{"$ref":"a.json"}',
      references: [{ name: "a.json", subject: "a", version }],
    });
    const read = (version: number, schema: object) => {
      const text = { schemaType: "JSON" as const, schema: JSON.stringify(schema), references: [] };
      const parsed = parseSchema(used(version), () => text);
      if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
      return parsed.value;
    };
    expect(compareSchemas(read(1, small), read(2, small))).toEqual([]);
    expect(
      takesFromReaders(compareSchemas(read(1, { definitions: { small } }), read(2, { definitions: { large } }))),
    ).toBe(true);
  });
});
