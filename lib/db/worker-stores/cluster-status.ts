import { STOCK_DEFAULTS, type TopicDefaults } from "#lib/domain/topic-defaults";
import type { Connection } from "../database.ts";

export type ClusterCondition = "unknown" | "reachable" | "unreachable" | "identity_changed";

/** What the worker must know of a cluster before it looks at it. */
export type ClusterRecord = {
  name: string;
  /** Kafka's cluster id as pinned at first contact or confirmed by an admin; null before. */
  kafkaClusterId: string | null;
  /** How often an admin has said that what the cluster shows is right. */
  confirmations: number;
  detached: boolean;
  condition: ClusterCondition;
  /** When more than this share of what is known vanishes at once, the answer is not believed. */
  guardShare: number;
};

/** A registered cluster; null when the slug is not registered. */
export async function findClusterRecord(db: Connection, slug: string): Promise<ClusterRecord | null> {
  const [row] = await db.$queryRaw<ClusterRecord[]>`
    SELECT c.name, c.kafka_cluster_id AS "kafkaClusterId", c.confirmations, c.detached_at IS NOT NULL AS detached, s.condition,
      c.guard_share AS "guardShare"
    FROM clusters c JOIN cluster_status s ON s.cluster_slug = c.slug WHERE c.slug = ${slug}`;
  return row ?? null;
}

/** Pins Kafka's cluster id at first contact. False when it was pinned meanwhile. */
export async function pinClusterId(db: Connection, slug: string, kafkaClusterId: string): Promise<boolean> {
  const pinned = await db.$executeRaw`
    UPDATE clusters SET kafka_cluster_id = ${kafkaClusterId}, version = version + 1
    WHERE slug = ${slug} AND kafka_cluster_id IS NULL`;
  return pinned > 0;
}

/** Says how contact with a cluster stands; `since` moves only when the condition does. */
export async function saveCondition(
  db: Connection,
  slug: string,
  {
    condition,
    message,
    observedClusterId,
  }: { condition: ClusterCondition; message: string; observedClusterId?: string },
): Promise<void> {
  await db.$executeRaw`
    UPDATE cluster_status SET message = ${message}, observed_cluster_id = coalesce(${observedClusterId ?? null}, observed_cluster_id),
      condition_since = CASE WHEN condition = ${condition} THEN condition_since ELSE clock_timestamp() END, condition = ${condition}
    WHERE cluster_slug = ${slug}`;
}

export type SweepSummary = {
  /** When the sweep began, by the database's clock. */
  startedAt: Date;
  sweepMs: number;
  clusterId: string;
  controllerId: number;
  brokers: unknown;
  topics: number;
  partitions: number;
};

/** A complete sweep: everything it covers was true at or after its start. */
export async function saveSweep(db: Connection, slug: string, sweep: SweepSummary): Promise<void> {
  await db.$executeRaw`
    UPDATE cluster_status SET seen_at = ${sweep.startedAt}, sweep_ms = ${sweep.sweepMs}::int, observed_cluster_id = ${sweep.clusterId},
      controller_id = ${sweep.controllerId}::int, brokers = ${JSON.stringify(sweep.brokers)}::jsonb, topic_count = ${sweep.topics}::int,
      partition_count = ${sweep.partitions}::int, message = '',
      condition_since = CASE WHEN condition = 'reachable' THEN condition_since ELSE clock_timestamp() END, condition = 'reachable'
    WHERE cluster_slug = ${slug}`;
}

/** What keys mean on a cluster that a topic does not set, as it was last stored. */
export async function findTopicDefaults(db: Connection, slug: string): Promise<TopicDefaults> {
  const [row] = await db.$queryRaw<{ defaults: TopicDefaults }[]>`
    SELECT topic_defaults AS defaults FROM cluster_status WHERE cluster_slug = ${slug}`;
  return row?.defaults ?? STOCK_DEFAULTS;
}

/** Stores what keys mean on a cluster that a topic does not set; writes only where that changed. */
export async function saveTopicDefaults(db: Connection, slug: string, defaults: TopicDefaults): Promise<void> {
  const text = JSON.stringify(defaults);
  await db.$executeRaw`
    UPDATE cluster_status SET topic_defaults = ${text}::jsonb WHERE cluster_slug = ${slug} AND topic_defaults <> ${text}::jsonb`;
}

/** The database's clock, which alone orders, expires and leases anything. */
export async function databaseNow(db: Connection): Promise<Date> {
  const [row] = await db.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp()::timestamptz(3) AS now`;
  if (!row) throw new Error("SELECT answered no row");
  return row.now;
}
