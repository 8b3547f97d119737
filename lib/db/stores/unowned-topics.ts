import type { TopicSpec } from "#lib/domain/topic-spec";
import { type Connection, sql } from "../database.ts";

/** Serialises, until the end of the transaction, whoever asks for or takes over topics of a cluster that nobody owns. After teams and requests. */
export async function lockUnowned(db: Connection, cluster: string): Promise<void> {
  // In a subquery, because Prisma cannot read the void that the function answers.
  await db.$queryRaw`
    SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended('unowned topics ' || ${cluster}, 0))) AS locked`;
}

/**
 * Keeps topics of a cluster from being taken over until the end of the transaction, for whoever makes a name of it a new topic's: what is read of names
 * after this stays so. Those who do the same do not wait for each other. After teams and requests.
 */
export async function holdOffAdoptions(db: Connection, cluster: string): Promise<void> {
  await db.$queryRaw`
    SELECT 1 FROM (SELECT pg_advisory_xact_lock_shared(hashtextextended('unowned topics ' || ${cluster}, 0))) AS locked`;
}

/** A name on a cluster, and everything that decides whether the topic can be taken over. */
export type TopicSight = {
  name: string;
  /** As last seen; null when there is no topic of that name. */
  observed: (TopicSpec & { topicId: string; internal: boolean }) | null;
  /** Bytes on disk of all replicas, int64. */
  sizeBytes: bigint | null;
  lastWrittenAt: Date | null;
  /** The team that owns it already. */
  ownedBy: string | null;
  /** What holds the name, or one that Kafka's metrics cannot tell from it. */
  reservedAs: string | null;
  /** The undecided request by which it is to be taken over. */
  claimedBy: number | null;
};

/** How these names stand on a cluster, in one read; in the order given. */
export async function topicSights(db: Connection, cluster: string, names: readonly string[]): Promise<TopicSight[]> {
  const rows = await db.$queryRaw<(Omit<TopicSight, "claimedBy"> & { claimedBy: bigint | null })[]>`
    SELECT w.name, CASE WHEN o.name IS NULL THEN NULL ELSE jsonb_build_object('topicId', o.kafka_topic_id, 'internal', o.internal,
        'partitions', o.partitions, 'replicationFactor', o.replication_factor, 'config', o.config) END AS observed,
      f.size_bytes AS "sizeBytes", f.last_written_at AS "lastWrittenAt", m.slug AS "ownedBy", n.name AS "reservedAs", c.request_id AS "claimedBy"
    FROM unnest(${[...names]}::text[]) WITH ORDINALITY AS w(name, place)
    LEFT JOIN topic_observations o ON o.cluster_slug = ${cluster} AND o.name = w.name COLLATE "C"
    LEFT JOIN topic_figures f ON f.cluster_slug = ${cluster} AND f.name = w.name COLLATE "C"
    LEFT JOIN topics t ON t.cluster_slug = ${cluster} AND t.name = w.name COLLATE "C" LEFT JOIN teams m ON m.id = t.team_id
    LEFT JOIN name_reservations n ON n.cluster_slug = ${cluster} AND n.collision_key = replace(w.name, '.', '_')
    LEFT JOIN field_claims c ON c.cluster_slug = ${cluster} AND c.object_kind = 'topic' AND c.object_name = w.name COLLATE "C" AND c.field = 'owner'
    ORDER BY w.place`;
  return rows.map((row) => ({ ...row, claimedBy: row.claimedBy === null ? null : Number(row.claimedBy) }));
}

/** Names of topics on a cluster that nobody manages, in order; `pattern` is of LIKE, `after` the name before the first. */
export async function unownedNames(
  db: Connection,
  cluster: string,
  { pattern, after, limit }: { pattern?: string | undefined; after?: string | undefined; limit?: number } = {},
): Promise<string[]> {
  const matches = pattern === undefined ? sql`true` : sql`e.name ILIKE ${pattern}`;
  const behind = after === undefined ? sql`true` : sql`e.name > ${after}`;
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT e.name FROM catalogue e WHERE e.cluster_slug = ${cluster} AND e.state = 'unmanaged' AND ${matches} AND ${behind}
    ORDER BY e.name LIMIT ${limit ?? null}::bigint`;
  return rows.map(({ name }) => name);
}

/** Claims topics for an undecided request to take them over. Call it under {@link lockUnowned}. False when one is claimed already. */
export async function claimOwners(
  db: Connection,
  cluster: string,
  names: readonly string[],
  requestId: number,
): Promise<boolean> {
  const claimed = await db.$executeRaw`
    INSERT INTO field_claims (cluster_slug, object_kind, object_name, field, request_id)
    SELECT ${cluster}, 'topic', name, 'owner', ${requestId} FROM unnest(${[...names].sort()}::text[]) AS name ON CONFLICT DO NOTHING`;
  return claimed === names.length;
}

type Adoption = { cluster: string; names: readonly string[]; teamId: string; requestId: number };
export type AdoptedTopic = { id: string; name: string; kafkaTopicId: string; spec: TopicSpec };

/**
 * Makes topics that are on a cluster one team's, desired exactly as they were seen, with their names reserved; triggers make them due for the worker.
 * A few statements, however many they are. What vanished or is managed is left out: compare the answer.
 */
export async function adoptTopics(db: Connection, { cluster, names, teamId, requestId }: Adoption): Promise<void> {
  await db.$executeRaw`
    INSERT INTO topics (cluster_slug, name, team_id, partitions, replication_factor, config, classification, estimated_bytes, adopted_topic_id, adopted_by)
    SELECT o.cluster_slug, o.name, ${teamId}::uuid, o.partitions, o.replication_factor, o.config, 'internal', coalesce(f.size_bytes, 0),
      o.kafka_topic_id, ${requestId}
    FROM unnest(${[...names]}::text[]) AS w(name)
    JOIN topic_observations o ON o.cluster_slug = ${cluster} AND o.name = w.name COLLATE "C" AND NOT o.internal
    LEFT JOIN topic_figures f ON f.cluster_slug = o.cluster_slug AND f.name = o.name
    ORDER BY o.name ON CONFLICT DO NOTHING`;
  await db.$executeRaw`
    INSERT INTO name_reservations (cluster_slug, collision_key, name, request_id, topic_id)
    SELECT t.cluster_slug, replace(t.name, '.', '_'), t.name, ${requestId}, t.id FROM topics t WHERE t.adopted_by = ${requestId} ORDER BY 2`;
}

/** What became a team's by this request, by name. */
export async function adoptedTopics(db: Connection, requestId: number): Promise<AdoptedTopic[]> {
  return db.$queryRaw`
    SELECT id, name, adopted_topic_id AS "kafkaTopicId",
      jsonb_build_object('partitions', partitions, 'replicationFactor', replication_factor, 'config', config) AS spec
    FROM topics WHERE adopted_by = ${requestId} ORDER BY name`;
}
