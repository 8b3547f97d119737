import { logger } from "#lib/config/logger";
import type { Database } from "#lib/db/database";

/**
 * Tells the workers that something is due. After the commit, because NOTIFY inside a transaction serialises all commits; lost, it
 * costs latency only, since the queue is the state. Several clusters go in one statement.
 */
export function wakeWorkers(db: Database, clusters: readonly string[]): void {
  if (clusters.length === 0) return;

  const slugs = [...new Set(clusters)];
  db.$executeRaw`SELECT pg_notify('headgate_work', slug) FROM unnest(${slugs}::text[]) AS slug`.catch(
    (error: unknown) => {
      logger.warn({ err: error }, "the worker could not be woken; it will look by itself");
    },
  );
}
