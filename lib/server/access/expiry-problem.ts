import type { FieldError } from "#lib/domain/result";

/** Further away than anybody means, and every clock and driver still reads it. */
const LAST = Date.UTC(2200, 0, 1);

/** Why a date cannot be the end of access, whatever the rules say; null when it can. */
export function expiryProblem(expiresAt: string, now: Date): FieldError | null {
  const end = Date.parse(expiresAt);
  if (Number.isNaN(end)) return { path: "expiresAt", message: "is no date that the calendar knows" };
  if (end <= now.getTime())
    return { path: "expiresAt", message: `has to be in the future; it is ${now.toISOString()} now` };
  return end < LAST ? null : { path: "expiresAt", message: "has to be before the year 2200" };
}

/** One text per instant: ISO 8601 in UTC with milliseconds. */
export function isoInstant(instant: string): string {
  return new Date(instant).toISOString();
}
