import { parseEnvironment } from "#lib/config/environment";
import { logger } from "#lib/config/logger";
import { WorkerEnvironment } from "#lib/config/worker-environment";
import { openDatabase } from "#lib/db/database";
import { readClusterDefinitions } from "#lib/kafka/cluster-definitions";
import { createPlatformaticClusterAdmin } from "#lib/kafka/platformatic-cluster-admin";
import packageJson from "../../package.json" with { type: "json" };
import { serveHealth } from "./health-server.ts";
import { Worker } from "./worker.ts";

/** What does not end by itself within this time is cut off; supervisors wait a little longer before they kill. */
const STOP_WITHIN_MS = 4_500;

async function main(): Promise<void> {
  const environment = parseEnvironment(WorkerEnvironment, process.env);
  const definitions = readClusterDefinitions(environment.CLUSTERS_FILE, process.env);
  // Per cluster one connection each for reconciling, sweeping and the lease; heartbeat and lapsing share the rest.
  const db = openDatabase(environment.DATABASE_URL, 3 * definitions.length + 2);
  const worker = new Worker({
    db,
    databaseUrl: environment.DATABASE_URL,
    definitions,
    connect: createPlatformaticClusterAdmin,
    version: packageJson.version,
    log: logger,
  });
  const health = await serveHealth(environment.WORKER_HEALTH_PORT, { live: () => true, ready: () => worker.isReady });

  const stop = async (signal: NodeJS.Signals) => {
    logger.info({ signal }, "stopping");
    setTimeout(() => {
      logger.warn("stopped before everything was finished; what is left is due again, its leases expire");
      process.exit(0);
    }, STOP_WITHIN_MS).unref();
    health.close();
    await worker.stop();
    await db.$disconnect();
    logger.info("stopped");
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, stop);
  worker.start();
  logger.info({ worker: worker.identity.id, clusters: definitions.map(({ cluster }) => cluster.slug) }, "started");
}

main().catch((error: unknown) => {
  logger.fatal({ err: error }, "the worker cannot start");
  process.exitCode = 1;
});
