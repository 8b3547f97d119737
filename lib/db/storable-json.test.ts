import { expect, it } from "vitest";
import { storableJson } from "./storable-json.ts";

it("replaces what no column takes, and nothing else", () => {
  expect(JSON.parse(storableJson({ doc: "a\0b\ud800c", deep: ["😀"], number: 1, "key\0": null }))).toEqual({
    doc: "a\u{fffd}b\u{fffd}c",
    deep: ["😀"],
    number: 1,
    "key\u{fffd}": null,
  });
});
