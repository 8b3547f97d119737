import { describe, expect, test } from "vitest";
import type { SchemaType } from "#lib/domain/schema";
import { compareSchemas } from "./compare-schemas.ts";
import { explainIncompatibility } from "./explain-incompatibility.ts";
import { orderSchemas, readOrder, readText } from "./test-schemas.ts";

function changesOf(type: SchemaType, before: unknown, after: unknown) {
  const [one, other] = [before, after].map((text) =>
    readText(type, typeof text === "string" ? text : JSON.stringify(text)),
  );
  if (!one?.ok || !other?.ok) throw new Error(JSON.stringify([one, other]));
  return compareSchemas(one.value, other.value).map(({ field, what, effect, breaks }) => [
    field,
    what,
    effect,
    breaks.join(),
  ]);
}

const avro = (...fields: unknown[]) => ({ type: "record", name: "R", fields });
const json = (properties: object, rest: object = {}) => ({ type: "object", properties, ...rest });
const closed = { additionalProperties: false };
const proto = (...fields: string[]) => `syntax = "proto3"; message M { ${fields.join(" ")} }`;

describe("the order's story", () => {
  test.each(["AVRO", "JSON", "PROTOBUF"] as const)(
    "in %s keeps BACKWARD with a field more and breaks it where stored records are lost",
    (type) => {
      const { first, compatible, narrowed, incompatible } = orderSchemas[type];
      const before = readOrder(first);
      expect(compareSchemas(before, readOrder(first))).toEqual([]);
      expect(explainIncompatibility("BACKWARD", [before], readOrder(compatible))).toEqual([]);
      expect(explainIncompatibility("BACKWARD", [before], readOrder(incompatible))).toHaveLength(1);
      expect(explainIncompatibility("NONE", [before], readOrder(incompatible))).toEqual([]);
      const gone = compareSchemas(before, readOrder(narrowed)).find(({ field }) => field === "email");
      expect(gone).toMatchObject({ what: "removed" });
      expect(gone?.effect).not.toBe("widening");
    },
  );

  test("in another language breaks everything", () => {
    const [change] = compareSchemas(readOrder(orderSchemas.AVRO.first), readOrder(orderSchemas.JSON.first));
    expect(change).toMatchObject({ from: "AVRO", to: "JSON", breaks: ["backward", "forward"] });
  });

  test("says why a strict registry refuses what Protobuf allows", () => {
    const { first, narrowed } = orderSchemas.PROTOBUF;
    const [reason] = explainIncompatibility("BACKWARD", [readOrder(first)], readOrder(narrowed));
    expect(reason).toMatch(/some registries do not: email is removed\..*Reserve 2/);
  });
});

describe("Avro", () => {
  const a = { name: "a", type: "int" };
  test.each([
    ["a wider number", avro(a), avro({ ...a, type: "long" }), [["a", "retyped", "breaking", "forward"]]],
    [
      "bytes as text",
      avro({ ...a, type: "bytes" }),
      avro({ ...a, type: "string" }),
      [["a", "retyped", "widening", ""]],
    ],
    ["another type", avro(a), avro({ ...a, type: "string" }), [["a", "retyped", "breaking", "backward,forward"]]],
    ["null too", avro(a), avro({ ...a, type: ["null", "int"] }), [["a", "optional", "breaking", "forward"]]],
    ["never null", avro({ ...a, type: ["null", "int"] }), avro(a), [["a", "required", "breaking", "backward"]]],
    [
      "a type more",
      avro({ ...a, type: ["int", "string"] }),
      avro({ ...a, type: ["int", "string", "boolean"] }),
      [["a", "retyped", "breaking", "forward"]],
    ],
    [
      "a field with default",
      avro(a),
      avro(a, { name: "b", type: "int", default: 0 }),
      [["b", "added", "widening", ""]],
    ],
    ["a field without", avro(a), avro(a, { name: "b", type: "int" }), [["b", "added", "breaking", "backward"]]],
    [
      "one with default gone",
      avro(a, { name: "b", type: "int", default: 0 }),
      avro(a),
      [["b", "removed", "narrowing", ""]],
    ],
    ["an alias", avro(a), avro({ ...a, name: "b", aliases: ["a"] }), [["b", "renamed", "breaking", "forward"]]],
    ["docs", avro(a), avro({ ...a, doc: "x" }), [["a", "documentation", "widening", ""]]],
    ["tags", avro(a), avro({ ...a, "confluent:tags": ["PII"] }), [["a", "tags", "widening", ""]]],
    ["a default", avro({ ...a, default: 1 }), avro({ ...a, default: 2 }), [["a", "default", "widening", ""]]],
    [
      "another meaning",
      avro({ ...a, type: { type: "long", logicalType: "timestamp-millis" } }),
      avro({ ...a, type: { type: "long", logicalType: "timestamp-micros" } }),
      [["a", "retyped", "narrowing", ""]],
    ],
    [
      "the order",
      avro(a, { name: "b", type: "int" }),
      avro({ name: "b", type: "int" }, a),
      [["", "order", "widening", ""]],
    ],
    ["a name", avro(a), { ...avro(a), name: "S" }, [["", "renamed", "breaking", "backward,forward"]]],
    [
      "a list's items",
      avro({ name: "l", type: { type: "array", items: { ...avro(a), name: "L" } } }),
      avro({ name: "l", type: { type: "array", items: { ...avro(), name: "L" } } }),
      [["l[].a", "removed", "breaking", "forward"]],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(changesOf("AVRO", before, after)).toEqual(expected);
  });

  test("symbols", () => {
    const symbols = (list: string[], rest: object = {}) =>
      avro({ name: "e", type: { type: "enum", name: "E", symbols: list, ...rest } });
    expect(changesOf("AVRO", symbols(["A"]), symbols(["A", "B"]))).toEqual([["e", "other", "breaking", "forward"]]);
    expect(changesOf("AVRO", symbols(["A", "B"]), symbols(["A"]))).toEqual([["e", "other", "breaking", "backward"]]);
    expect(changesOf("AVRO", symbols(["A"], { default: "A" }), symbols(["A", "B"], { default: "A" }))).toEqual([
      ["e", "other", "narrowing", ""],
    ]);
  });
});

describe("JSON Schema", () => {
  const a = { type: "integer" };
  test.each([
    ["a wider type", json({ a }), json({ a: { type: "number" } }), [["a", "retyped", "breaking", "forward"]]],
    ["another type", json({ a }), json({ a: { type: "string" } }), [["a", "retyped", "breaking", "backward,forward"]]],
    ["null too", json({ a }), json({ a: { type: ["integer", "null"] } }), [["a", "optional", "breaking", "forward"]]],
    [
      "an optional property, closed",
      json({ a }, closed),
      json({ a, b: a }, closed),
      [["b", "added", "breaking", "forward"]],
    ],
    ["an optional property, open", json({ a }), json({ a, b: a }), [["b", "added", "breaking", "backward"]]],
    ["a property gone, open", json({ a, b: a }), json({ a }), [["b", "removed", "breaking", "forward"]]],
    [
      "a property gone, closed",
      json({ a, b: a }, closed),
      json({ a }, closed),
      [["b", "removed", "breaking", "backward"]],
    ],
    ["required", json({ a }), json({ a }, { required: ["a"] }), [["a", "required", "breaking", "backward"]]],
    ["optional", json({ a }, { required: ["a"] }), json({ a }), [["a", "optional", "breaking", "forward"]]],
    [
      "required with default",
      json({ a: { ...a, default: 1 } }),
      json({ a: { ...a, default: 1 } }, { required: ["a"] }),
      [["a", "required", "widening", ""]],
    ],
    [
      "a value more",
      json({ a: { enum: [1] } }),
      json({ a: { enum: [1, 2] } }),
      [["a", "other", "breaking", "forward"]],
    ],
    [
      "a value less",
      json({ a: { enum: [1, 2] } }),
      json({ a: { enum: [1] } }),
      [["a", "other", "breaking", "backward"]],
    ],
    ["a bound", json({ a }), json({ a: { ...a, maximum: 5 } }), [["a", "other", "breaking", "backward"]]],
    [
      "a looser bound",
      json({ a: { ...a, minimum: 5 } }),
      json({ a: { ...a, minimum: 4 } }),
      [["a", "other", "breaking", "forward"]],
    ],
    ["closing", json({ a }), json({ a }, closed), [["", "other", "breaking", "backward"]]],
    ["opening", json({ a }, closed), json({ a }), [["", "other", "breaking", "forward"]]],
    ["docs", json({ a }), json({ a: { ...a, description: "x" } }), [["a", "documentation", "widening", ""]]],
    [
      "an alternative more",
      json({ a: { oneOf: [a, { type: "string" }, { type: "boolean" }] } }),
      json({ a: { oneOf: [a, { type: "string" }] } }),
      [["a", "retyped", "breaking", "backward"]],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(changesOf("JSON", before, after)).toEqual(expected);
  });
});

describe("Protobuf", () => {
  test.each([
    ["a field more", proto("string a = 1;"), proto("string a = 1; string b = 2;"), [["b", "added", "widening", ""]]],
    ["a field gone", proto("string a = 1; string b = 2;"), proto("string a = 1;"), [["b", "removed", "narrowing", ""]]],
    ["another name", proto("string a = 1;"), proto("string b = 1;"), [["b", "renamed", "narrowing", ""]]],
    ["a type of the same group", proto("int32 a = 1;"), proto("int64 a = 1;"), [["a", "retyped", "narrowing", ""]]],
    [
      "a type of another",
      proto("int32 a = 1;"),
      proto("sint32 a = 1;"),
      [["a", "retyped", "breaking", "backward,forward"]],
    ],
    [
      "a reserved number used",
      proto("string a = 1; reserved 2;"),
      proto("string a = 1; string b = 2;"),
      [
        ["b", "added", "breaking", "backward"],
        ["", "other", "widening", ""],
      ],
    ],
    [
      "two into one of",
      proto("string a = 1; string b = 2;"),
      proto("oneof x { string a = 1; string b = 2; }"),
      [["x", "other", "breaking", "backward"]],
    ],
    [
      "a message gone",
      `${proto("string a = 1;")} message N { string a = 1; }`,
      proto("string a = 1;"),
      [["", "removed", "breaking", "backward"]],
    ],
    [
      "another package",
      proto("string a = 1;"),
      `package x; ${proto("string a = 1;")}`,
      [["", "renamed", "breaking", "backward,forward"]],
    ],
  ])("%s", (_, before, after, expected) => {
    const found = changesOf("PROTOBUF", before, after);
    expect(found).toEqual(expect.arrayContaining(expected));
  });
});
