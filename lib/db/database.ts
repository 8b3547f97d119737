import { PrismaPg } from "@prisma/adapter-pg";
import { Prisma, PrismaClient } from "./generated/client.ts";

export type Database = PrismaClient;
/** A client inside a transaction; every store takes one. Plain reads may be given a {@link Database} as well. */
export type Connection = Prisma.TransactionClient;
export const sql = Prisma.sql;
export const join = Prisma.join;
export type Sql = Prisma.Sql;

/**
 * Opens a pool of at most `connections` to `url`. Timestamps are in milliseconds and the database's clock is the only one that
 * orders, expires or leases anything.
 */
export function openDatabase(url: string, connections = 10): Database {
  const adapter = new PrismaPg({ connectionString: url, max: connections, connectionTimeoutMillis: 5_000 });
  return new PrismaClient({ adapter, errorFormat: "minimal" });
}
