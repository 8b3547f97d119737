/** What a date field holds, `2027-03-12`, as the last moment of that day in UTC; undefined where nothing was chosen. */
export function endOfDay(date: string): string | undefined {
  return date === "" ? undefined : `${date}T23:59:59Z`;
}

/** The day of an instant, as a date field takes it; in UTC. */
export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** The day that is this many days after now, as a date field takes it; in UTC. */
export function dayIn(days: number, now: number = Date.now()): string {
  return dayOf(new Date(now + days * 86_400_000));
}
