/**
 * A text as one line of at most `max` characters: control, format and line-separating characters and runs of blanks become one blank. For places
 * where a line end would begin something new: a mail's header, a log.
 */
export function oneLine(text: string, max: number): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();
  return line.length <= max ? line : `${line.slice(0, max - 1).toWellFormed()}…`;
}
