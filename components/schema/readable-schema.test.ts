import { expect, test } from "vitest";
import { nestingOf, readableSchema } from "./readable-schema.ts";

test("JSON on one line is broken into lines as JSON.stringify does", () => {
  const schema = {
    type: "record",
    name: "A{[",
    fields: [{ name: "a", type: ["null", "int"] }, {}, []],
    doc: 'x "y" \\',
  };

  expect(readableSchema("AVRO", JSON.stringify(schema))).toBe(JSON.stringify(schema, null, 2));
  expect(readableSchema("JSON", '"string"')).toBe('"string"');
});

test("a number keeps its digits", () => {
  expect(readableSchema("AVRO", '{"default":9007199254740993}')).toBe('{\n  "default": 9007199254740993\n}');
});

test("what has lines, is no JSON, is Protobuf or endlessly deep stays as it is", () => {
  const deep = "[".repeat(10_000) + "]".repeat(10_000);
  for (const text of ['{\n "a": 1 }', "{nothing", deep]) expect(readableSchema("AVRO", text)).toBe(text);
  expect(readableSchema("PROTOBUF", "message A { }")).toBe("message A { }");
});

test("brackets in strings do not nest", () => {
  expect(nestingOf('{"a":"[[[","b":[1]}')).toBe(2);
  expect(nestingOf("")).toBe(0);
});
