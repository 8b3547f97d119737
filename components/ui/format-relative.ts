const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A page's clock ticks every few seconds: what happened since its last tick did not happen in the future. */
const CLOCK_LAG = 10 * SECOND;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

const twoDigits = (value: number) => String(value).padStart(2, "0");

const UNITS = [
  [DAY, "d"],
  [HOUR, "h"],
  [MINUTE, "min"],
  [SECOND, "s"],
] as const;

/** An age in whole units that have passed; a time to come in the nearest ones, so that a fresh 30 d does not read as 29. */
function amount(milliseconds: number, whole: (value: number) => number): string {
  const [unit, name] = UNITS.find(([size]) => milliseconds >= size) ?? UNITS[3];
  return `${whole(milliseconds / unit)} ${name}`;
}

/** `12 Mar 2027`, in UTC. */
export function formatDate(at: Date): string {
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
}

/** `12 Mar 2027 09:14:03 UTC`: always UTC, so that server, browser and two colleagues read the same. */
export function formatInstant(at: Date): string {
  const time = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(twoDigits).join(":");
  return `${formatDate(at)} ${time} UTC`;
}

/**
 * `3 s ago`, `26 min ago`, `in 6 d`; beyond 60 days the date. Written out here and not by `Intl`, whose words differ between
 * versions and would make server and browser disagree.
 * @param at the instant to tell
 * @param now milliseconds since the epoch
 */
export function formatRelative(at: Date, now: number): string {
  const age = now - at.getTime();
  if (age < 3 * SECOND && age > -CLOCK_LAG) return "just now";
  if (Math.abs(age) > 60 * DAY) return formatDate(at);
  return age > 0 ? `${amount(age, Math.floor)} ago` : `in ${amount(-age, Math.round)}`;
}
