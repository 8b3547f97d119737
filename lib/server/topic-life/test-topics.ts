import { randomUUID } from "node:crypto";
import type { Database } from "#lib/db/database";
import type { TopicConfig, TopicMetadata } from "#lib/domain/topic-spec";

export type TestTopic = { id: string; name: string; kafkaTopicId: string };

type Wanted = {
  partitions?: number;
  config?: TopicConfig;
  classification?: TopicMetadata["classification"];
  /** As it lives, where that differs. */
  live?: { partitions?: number; config?: TopicConfig };
};

const DEFAULT_CONFIG = { "retention.ms": "604800000" };

/** Writes a managed topic that the worker has seen applied, with what it last saw of it; as the owner of the schema. */
export async function createTestTopic(
  db: Database,
  teamId: string,
  name: string,
  { partitions = 3, config = DEFAULT_CONFIG, classification = "internal", live = {} }: Wanted = {},
): Promise<TestTopic> {
  const clusterSlug = "local";
  const kafkaTopicId = randomUUID();
  const spec = { partitions, replicationFactor: 1, config };
  const topic = await db.topic.create({
    data: { clusterSlug, name, teamId, ...spec, classification, description: "One event per order." },
  });
  await db.topicStatus.update({
    where: { topicId: topic.id },
    data: { state: "ready", kafkaTopicId, observedGeneration: 1, lastApplied: { generation: 1, spec }, dueAt: null },
  });
  await db.topicObservation.create({
    data: { clusterSlug, name, kafkaTopicId, internal: false, ...spec, ...live },
  });
  return { id: topic.id, name, kafkaTopicId };
}

/** What the cluster is said to have told about a shorter retention. */
export async function tellLoss(db: Database, topic: TestTopic, retentionMs: bigint, groups: Record<string, string>) {
  const key = { clusterSlug: "local", topic: topic.name, retentionMs };
  const loss = {
    measuredAt: new Date().toISOString(),
    records: "1000",
    bytes: "1048576",
    from: "2026-11-14T00:00:00.000Z",
    to: "2026-11-20T00:00:00.000Z",
    groups: Object.entries(groups).map(([group, records]) => ({ group, records })),
  };
  const data = { ...key, kafkaTopicId: topic.kafkaTopicId, measuredAt: new Date(), loss };
  await db.retentionLoss.upsert({ where: { clusterSlug_topic_retentionMs: key }, create: data, update: data });
}
