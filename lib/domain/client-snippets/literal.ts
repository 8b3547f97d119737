/** A text as a literal of Java, Python and JavaScript alike: JSON's escapes mean the same in all three. */
export function literal(text: string): string {
  return JSON.stringify(text);
}

/** A text as one word of a POSIX shell. */
export function shellWord(text: string): string {
  return /^[\w.,:@/=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
