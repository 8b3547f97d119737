import { PrismaPg } from "@prisma/adapter-pg";
import { Prisma, PrismaClient } from "./generated/client.ts";

export type Database = PrismaClient;
/** A client inside a transaction; every store takes one. Plain reads may be given a {@link Database} as well. */
export type Connection = Prisma.TransactionClient;
export const sql = Prisma.sql;
export const join = Prisma.join;
export const empty = Prisma.empty;
export type Sql = Prisma.Sql;

/**
 * Opens a pool of at most `connections` to `url`. Timestamps are in milliseconds and the database's clock is the only one that
 * orders, expires or leases anything.
 */
export function openDatabase(url: string, connections = 10): Database {
  const adapter = new PrismaPg({ connectionString: url, max: connections, connectionTimeoutMillis: 5_000 });
  return new PrismaClient({ adapter, errorFormat: "minimal" });
}

/** True for a violation of a unique constraint, as Prisma or Postgres reports it. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return error.code === "P2002" || (error.code === "P2010" && JSON.stringify(error.meta).includes("23505"));
}
