/**
 * A value as JSON that Postgres can hold. What others wrote may contain NUL characters and halves of surrogate pairs, which no column takes;
 * each becomes the replacement character, so that one odd text never holds back what it is stored with.
 */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === "string") return storableText(inner);
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    const keys = Object.keys(inner);
    if (keys.every((key) => storableText(key) === key)) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, held]) => [storableText(key), held]));
  });
}

function storableText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\u{fffd}");
}
