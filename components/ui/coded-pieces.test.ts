import { expect, it } from "vitest";
import { codedPieces } from "./coded-pieces.ts";

it("tells names between backticks from the rest of a sentence", () => {
  expect(codedPieces("`a.v1` does not fit `{domain}.v{n}`.")).toEqual([
    { text: "a.v1", code: true, at: 0 },
    { text: " does not fit ", code: false, at: 6 },
    { text: "{domain}.v{n}", code: true, at: 20 },
    { text: ".", code: false, at: 35 },
  ]);
});

it.each(["nothing to mark", "", "a lonely ` stays", "``"])("loses no character of %o", (text) => {
  expect(
    codedPieces(text)
      .map((piece) => piece.text)
      .join(""),
  ).toBe(text);
  expect(codedPieces(text).some(({ code }) => code)).toBe(false);
});
