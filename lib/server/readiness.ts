import { join } from "node:path";
import { logger } from "#lib/config/logger";
import type { Database } from "#lib/db/database";
import { readMigrations } from "#lib/db/migrate";

export type Readiness = { ready: boolean; database: "ok" | "unreachable"; migrations: "ok" | "pending" | "unknown" };

/** Whether this process can serve: the database answers, and it has every migration that this version of the code knows. */
export async function readiness(db: Database): Promise<Readiness> {
  try {
    const rows = await db.$queryRaw<{ name: string }[]>`
      SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
    const applied = new Set(rows.map((row) => row.name));
    const known = readMigrations(join(process.cwd(), "prisma", "migrations"));
    const complete = known.every((migration) => applied.has(migration.name));
    return { ready: complete, database: "ok", migrations: complete ? "ok" : "pending" };
  } catch (error) {
    logger.warn({ err: error }, "not ready: the database did not answer");
    return { ready: false, database: "unreachable", migrations: "unknown" };
  }
}
