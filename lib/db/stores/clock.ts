import type { Connection } from "../database.ts";

/** The time of the one clock that expires anything. */
export async function databaseNow(db: Connection): Promise<Date> {
  const [row] = await db.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  if (!row) throw new Error("the database does not tell the time");
  return row.now;
}
