import { describe, expect, it } from "vitest";
import { line, prose } from "./text.ts";

const refused: [string, string][] = [
  ["a NUL", "a\u0000b"],
  ["an ANSI escape", "a\u001b[31mb"],
  ["a C1 control", "a\u009bb"],
  ["a bidirectional override", "a\u202eb"],
  ["an isolate", "a\u2066b"],
  ["a zero-width space", "a\u200bb"],
  ["a byte order mark", "a\ufeffb"],
  ["half a surrogate pair", "a\ud800b"],
  ["a line separator", "a\u2028b"],
];

describe("human text", () => {
  it.each(refused)("refuses %s", (_, text) => {
    expect(line(50).safeParse(text).success).toBe(false);
    expect(prose(50).safeParse(text).success).toBe(false);
  });

  it("keeps letters of every script, joiners and emoji", () => {
    for (const text of ["Größe", "注文", "می‌خواهم", "👩‍💻", "<script>alert(1)</script>"]) {
      expect(line(50).parse(text)).toBe(text);
    }
  });

  it("trims, and tells empty, too long and several lines apart", () => {
    expect(line(5).parse("  a ")).toBe("a");
    expect(line(5).safeParse("  ").error?.issues[0]?.message).toBe("must not be empty");
    expect(line(5).safeParse("abcdef").error?.issues[0]?.message).toBe("is too long: at most 5 characters");
    expect(line(5).safeParse("a\nb").error?.issues[0]?.message).toBe("must be one line");
    expect(prose(5).parse("a\nb")).toBe("a\nb");
  });
});
