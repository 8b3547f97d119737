/**
 * A value as JSON that Postgres can hold. What others wrote may contain NUL characters and halves of surrogate pairs, which no column takes;
 * each becomes the replacement character, so that one odd text never holds back what it is stored with.
 */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === "string" ? storableText(inner) : inner));
}

function storableText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\u{fffd}");
}
