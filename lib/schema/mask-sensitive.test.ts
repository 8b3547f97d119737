import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SchemaField } from "#lib/domain/schema";
import { MASK, maskSensitive } from "./mask-sensitive.ts";
import { readText } from "./test-schemas.ts";

function field(path: string, tags: string[] = [], type = "string"): SchemaField {
  return { path, type, required: true, default: null, doc: "", tags };
}

describe("what a sensitive field holds is replaced", () => {
  test.each([
    ["a field", [field("email", ["PII"])], { email: "a@example.test", id: 1 }, { email: MASK, id: 1 }],
    ["a whole subtree", [field("person", ["pii"])], { person: { name: "x" } }, { person: MASK }],
    ["in lists", [field("lines[].card", ["PCI"])], { lines: [{ card: "1", n: 1 }] }, { lines: [{ card: MASK, n: 1 }] }],
    ["in maps", [field("by{}.card", ["PCI"])], { by: { a: { card: "1", n: 1 } } }, { by: { a: { card: MASK, n: 1 } } }],
    [
      "in a union's wrapper",
      [field("who.name", ["PII"])],
      { who: { "a.Person": { name: "x" } }, n: 1 },
      { who: { "a.Person": { name: MASK } }, n: 1 },
    ],
    ["in other case", [field("card_number", ["PCI"])], { cardNumber: "1", n: 2 }, { cardNumber: MASK, n: 2 }],
    ["at the root", [field("", ["PII"])], "x", MASK],
    ["not null", [field("email", ["PII"])], { email: null, n: 1 }, { email: null, n: 1 }],
    ["only by sensitive tags", [field("email", ["public"])], { email: "x" }, { email: "x" }],
  ])("%s", (_, fields, value, expected) => {
    expect(maskSensitive(value, fields).value).toEqual(expected);
  });

  test("however deep a record is inside itself", () => {
    const node = {
      type: "record",
      name: "Node",
      fields: [
        { name: "secret", type: "string", "confluent:tags": ["PII"] },
        { name: "left", type: ["null", "Node"] },
        { name: "more", type: { type: "array", items: "Node" } },
      ],
    };
    const read = readText("AVRO", JSON.stringify(node));
    const leaf = { secret: "s3cret", left: null, more: [] };
    const value = { secret: "s3cret", left: { ...leaf, left: { Node: leaf } }, more: [{ ...leaf, more: [leaf] }] };
    const { value: shown, masked } = maskSensitive(value, read.ok ? read.value.fields : []);
    expect(JSON.stringify(shown)).not.toContain("s3cret");
    expect(masked).toEqual(["secret"]);
  });
});

/** A value, the fields that describe it, and which of them are sensitive. Every leaf below a sensitive field says SECRET. */
type Tree = { value: unknown; fields: SchemaField[] };

function treeOf(shape: Shape, path: string, secret: boolean): Tree {
  if (shape.kind === "leaf") return { value: secret ? "SECRET" : "plain", fields: [] };
  if (shape.kind !== "record") {
    const inner = treeOf(shape.inner, `${path}${shape.kind === "list" ? "[]" : "{}"}`, secret);
    return {
      value: shape.kind === "list" ? [inner.value, inner.value] : { one: inner.value, two: inner.value },
      fields: inner.fields,
    };
  }
  const parts = shape.fields.map(({ name, sensitive, wrapped, type }) => {
    const at = path === "" ? name : `${path}.${name}`;
    const inner = treeOf(type, at, secret || sensitive);
    const value = wrapped ? { "some.Type": inner.value } : inner.value;
    return { entry: [camel(name), value] as const, fields: [field(at, sensitive ? ["PII"] : []), ...inner.fields] };
  });
  return { value: Object.fromEntries(parts.map(({ entry }) => entry)), fields: parts.flatMap(({ fields }) => fields) };
}

function camel(name: string): string {
  return name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

type Shape =
  | { kind: "leaf" }
  | { kind: "list" | "map"; inner: Shape }
  | { kind: "record"; fields: { name: string; sensitive: boolean; wrapped: boolean; type: Shape }[] };

const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { depthSize: "medium" },
    fc.record({ kind: fc.constant("leaf") }),
    fc.record({ kind: fc.constantFrom("list", "map"), inner: tie("shape") }),
    fc.record({
      kind: fc.constant("record"),
      fields: fc.uniqueArray(
        fc.record({
          name: fc.constantFrom("a", "b_c", "constructor", "x.y", "__proto__"),
          sensitive: fc.boolean(),
          wrapped: fc.boolean(),
          type: tie("shape"),
        }),
        { selector: ({ name }) => name, maxLength: 4 },
      ),
    }),
  ),
}));

test("no sensitive leaf survives", () => {
  fc.assert(
    fc.property(shape, (one) => {
      const { value, fields } = treeOf(one, "", false);
      const { value: shown, masked } = maskSensitive(value, fields);
      expect(JSON.stringify(shown)).not.toContain("SECRET");
      if (JSON.stringify(value).includes("SECRET")) expect(masked).not.toEqual([]);
    }),
  );
});
