import { expect, test } from "vitest";
import { oneLine } from "./one-line.ts";

test.each([
  ["a\r\nBcc: somebody@example.test", "a Bcc: somebody@example.test"],
  ["  a\t\u0000\u2028b\u0085c  ", "a b c"],
  ["\u202eabc", "abc"],
  ["\ud800", "\ufffd"],
  ["Überweisung – 送金", "Überweisung – 送金"],
])("%j is one line", (text, line) => {
  expect(oneLine(text, 100)).toBe(line);
});

test("what is too long ends with an ellipsis, and not in half a character", () => {
  expect(oneLine("a".repeat(11), 10)).toBe(`${"a".repeat(9)}…`);
  expect(oneLine("😀".repeat(6), 10)).toSatisfy((text: string) => text.isWellFormed() && text.length <= 10);
});
