const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A page's clock ticks every few seconds: what happened since its last tick did not happen in the future. */
const CLOCK_LAG = 10 * SECOND;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

const twoDigits = (value: number) => String(value).padStart(2, "0");

function amount(milliseconds: number): string {
  if (milliseconds < MINUTE) return `${Math.floor(milliseconds / SECOND)} s`;
  if (milliseconds < HOUR) return `${Math.floor(milliseconds / MINUTE)} min`;
  if (milliseconds < DAY) return `${Math.floor(milliseconds / HOUR)} h`;
  return `${Math.floor(milliseconds / DAY)} d`;
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
  return age > 0 ? `${amount(age)} ago` : `in ${amount(-age)}`;
}
