import type { Cluster } from "#lib/domain/cluster";
import type { ClusterPrices, ClusterSettings } from "#lib/domain/cluster-settings";
import { STOCK_DEFAULTS, type TopicDefaults } from "#lib/domain/topic-defaults";
import { type Connection, sql } from "../database.ts";

/** A declared cluster by slug; null when there is none, or when no worker declares it any more. */
export async function findCluster(db: Connection, slug: string): Promise<Cluster | null> {
  const [row] = await db.$queryRaw<Cluster[]>`
    SELECT slug, name, tier, listeners FROM clusters WHERE slug = ${slug} AND detached_at IS NULL`;
  return row ?? null;
}

export type LockedCluster = {
  slug: string;
  name: string;
  kafkaClusterId: string | null;
  observedClusterId: string | null;
};

/** Locks a cluster, with the Kafka cluster id that is pinned and the one last seen. Null when there is none. */
export async function lockCluster(db: Connection, slug: string): Promise<LockedCluster | null> {
  await db.$queryRaw`SELECT FROM clusters WHERE slug = ${slug} FOR NO KEY UPDATE`;
  const [row] = await db.$queryRaw<LockedCluster[]>`
    SELECT c.slug, c.name, c.kafka_cluster_id AS "kafkaClusterId", s.observed_cluster_id AS "observedClusterId"
    FROM clusters c LEFT JOIN cluster_status s ON s.cluster_slug = c.slug WHERE c.slug = ${slug}`;
  return row ?? null;
}

/** Pins a cluster to another Kafka cluster id. */
export async function pinClusterId(db: Connection, slug: string, kafkaClusterId: string): Promise<void> {
  await db.$executeRaw`UPDATE clusters SET kafka_cluster_id = ${kafkaClusterId}, confirmations = confirmations + 1, version = version + 1 WHERE slug = ${slug}`;
}

/** Every declared cluster, by slug. */
export async function declaredClusters(db: Connection): Promise<Cluster[]> {
  return db.$queryRaw`SELECT slug, name, tier, listeners FROM clusters WHERE detached_at IS NULL ORDER BY slug`;
}

/** A cluster's settings as one object, in a query that names the table `k`. Prices lose the zeros that numeric(14, 6) appends. */
export const settingsColumn = sql`jsonb_build_object('priceGibMonth', trim_scale(k.price_gib_month)::text,
  'pricePartitionMonth', trim_scale(k.price_partition_month)::text, 'currency', k.currency, 'driftPolicy', k.drift_policy,
  'guardShare', k.guard_share, 'staleAfterDays', k.stale_after_days, 'recentWriteHours', k.recent_write_hours) AS settings`;

export type ConfiguredCluster = { slug: string; name: string; version: number; settings: ClusterSettings };

/** Locks a cluster, with what people decided about it. Null when there is none. */
export async function lockClusterSettings(db: Connection, slug: string): Promise<ConfiguredCluster | null> {
  await db.$queryRaw`SELECT FROM clusters WHERE slug = ${slug} FOR NO KEY UPDATE`;
  const [row] = await db.$queryRaw<ConfiguredCluster[]>`
    SELECT k.slug, k.name, k.version, ${settingsColumn} FROM clusters k WHERE k.slug = ${slug}`;
  return row ?? null;
}

/** Writes all of a cluster's settings; answers them as they are stored, with the new version. */
export async function saveClusterSettings(
  db: Connection,
  slug: string,
  settings: ClusterSettings,
): Promise<Pick<ConfiguredCluster, "settings" | "version">> {
  const { priceGibMonth, pricePartitionMonth, currency, driftPolicy, guardShare } = settings;
  const [row] = await db.$queryRaw<Pick<ConfiguredCluster, "settings" | "version">[]>`
    UPDATE clusters k SET price_gib_month = ${priceGibMonth}::numeric, price_partition_month = ${pricePartitionMonth}::numeric,
      currency = ${currency}, drift_policy = ${driftPolicy}, guard_share = ${guardShare}::float8,
      stale_after_days = ${settings.staleAfterDays}::int, recent_write_hours = ${settings.recentWriteHours}::int, version = version + 1
    WHERE k.slug = ${slug} RETURNING k.version, ${settingsColumn}`;
  if (!row) throw new Error("UPDATE … RETURNING of a locked cluster answered no row");
  return row;
}

/** What keys mean on a cluster that a topic does not set, as it last told. */
export async function topicDefaults(db: Connection, slug: string): Promise<TopicDefaults> {
  const [row] = await db.$queryRaw<{ defaults: TopicDefaults }[]>`
    SELECT topic_defaults AS defaults FROM cluster_status WHERE cluster_slug = ${slug}`;
  return row?.defaults ?? STOCK_DEFAULTS;
}

/** The same of every cluster, by slug. */
export async function topicDefaultsByCluster(db: Connection): Promise<ReadonlyMap<string, TopicDefaults>> {
  const rows = await db.$queryRaw<{ slug: string; defaults: TopicDefaults }[]>`
    SELECT cluster_slug AS slug, topic_defaults AS defaults FROM cluster_status ORDER BY cluster_slug`;
  return new Map(rows.map(({ slug, defaults }) => [slug, defaults]));
}

/** What clusters cost, by slug. */
export async function clusterPrices(db: Connection): Promise<ReadonlyMap<string, ClusterPrices>> {
  const rows = await db.$queryRaw<{ slug: string; settings: ClusterSettings }[]>`
    SELECT k.slug, ${settingsColumn} FROM clusters k ORDER BY k.slug`;
  return new Map(rows.map(({ slug, settings }) => [slug, settings]));
}
