import { parseEnvironment } from "#lib/config/environment";
import { logger } from "#lib/config/logger";
import { WorkerEnvironment } from "#lib/config/worker-environment";
import { openDatabase } from "#lib/db/database";
import { readClusterDefinitions } from "#lib/kafka/cluster-definitions";
import { createPlatformaticClusterAdmin } from "#lib/kafka/platformatic-cluster-admin";
import { createPlatformaticMessageReader } from "#lib/kafka/platformatic-message-reader";
import { createHttpSubjectRegistry } from "#lib/registry/http-subject-registry";
import packageJson from "../../package.json" with { type: "json" };
import { serveHealth } from "./health-server.ts";
import { openMailer } from "./mailer.ts";
import type { Means } from "./tell-people.ts";
import { Worker } from "./worker.ts";

/** What does not end by itself within this time is cut off; supervisors wait a little longer before they kill. */
const STOP_WITHIN_MS = 4_500;

async function main(): Promise<void> {
  const environment = parseEnvironment(WorkerEnvironment, process.env);
  const definitions = readClusterDefinitions(environment.CLUSTERS_FILE, process.env);
  // Per cluster one connection each for reconciling, sweeping and the lease, per registry some more for subjects side by side; heartbeat, lapsing,
  // expiring and telling people share the rest.
  const registries = definitions.filter(({ registry }) => registry).length;
  const db = openDatabase(environment.DATABASE_URL, 3 * definitions.length + 4 * registries + 5);
  const means = meansOf(environment);
  const worker = new Worker({
    db,
    databaseUrl: environment.DATABASE_URL,
    definitions,
    connect: createPlatformaticClusterAdmin,
    connectReader: createPlatformaticMessageReader,
    connectRegistry: createHttpSubjectRegistry,
    credentialKey: environment.CREDENTIAL_PRIVATE_KEY,
    means,
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
    means.mail?.mailer.close();
    await db.$disconnect();
    logger.info("stopped");
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, stop);
  worker.start();
  logger.info({ worker: worker.identity.id, clusters: definitions.map(({ cluster }) => cluster.slug) }, "started");
}

function meansOf(environment: WorkerEnvironment): Means {
  const { SMTP_URL, MAIL_FROM, WEBHOOK_ALLOWED_HOSTS, WEBHOOK_ALLOW_PRIVATE } = environment;
  const url = new URL(environment.HEADGATE_URL);
  const mail = SMTP_URL && MAIL_FROM ? { mailer: openMailer(SMTP_URL, MAIL_FROM), url } : null;
  const rules = { allowedHosts: WEBHOOK_ALLOWED_HOSTS, allowPrivate: WEBHOOK_ALLOW_PRIVATE };
  return { mail, webhooks: { rules, url, privateKey: environment.CREDENTIAL_PRIVATE_KEY } };
}

main().catch((error: unknown) => {
  logger.fatal({ err: error }, "the worker cannot start");
  process.exitCode = 1;
});
