import { expect, test } from "vitest";
import { highlightedLines } from "./highlighted-lines.ts";

const textOf = (lines: ReturnType<typeof highlightedLines>) =>
  lines.map(({ pieces }) => pieces.map(({ text }) => text).join("")).join("\n");

test("every character stays, line by line", () => {
  for (const text of ['{\n  "type": "record",\n\n  "fields": [1, true, null]\n}\n', "not {{ a schema", ""]) {
    expect(textOf(highlightedLines("AVRO", text))).toBe(text);
    expect(textOf(highlightedLines("PROTOBUF", text))).toBe(text);
  }
});

test("names, texts and keywords have colours", () => {
  const [avro] = highlightedLines("AVRO", '{"name": "Order"}');
  expect(avro?.pieces).toContainEqual({ column: 1, text: '"name"', className: "text-accent" });
  expect(avro?.pieces).toContainEqual({ column: 9, text: '"Order"', className: "text-ok" });

  const [proto] = highlightedLines("PROTOBUF", "message Order { } // kept");
  expect(proto?.pieces).toContainEqual({ column: 0, text: "message", className: "text-warn" });
  expect(proto?.pieces).toContainEqual({ column: 18, text: "// kept", className: "text-ink-3" });
});

test("a hostile text is shown without colours", () => {
  const deep = "[".repeat(10_000);
  expect(highlightedLines("JSON", deep)).toEqual([{ number: 1, pieces: [{ column: 0, text: deep, className: "" }] }]);
  expect(highlightedLines("JSON", `${"x".repeat(60_001)}\n`)).toHaveLength(2);
});
