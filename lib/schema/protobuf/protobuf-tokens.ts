/** A word, a sign, a text in quotes or a comment, and where it begins. */
export type ProtobufToken = { text: string; offset: number };

const TOKEN =
  /\/\/[^\n]*|\/\*[^*]*(?:\*(?!\/)[^*]*)*(?:\*\/)?|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|[\w.]+|[^\s\w]/g;

/** The tokens of a Protobuf text, comments included; white space is none. Every alternative goes forward only. */
export function protobufTokens(text: string): ProtobufToken[] {
  return Array.from(text.matchAll(TOKEN), (match) => ({ text: match[0], offset: match.index }));
}

/** One text for all that differ in white space only. Comments are documentation and stay. */
export function canonicalProtobuf(tokens: readonly ProtobufToken[]): string {
  return tokens.map(({ text }) => text.replaceAll(/\s+/g, " ")).join("\n");
}

/** Where tokens first stand one after the other; null where they do not. */
export function findTokens(tokens: readonly ProtobufToken[], sequence: readonly string[]): number | null {
  const words = tokens.filter(({ text }) => !isComment(text));
  const start = words.findIndex((_, index) => sequence.every((text, step) => words[index + step]?.text === text));
  return words[start]?.offset ?? null;
}

/** Where braces first go deeper than `limit`. */
export function bracesBelow(tokens: readonly ProtobufToken[], limit: number): number | null {
  let depth = 0;
  for (const { text, offset } of tokens) {
    if (text === "{") depth++;
    if (text === "}") depth--;
    if (depth > limit) return offset;
  }
  return null;
}

export function isComment(text: string): boolean {
  return text.startsWith("//") || text.startsWith("/*");
}
