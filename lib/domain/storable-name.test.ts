import { expect, it } from "vitest";
import { isStorableName, isStorableText, storableText } from "./storable-name.ts";

it("tells what tables and their indexes can hold", () => {
  for (const name of ["billing", "", "délta 🙂", "a\u0001b", "x".repeat(1_000)])
    expect(isStorableName(name)).toBe(true);
  for (const name of ["a\0b", "\uD800", "x".repeat(1_001), "é".repeat(501)]) expect(isStorableName(name)).toBe(false);
  expect(isStorableText("x".repeat(5_000))).toBe(true);
});

it("marks what cannot be held", () => {
  expect(storableText("a\0b\uDC00")).toBe("a\uFFFDb\uFFFD");
  expect(storableText("délta 🙂")).toBe("délta 🙂");
});
