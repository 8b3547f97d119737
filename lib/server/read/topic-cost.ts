import type { TopicCost } from "#lib/contract/topics";
import type { Connection } from "#lib/db/database";
import { clusterPrices, settingsColumn, topicDefaults } from "#lib/db/stores/clusters";
import type { ClusterSettings } from "#lib/domain/cluster-settings";
import { type CostOutlook, costOfSpec, isPriced, monthlyCost, writeRate } from "#lib/domain/cost";
import type { TopicSpec } from "#lib/domain/topic-spec";

type Asked = {
  cluster: string;
  name: string;
  /** The settings as they are; null for a topic that is not there yet. */
  now: TopicSpec | null;
  after: TopicSpec;
  /** The owners' statement, bytes per second before replication. */
  expectedBytesPerSecond: number | null;
};

/**
 * What a topic would store and cost before and after what somebody types, by the write rate that was seen on the cluster, else by the stated one.
 * Throws for a cluster that was never declared.
 */
export async function readTopicCost(db: Connection, asked: Asked): Promise<CostOutlook> {
  const { cluster, name, now, after, expectedBytesPerSecond: stated } = asked;
  const prices = (await clusterPrices(db)).get(cluster);
  if (!prices) throw new Error(`there is no cluster ${cluster} to read prices of`);

  const observed = now === null ? null : await observedRate(db, cluster, name);
  const { basis, bytesPerSecond } = writeRate({ observed, stated });
  const defaults = await topicDefaults(db, cluster);
  return {
    now: now && costOfSpec(prices, now, bytesPerSecond, defaults),
    after: costOfSpec(prices, after, bytesPerSecond, defaults),
    currency: prices.currency,
    priced: isPriced(prices),
    basis,
    bytesPerSecond,
  };
}

async function observedRate(db: Connection, cluster: string, name: string): Promise<number | null> {
  const [row] = await db.$queryRaw<{ rate: number | null }[]>`
    SELECT bytes_per_second AS rate FROM topic_figures WHERE cluster_slug = ${cluster} AND name = ${name}`;
  return row?.rate ?? null;
}

/** What a topic that is on its cluster costs, by the bytes that are on disk now. Null for one that was never seen there. */
export async function topicCostNow(db: Connection, cluster: string, name: string): Promise<TopicCost | null> {
  const [row] = await db.$queryRaw<{ bytes: bigint | null; partitions: number; settings: ClusterSettings }[]>`
    SELECT f.size_bytes AS bytes, o.partitions, ${settingsColumn}
    FROM topic_observations o JOIN clusters k ON k.slug = o.cluster_slug
    LEFT JOIN topic_figures f ON f.cluster_slug = o.cluster_slug AND f.name = o.name
    WHERE o.cluster_slug = ${cluster} AND o.name = ${name}`;
  if (!row) return null;
  const { settings, bytes, partitions } = row;
  const { currency } = settings;
  return { perMonth: monthlyCost(settings, { bytes, partitions }), currency, priced: isPriced(settings) };
}
