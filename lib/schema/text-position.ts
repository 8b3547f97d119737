import type { SchemaProblem } from "#lib/domain/schema";

/** Characters of a message: what a hostile text makes a library quote has no end. */
const MAX_MESSAGE = 400;

/** A problem at an offset of the text, in UTF-16 code units from 0; without an offset, one that has no place. */
export function problemAt(text: string, offset: number | null, long: string): SchemaProblem {
  const message = shortMessage(long);
  if (offset === null) return { message, line: null, column: null };

  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { message, line: before.split("\n").length, column: offset - lineStart + 1 };
}

export function shortMessage(message: string): string {
  return message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE).toWellFormed()}…` : message;
}
