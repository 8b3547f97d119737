import { describe, expect, test } from "vitest";
import { SCHEMA_TYPES, type SchemaDefinition, type SchemaReference } from "#lib/domain/schema";
import { parseSchema } from "./parse-schema.ts";
import { orderSchemas, readOrder, readText } from "./test-schemas.ts";

function problemsOf(read: ReturnType<typeof readText>) {
  return read.ok ? [] : read.problems;
}

const record = (fields: unknown) => JSON.stringify({ type: "record", name: "R", fields });

describe.each(SCHEMA_TYPES)("a schema in %s", (type) => {
  const story = orderSchemas[type];

  test("has its fields with docs and tags, and what names its record", () => {
    const { fields, recordName } = readOrder(story.first);
    expect(recordName).toBe("orders.OrderPlaced");
    expect(fields.map(({ path }) => path)).toEqual(["id", "email", "total"]);
    expect(fields[1]).toMatchObject({ doc: "Who ordered.", tags: ["PII"] });
  });

  test("shows what a reference holds, and names the reference that nobody knows", () => {
    expect(readOrder(story.withAddress).fields.map(({ path }) => path)).toContain("address.city");
    const [problem] = problemsOf(parseSchema(story.withAddress, () => null));
    expect(problem?.message).toMatch(/^The reference ".*ddress.*" \(subject addresses-value, version 1\) is not known/);
  });

  test("that leads back to itself is refused by name", () => {
    const [reference] = story.withAddress.references;
    const circle: SchemaDefinition = { ...story.address, references: reference === undefined ? [] : [reference] };
    const [problem] = problemsOf(parseSchema(story.withAddress, () => circle));
    expect(problem?.message).toContain("leads back to itself");
  });

  test("has one hash for all ways to write it, and another for other docs", () => {
    const { schema } = story.first;
    const spaced =
      type === "PROTOBUF" ? schema.replaceAll(" = ", "  =  ") : JSON.stringify(JSON.parse(schema), null, 7);
    const documented = schema.replace("Who ordered.", "Who pays.");
    expect(readOrder({ ...story.first, schema: spaced }).hash).toBe(readOrder(story.first).hash);
    expect(readOrder({ ...story.first, schema: documented }).hash).not.toBe(readOrder(story.first).hash);
    expect(readOrder(story.withAddress).hash).not.toBe(readOrder(story.first).hash);
  });
});

describe("problems stand where they are", () => {
  test.each([
    ["AVRO", `{\n  "type": "record",\n  "name": "R"\n  "fields": []\n}`, 4, 3, "comma is expected"],
    [
      "AVRO",
      `{\n  "type": "record", "name": "R",\n  "fields": [{"name": "a", "type": "strin"}]\n}`,
      3,
      36,
      'Unknown type "strin"',
    ],
    ["AVRO", `{\n  "type": "enum", "name": "E",\n  "symbols": ["A", "A"]\n}`, 3, 20, "is there already"],
    ["AVRO", record([{ name: "a", type: "int", default: "x" }]), 1, 74, "cannot be the default"],
    ["JSON", `{\n  "properties": { "a": { "type": "strin" } }\n}`, 2, 34, '"type" is one of'],
    ["JSON", `{\n  "$ref": "https://example.test/a.json"\n}`, 2, 11, "nothing is loaded"],
    ["JSON", `{ "$schema": "http://json-schema.org/draft-04/schema#" }`, 1, 14, "use draft-07"],
    ["PROTOBUF", `syntax = "proto3";\nmessage A {\n  strin g a = 1;\n}`, 3, 11, "illegal token 'a'"],
    ["PROTOBUF", `syntax = "proto3";\nmessage A {\n  Foo a = 1;\n}`, 3, 3, "no such Type"],
    ["PROTOBUF", `syntax = "proto3";\nimport "../../etc/passwd";\nmessage A {}`, 2, 8, "is not known"],
    ["PROTOBUF", `syntax = "proto3";\nmessage A {\n  reserved 1;\n  string a = 1;\n}`, 4, 10, "reserved"],
  ] as const)("%s %j", (type, text, line, column, message) => {
    const [problem] = problemsOf(readText(type, text));
    expect(problem).toMatchObject({ line, column, message: expect.stringContaining(message) });
  });
});

test("a record inside itself is named once", () => {
  const node = { type: "record", name: "Node", fields: [{ name: "next", type: ["null", "Node"] }] };
  const read = readText("AVRO", JSON.stringify(node));
  expect(read.ok && read.value.fields).toMatchObject([{ path: "next", type: "Node (recursive)", required: false }]);
});

test("tags of a type are tags of the field that holds it", () => {
  const line = { type: "record", name: "L", fields: [], "confluent:tags": ["PCI"] };
  const read = readText("AVRO", record([{ name: "lines", type: { type: "array", items: line } }]));
  expect(read.ok && read.value.fields).toMatchObject([{ path: "lines", type: "list of L", tags: ["PCI"] }]);
});

test("a Protobuf file may define options, and use Google's own types", () => {
  const imports = ["descriptor", "timestamp", "struct"].map((file) => `import "google/protobuf/${file}.proto";`);
  const option = "extend google.protobuf.FieldOptions { string owner = 50000; }";
  const message = `message M { google.protobuf.Timestamp at = 1 [(owner) = "x"]; google.protobuf.Value any = 2; }`;
  const read = readText("PROTOBUF", [`syntax = "proto3";`, ...imports, option, message].join("\n"));
  expect(read.ok && read.value.fields.map(({ type }) => type)).toEqual([
    "google.protobuf.Timestamp",
    "google.protobuf.Value",
  ]);
});

test("Protobuf tags are read however they are written", () => {
  const options = [
    `(confluent.field_meta).tags = "A"`,
    `(confluent.field_meta).tags = ["A", "B"]`,
    `(confluent.field_meta) = { tags: ["A"] }`,
  ];
  const fields = options.map((option, index) => `string f${index} = ${index + 1} [${option}];`);
  const read = readText("PROTOBUF", `syntax = "proto3";\nmessage M { ${fields.join("\n")} }`);
  expect(read.ok && read.value.fields.map(({ tags }) => tags)).toEqual([["A"], ["A", "B"], ["A"]]);
});

/** One that did not end in time would end by the time-out of its test. */
describe("hostile texts end quickly, with a problem or without", () => {
  const many = (count: number, text: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => text(index));
  const doubling = (depth: number): unknown =>
    depth === 0
      ? "int"
      : {
          type: "record",
          name: `R${depth}`,
          fields: [
            { name: "a", type: doubling(depth - 1) },
            { name: "b", type: depth === 1 ? "int" : `R${depth - 1}` },
          ],
        };

  test.each([
    ["AVRO", "brackets", "[".repeat(10_000)],
    ["JSON", "brackets", `${'{"not":'.repeat(10_000)}true${"}".repeat(10_000)}`],
    ["PROTOBUF", "braces", "message A {".repeat(10_000)],
    ["AVRO", "empty", "  "],
    ["AVRO", "byte order mark", `\ufeff"string"`],
    ["AVRO", "half a surrogate pair", `{"type":"record","name":"R","doc":"\\ud800","fields":[]}`],
    ["JSON", "NUL", `{"title":"a\\u0000b"}`],
    ["AVRO", "doubling records", JSON.stringify(doubling(40))],
    ["AVRO", "a huge union", JSON.stringify(many(9_000, (index) => `x${index}`))],
    ["AVRO", "a name of an object's prototype", record([{ name: "__proto__", type: "int" }])],
    ["AVRO", "a name twice", `{"type":"record","type":"record","name":"R","fields":[]}`],
    [
      "JSON",
      "doubling combinations",
      JSON.stringify({
        $ref: "#/$defs/d40",
        $defs: Object.fromEntries(
          many(41, String).map((n) => [
            `d${n}`,
            n === "0" ? {} : { allOf: [{ $ref: `#/$defs/d${Number(n) - 1}` }, { $ref: `#/$defs/d${Number(n) - 1}` }] },
          ]),
        ),
      }),
    ],
    ["PROTOBUF", "comments", "/*".repeat(90_000)],
    ["PROTOBUF", "options", "(confluent.field_meta).tags = [".repeat(6_000)],
    ["PROTOBUF", "a name of an object's prototype", "message A { required string __proto__ = 1; }"],
    ["JSON", "not an object", "5"],
  ] as const)("%s: %s", (type, _, text) => {
    expect(readText(type, text).ok).toBe(false);
  });

  test.each([
    ["JSON", "a list of values", JSON.stringify({ enum: many(20_000, String) })],
    [
      "JSON",
      "a pattern that backtracks",
      JSON.stringify({ type: "string", pattern: "^(a+)+$", default: "a".repeat(50) }),
    ],
    ["JSON", "names of an object's prototype", `{"properties":{"__proto__":{"type":"string"},"constructor":{}}}`],
    [
      "JSON",
      "circles",
      JSON.stringify({ properties: { a: { $ref: "#/properties/b" }, b: { $ref: "#/properties/a" } } }),
    ],
    ["AVRO", "names of an object's prototype", record([{ name: "constructor", type: "int" }])],
    ["AVRO", "2,000 fields", record(many(2_000, (index) => `f${index}`).map((name) => ({ name, type: "int" })))],
  ] as const)("%s: %s is read", (type, _, text) => {
    expect(problemsOf(readText(type, text))).toEqual([]);
  });
});

test("references deeper than anybody needs end", () => {
  const next = ({ version }: SchemaReference): SchemaDefinition => ({
    schemaType: "AVRO",
    schema: `"int"`,
    references: [{ name: `n${version + 1}`, subject: "s", version: version + 1 }],
  });
  const read = parseSchema(next({ name: "n0", subject: "s", version: 0 }), next);
  expect(problemsOf(read)[0]?.message).toContain("references deep");
});
