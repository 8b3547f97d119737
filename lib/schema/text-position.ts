import type { SchemaProblem } from "#lib/domain/schema";

/** A problem at an offset of the text, in UTF-16 code units from 0; without an offset, one that has no place. */
export function problemAt(text: string, offset: number | null, message: string): SchemaProblem {
  if (offset === null) return { message, line: null, column: null };

  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { message, line: before.split("\n").length, column: offset - lineStart + 1 };
}
