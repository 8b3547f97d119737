import { PrismaPg } from "@prisma/adapter-pg";
import { Prisma, PrismaClient } from "./generated/client.ts";

export type Database = PrismaClient;
/** A client inside a transaction; every store takes one. Plain reads may be given a {@link Database} as well. */
export type Connection = Prisma.TransactionClient;
export const sql = Prisma.sql;
export const join = Prisma.join;
export type Sql = Prisma.Sql;

const PREPARED = "/* prepared */";
/**
 * Begins a statement that each connection parses and plans once, not at each call. For what every request asks, and only where one plan
 * suits every value: lookups by a unique key.
 */
export const prepared = Prisma.raw(PREPARED);
const statementNames = new Map<string, string>();

/** A name of its own for the text of a prepared statement; none for any other. */
function statementName({ sql: text }: { sql: string }): string {
  if (!text.startsWith(PREPARED)) return "";
  const name = statementNames.get(text) ?? `prepared-${statementNames.size + 1}`;
  statementNames.set(text, name);
  return name;
}

/**
 * How long a transaction waits for a connection and how long it may take, with what it waits for: under load it is refused rather than queued without
 * end. All of them share the lock on the head of the audit chain, so each of them may have to wait for the others.
 */
const TRANSACTION = { maxWait: 10_000, timeout: 30_000 };
/** How long whoever asks waits for one of a pool's connections, in ms. */
export const CONNECTION_WITHIN_MS = TRANSACTION.maxWait;

/**
 * Opens a pool of at most `connections` to `url`. Timestamps are in milliseconds and the database's clock is the only one that
 * orders, expires or leases anything.
 */
export function openDatabase(url: string, connections = 10): Database {
  const pool = { connectionString: url, max: connections, connectionTimeoutMillis: CONNECTION_WITHIN_MS };
  const adapter = new PrismaPg(pool, { statementNameGenerator: statementName });
  return new PrismaClient({ adapter, errorFormat: "minimal", transactionOptions: TRANSACTION });
}
