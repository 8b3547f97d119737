import type { Connection } from "../database.ts";

/** Removes sessions that are over for a day; that they began and ended stays in the trail. */
export async function forgetSessions(db: Connection, most: number): Promise<number> {
  const [row] = await db.$queryRaw<{ removed: number }[]>`SELECT sessions_forget(${most}::int) AS removed`;
  return row?.removed ?? 0;
}
