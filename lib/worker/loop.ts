import type { Logger } from "pino";
import type { Database } from "#lib/db/database";
import type { ClusterAdmin } from "#lib/kafka/cluster-admin";
import type { MessageReader } from "#lib/kafka/message-reader";
import type { SubjectRegistry } from "#lib/registry/subject-registry";
import { answerProbes } from "./answer-probes.ts";
import { backOffMs, CONTACT_BACK_OFF } from "./back-off.ts";
import { openSession } from "./cluster-session.ts";
import { Lease, RENEW_EVERY_MS } from "./lease.ts";
import { openRegistrySession } from "./registry-session.ts";
import { serveKafka } from "./serve-kafka.ts";
import { serveRegistry } from "./serve-registry.ts";
import { pause, type WakeUp } from "./wake-up.ts";

export type ServedCluster = {
  slug: string;
  workerId: string;
  db: Database;
  admin: ClusterAdmin;
  reader: MessageReader;
  /** Null where the cluster has none. */
  registry: SubjectRegistry | null;
  /** The private key that credentials are sealed to. */
  credentialKey: string;
  sweepIntervalMs: number;
  figuresIntervalMs: number;
  log: Logger;
  /** They ring when something of this cluster may be due: one for whoever listens. */
  wakeUps: { readonly kafka: WakeUp; readonly registry: WakeUp; readonly probes: WakeUp };
};

/** Looks after one cluster until the signal: takes its lease when it is free, and gives it back at the end. Never rejects. */
export async function serveCluster(cluster: ServedCluster, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      const lease = await Lease.acquire(cluster.db, cluster.slug, cluster.workerId, longestRequestMs(cluster));
      failures = 0;
      if (lease) await holdLease(cluster, lease, signal);
      else await pause(RENEW_EVERY_MS, signal);
    } catch (error) {
      cluster.log.error({ err: error }, "the lease could not be taken");
      await pause(backOffMs(CONTACT_BACK_OFF, failures), signal);
      failures += 1;
    }
  }
}

/** One lease covers the writes to both: it outlasts the slower of them. */
function longestRequestMs({ admin, registry }: ServedCluster): number {
  return Math.max(admin.requestTimeoutMs, registry?.requestTimeoutMs ?? 0);
}

/** Kafka, the registry and people's questions are served side by side: none waits for another, and all end with the lease. */
async function holdLease(cluster: ServedCluster, lease: Lease, signal: AbortSignal): Promise<void> {
  const lost = new AbortController();
  const both = AbortSignal.any([signal, lost.signal]);
  const { slug, workerId, db, admin, reader, registry, credentialKey, sweepIntervalMs, wakeUps, log } = cluster;
  const { figuresIntervalMs } = cluster;
  const held = { slug, workerId, db, lease, log, signal: both };
  log.info({ epoch: String(lease.scope.epoch), takenOverFrom: lease.takenOverFrom }, "lease taken");

  const reading = answerProbes({ slug, workerId, db, log, signal: both, admin, reader, registry }, wakeUps.probes);
  const renewing = keepRenewing(lease, lost, both, log);
  // A write of the holder before may still be under way; only after its time-out the cluster stands still.
  if (lease.takenOverFrom !== null) await pause(longestRequestMs(cluster), both);
  await Promise.all([
    serveKafka(openSession({ ...held, admin, credentialKey, figuresIntervalMs }), sweepIntervalMs, wakeUps.kafka),
    registry && serveRegistry(openRegistrySession({ ...held, registry }), sweepIntervalMs, wakeUps.registry),
    reading,
    renewing,
  ]);
  await lease.release();
  log.info("lease given back");
}

async function keepRenewing(lease: Lease, lost: AbortController, signal: AbortSignal, log: Logger): Promise<void> {
  while (!signal.aborted) {
    await pause(RENEW_EVERY_MS, signal);
    if (signal.aborted) return;
    try {
      if (await lease.renew()) continue;
    } catch (error) {
      log.warn({ err: error }, "the lease could not be prolonged");
      if (lease.remainingMs() > 0) continue;
    }
    log.warn("lease lost");
    lost.abort();
  }
}
