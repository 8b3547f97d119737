import type { Cluster } from "#lib/domain/cluster";
import type { Connection } from "../database.ts";

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
  await db.$executeRaw`UPDATE clusters SET kafka_cluster_id = ${kafkaClusterId}, version = version + 1 WHERE slug = ${slug}`;
}

/** Every declared cluster, by slug. */
export async function declaredClusters(db: Connection): Promise<Cluster[]> {
  return db.$queryRaw`SELECT slug, name, tier, listeners FROM clusters WHERE detached_at IS NULL ORDER BY slug`;
}
