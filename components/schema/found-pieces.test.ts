import { expect, test } from "vitest";
import { foundPieces } from "./found-pieces.ts";

const marked = (text: string, query: string) =>
  foundPieces(text, query)
    .map(({ text: piece, found }) => (found ? `[${piece}]` : piece))
    .join("");

test("what was searched for is found everywhere, whatever its case", () => {
  expect(marked("customer.Email, EMAIL again", "email")).toBe("customer.[Email], [EMAIL] again");
  expect(marked("aaa", "a")).toBe("[a][a][a]");
});

test("nothing is lost and nothing is marked where it is not there", () => {
  expect(marked("customer", "x")).toBe("customer");
  expect(marked("customer", " ")).toBe("customer");
  expect(marked("", "x")).toBe("");
  expect(marked("İstanbul ist", "ist")).toBe("İstanbul [ist]");
});
