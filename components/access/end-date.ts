import type { Parsed } from "#lib/domain/quantity";

const DAY_MS = 86_400_000;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * Reads the last day of something as people write it, `2027-03-12` or `12 Mar 2027`, always in UTC.
 * @returns the last second of that day, ISO 8601: who may until the 12th still may on the 12th
 */
export function readEndDate(typed: string): Parsed<string> {
  const date = isoDate(typed.trim());
  // A day that a month does not have becomes one of the next month: it then reads otherwise than it was typed.
  const at = date === undefined ? Number.NaN : Date.parse(`${date}T23:59:59Z`);
  if (Number.isNaN(at) || endDateOf(new Date(at).toISOString()) !== date)
    return { ok: false, message: `“${typed.trim()}” is no date. Write year, month and day: 2027-03-12.` };
  return { ok: true, value: `${date}T23:59:59Z` };
}

function isoDate(text: string): string | undefined {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return text;
  const [, day = "", month = "", year] = /^(\d{1,2})\.? ([a-z]{3})[a-z]* (\d{4})$/i.exec(text) ?? [];
  const index = MONTHS.indexOf(month.toLowerCase());
  if (index < 0) return undefined;
  return `${year}-${String(index + 1).padStart(2, "0")}-${day.padStart(2, "0")}`;
}

/** The day of an instant in UTC, as it is typed: `2027-03-12`. */
export function endDateOf(instant: string): string {
  return new Date(instant).toISOString().slice(0, 10);
}

export type EndChoice = { label: string; date: string };

const CHOICES = [
  { label: "30 d", days: 30 },
  { label: "90 d", days: 90 },
  { label: "1 y", days: 365 },
];

/**
 * The usual ends to choose from, counted from today; what the rules do not allow is left out, and the longest that they do takes its place.
 * @param latest the last instant that the rules allow, ISO 8601; null where they set no end
 * @param now milliseconds since the epoch
 */
export function endChoices(latest: string | null, now: number): EndChoice[] {
  const dated = CHOICES.map(({ label, days }) => ({
    label,
    date: endDateOf(new Date(now + days * DAY_MS).toISOString()),
  }));
  if (latest === null) return dated;

  const last = endDateOf(latest);
  const within = dated.filter(({ date }) => date <= last);
  const cut = within.length < dated.length && !within.some(({ date }) => date === last);
  return cut ? [...within, { label: "the longest", date: last }] : within;
}
