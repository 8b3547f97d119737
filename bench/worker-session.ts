import { randomBytes } from "node:crypto";
import pino from "pino";
import { type Database, openDatabase } from "#lib/db/database";
import { createPlatformaticClusterAdmin } from "#lib/kafka/platformatic-cluster-admin";
import { type ClusterSession, openSession } from "#lib/worker/cluster-session";
import { Lease } from "#lib/worker/lease";
import { CLUSTER } from "./approved-topics.ts";
import { addressOf } from "./bare-kafka.ts";
import type { BenchStack } from "./stack.ts";

/** What a worker holds of the cluster, in the hands of this process. */
export type BenchSession = {
  session: ClusterSession;
  db: Database;
  /** Prolongs the lease; call it before each measurement. */
  renew(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Stops the stack's worker and takes its place, so that its steps can be called one by one beside the bare calls that they are compared
 * with. Closing starts the worker again.
 */
export async function takeWorkersPlace(stack: BenchStack): Promise<BenchSession> {
  await stack.worker("stop");
  const { bootstrapServers, ...login } = stack.kafkaOptions;
  const db = openDatabase(stack.workerDatabaseUrl, 4);
  const admin = createPlatformaticClusterAdmin({
    clusterSlug: CLUSTER,
    bootstrapServers: [addressOf(bootstrapServers)],
    sasl: { mechanism: "SCRAM-SHA-512", ...login },
    tls: false,
    requestTimeoutMs: 60_000,
    connectTimeoutMs: 3_000,
  });
  const workerId = "bench";
  const lease = await Lease.acquire(db, CLUSTER, workerId, admin.requestTimeoutMs);
  if (!lease) throw new Error("Another worker holds the cluster.");

  // No credential is opened here.
  const credentialKey = randomBytes(32).toString("base64");
  const log = pino({ level: "silent" });
  const { signal } = new AbortController();
  return {
    session: openSession({ slug: CLUSTER, workerId, db, admin, lease, credentialKey, log, signal }),
    db,
    async renew() {
      if (!(await lease.renew())) throw new Error("The lease was lost.");
    },
    async close() {
      await lease.release();
      await Promise.all([admin.close(), db.$disconnect()]);
      await stack.worker("start");
    },
  };
}
