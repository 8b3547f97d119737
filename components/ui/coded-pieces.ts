/** A piece of a sentence; `code` stood between backticks. `at` is where it begins in the sentence. */
export type CodedPiece = { text: string; code: boolean; at: number };

/** A sentence in pieces: what stands between backticks, as Markdown has it, and the rest. A backtick without its partner is a character like any other. */
export function codedPieces(text: string): CodedPiece[] {
  return [...text.matchAll(/`(?<code>[^`]+)`|[^`]+|`/g)].map(({ 0: whole, index, groups }) => ({
    text: groups?.code ?? whole,
    code: groups?.code !== undefined,
    at: index,
  }));
}
