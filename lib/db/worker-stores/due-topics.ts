import type { TopicSpec } from "#lib/domain/topic-spec";
import type { Connection } from "../database.ts";

/** A managed topic with what was decided and what was done, as of now. */
export type TopicRow = {
  topicId: string;
  teamId: string;
  name: string;
  generation: number;
  partitions: number;
  replicationFactor: number;
  config: Record<string, string>;
  state: string;
  observedGeneration: number;
  lastApplied: { generation: number; spec: TopicSpec } | null;
  kafkaTopicId: string | null;
  createAttempted: boolean;
  attempt: number;
};

/** What is due on a cluster, longest due first. */
export async function findDueTopics(db: Connection, cluster: string, limit: number): Promise<TopicRow[]> {
  return db.$queryRaw`
    SELECT s.topic_id AS "topicId", t.team_id AS "teamId", t.name, t.generation, t.partitions, t.replication_factor AS "replicationFactor",
      t.config, s.state, s.observed_generation AS "observedGeneration", s.last_applied AS "lastApplied",
      s.kafka_topic_id AS "kafkaTopicId", s.create_attempted_at IS NOT NULL AS "createAttempted", s.attempt
    FROM topic_status s JOIN topics t ON t.id = s.topic_id
    WHERE s.cluster_slug = ${cluster} AND s.due_at <= clock_timestamp()
    ORDER BY s.due_at, s.topic_id LIMIT ${limit}::int`;
}

/**
 * Records, and commits, that these topics are about to be created: afterwards a topic of such a name may be ours. One statement, outside
 * any transaction, that does nothing unless the lease is held.
 * @returns the topics that may now be created
 */
export async function recordCreateAttempts(
  db: Connection,
  lease: { cluster: string; holder: string; epoch: bigint },
  topicIds: readonly string[],
): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ topicId: string }[]>`
    UPDATE topic_status SET create_attempted_at = coalesce(create_attempted_at, clock_timestamp())
    WHERE topic_id = ANY(${[...topicIds]}::uuid[]) AND kafka_topic_id IS NULL
      AND EXISTS (SELECT FROM cluster_leases WHERE cluster_slug = ${lease.cluster} AND holder = ${lease.holder}
        AND epoch = ${lease.epoch} AND expires_at > clock_timestamp())
    RETURNING topic_id AS "topicId"`;
  return new Set(rows.map((row) => row.topicId));
}
