/** A LIKE pattern for text anywhere in a value; the wildcards of LIKE stand for themselves. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
}
