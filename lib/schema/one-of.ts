/** Names that are written out; the rest is counted. */
const MAX_NAMES = 12;

/** Alternatives for people: `one of string, int`. */
export function oneOf(names: readonly string[]): string {
  const rest = names.length - MAX_NAMES;
  return `one of ${names.slice(0, MAX_NAMES).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
