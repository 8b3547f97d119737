import { type Connection, type Sql, sql } from "../database.ts";

/**
 * Removes at most so many rows of a table. Rows that another worker is at this moment are left to it, so nobody waits for anybody.
 * @param where SQL over the alias `old`; by `now()`, which an index can be searched by, and not `clock_timestamp()`, which differs from row to row
 * @returns how many were removed; fewer than `most` when hardly any is left
 */
export function removeSome(db: Connection, table: Sql, where: Sql, most: number): Promise<number> {
  // Found once, as an array: as a list to compare with, the planner may look for it again and again, and find others each time.
  const found = sql`ARRAY(SELECT ctid FROM ${table} AS old WHERE ${where} LIMIT ${most}::int FOR UPDATE SKIP LOCKED)`;
  return db.$executeRaw`DELETE FROM ${table} WHERE ctid = ANY (${found})`;
}
