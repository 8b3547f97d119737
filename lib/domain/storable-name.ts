/** An index takes rows of at most a third of a page, 2,704 bytes; a row holds two such names and some shorter ones. */
const LONGEST_BYTES = 1_000;

/**
 * Whether a name that a cluster or a registry tells can be stored and looked up: Postgres has no text with a NUL or with half of a surrogate pair,
 * and no index of long ones.
 */
export function isStorableName(name: string): boolean {
  return isStorableText(name) && Buffer.byteLength(name) <= LONGEST_BYTES;
}

/** Whether Postgres can hold a text, however long. */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

/** The text, with a mark (U+FFFD) in the place of each character that Postgres cannot hold. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}
