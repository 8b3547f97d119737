import type { DriftedField } from "#lib/domain/drift";
import type { TopicDescription, TopicMetadata, TopicSpec } from "#lib/domain/topic-spec";
import { type Connection, sql } from "../database.ts";

/** A topic that is managed: what was decided about it, and how the worker says that it stands. */
export type ManagedTopic = {
  id: string;
  cluster: string;
  name: string;
  team: { id: string; slug: string; name: string };
  spec: TopicSpec;
  metadata: TopicMetadata;
  /** As budgets count it; int64. */
  estimatedBytes: bigint;
  blockedAt: Date | null;
  /** A tombstone: it goes as soon as the cluster confirms it. */
  deletingAt: Date | null;
  generation: number;
  version: number;
  state: string;
  /** Why it is in its state, as a code; null where there is nothing to say. */
  reason: string | null;
  /** Kafka's id of what was seen to be ours; null before. */
  kafkaTopicId: string | null;
  observedGeneration: number;
  lastApplied: TopicSpec | null;
  drift: DriftedField[];
};

const SELECT = sql`
  SELECT t.id, t.cluster_slug AS cluster, t.name, jsonb_build_object('id', m.id, 'slug', m.slug, 'name', m.name) AS team,
    jsonb_build_object('partitions', t.partitions, 'replicationFactor', t.replication_factor, 'config', t.config) AS spec,
    jsonb_build_object('description', t.description, 'classification', t.classification, 'contact', t.contact, 'tags', t.tags, 'docs', t.docs,
      'expectedBytesPerSecond', t.expected_bytes_per_second) AS metadata, t.estimated_bytes AS "estimatedBytes",
    t.blocked_at AS "blockedAt", t.deleting_at AS "deletingAt", t.generation, t.version, s.state, s.reason, s.kafka_topic_id AS "kafkaTopicId",
    s.observed_generation AS "observedGeneration", s.last_applied -> 'spec' AS "lastApplied", s.drift
  FROM topics t JOIN teams m ON m.id = t.team_id JOIN topic_status s ON s.topic_id = t.id`;

/** A managed topic; null when there is none of that name. */
export async function findManagedTopic(db: Connection, cluster: string, name: string): Promise<ManagedTopic | null> {
  const [row] = await db.$queryRaw<ManagedTopic[]>`${SELECT} WHERE t.cluster_slug = ${cluster} AND t.name = ${name}`;
  return row ?? null;
}

/** Locks a managed topic after its team. Null when there is none of that name. */
export async function lockManagedTopic(db: Connection, cluster: string, name: string): Promise<ManagedTopic | null> {
  await db.$queryRaw`
    SELECT FROM teams WHERE id IN (SELECT team_id FROM topics WHERE cluster_slug = ${cluster} AND name = ${name}) FOR NO KEY UPDATE`;
  await db.$queryRaw`SELECT FROM topics WHERE cluster_slug = ${cluster} AND name = ${name} FOR UPDATE`;
  return findManagedTopic(db, cluster, name);
}

/** Locks the managed topic of a request whose teams are locked; null when it is gone, or another one has its name by now. */
export async function lockTopicOfRequest(db: Connection, topicId: string | null): Promise<ManagedTopic | null> {
  if (topicId === null) return null;
  await db.$queryRaw`SELECT FROM topics WHERE id = ${topicId}::uuid FOR UPDATE`;
  const [row] = await db.$queryRaw<ManagedTopic[]>`${SELECT} WHERE t.id = ${topicId}::uuid`;
  return row ?? null;
}

export type DesiredChange = {
  spec: TopicSpec;
  classification: TopicMetadata["classification"];
  estimatedBytes: bigint;
};

/** Writes another desired state of a locked topic as its next generation, which makes it due. Answers the generation. */
export async function desireChange(db: Connection, topicId: string, change: DesiredChange): Promise<number> {
  const { spec, classification, estimatedBytes } = change;
  return generationOf(
    await db.$queryRaw<{ generation: number }[]>`
      UPDATE topics SET partitions = ${spec.partitions}, replication_factor = ${spec.replicationFactor},
        config = ${JSON.stringify(spec.config)}::jsonb, classification = ${classification}, estimated_bytes = ${estimatedBytes},
        generation = generation + 1, version = version + 1, updated_at = now()
      WHERE id = ${topicId}::uuid RETURNING generation`,
  );
}

/** The next generation of a locked topic with nothing else desired: it is looked at, and what an approved request names is written. */
export async function desireAgain(db: Connection, topicId: string): Promise<number> {
  return generationOf(
    await db.$queryRaw<{ generation: number }[]>`
      UPDATE topics SET generation = generation + 1, version = version + 1, updated_at = now() WHERE id = ${topicId}::uuid RETURNING generation`,
  );
}

/** Blocks a locked topic for so many days, or with null lifts its block. Answers the generation. */
export async function desireBlock(db: Connection, topicId: string, days: number | null): Promise<number> {
  return generationOf(
    await db.$queryRaw<{ generation: number }[]>`
      UPDATE topics SET blocked_at = CASE WHEN ${days}::int IS NULL THEN NULL ELSE now() END,
        blocked_until = now() + make_interval(days => ${days}::int), generation = generation + 1, version = version + 1, updated_at = now()
      WHERE id = ${topicId}::uuid RETURNING generation`,
  );
}

/** Makes a tombstone of a locked topic. Answers the generation. */
export async function desireDeletion(db: Connection, topicId: string): Promise<number> {
  return generationOf(
    await db.$queryRaw<{ generation: number }[]>`
      UPDATE topics SET deleting_at = now(), generation = generation + 1, version = version + 1, updated_at = now()
      WHERE id = ${topicId}::uuid RETURNING generation`,
  );
}

/** Says something else about a locked topic; nothing that the cluster knows. What budgets count follows from the rate that is said. */
export async function describeTopic(
  db: Connection,
  topicId: string,
  said: TopicDescription & { estimatedBytes: bigint },
): Promise<void> {
  await db.$executeRaw`
    UPDATE topics SET description = ${said.description}, contact = ${said.contact}, tags = ${said.tags}::text[], docs = ${said.docs},
      expected_bytes_per_second = ${said.expectedBytesPerSecond}, estimated_bytes = ${said.estimatedBytes}, version = version + 1, updated_at = now()
    WHERE id = ${topicId}::uuid`;
}

function generationOf([row]: { generation: number }[]): number {
  if (!row) throw new Error("a topic is gone in the transaction that locked it");
  return row.generation;
}

export type ClaimedObject = { cluster: string; kind: "topic" | "group"; name: string };
export type FieldClaim = { field: string; requestId: number };

/**
 * Claims fields of an object for an undecided request; they are given back when it is decided.
 * @returns the request that has one of them already; null when all are claimed
 */
export async function claimFields(
  db: Connection,
  object: ClaimedObject,
  fields: readonly string[],
  requestId: number,
): Promise<FieldClaim | null> {
  await db.$executeRaw`
    INSERT INTO field_claims (cluster_slug, object_kind, object_name, field, request_id)
    SELECT ${object.cluster}, ${object.kind}, ${object.name}, field, ${requestId} FROM unnest(${[...fields].sort()}::text[]) AS field
    ON CONFLICT DO NOTHING`;
  return findClaim(db, object, fields, requestId);
}

/** The first of these fields that an undecided request has, other than `exceptRequest`; null when none is taken. */
export async function findClaim(
  db: Connection,
  { cluster, kind, name }: ClaimedObject,
  fields: readonly string[],
  exceptRequest: number | null = null,
): Promise<FieldClaim | null> {
  const [taken] = await db.$queryRaw<{ field: string; requestId: bigint }[]>`
    SELECT field, request_id AS "requestId" FROM field_claims
    WHERE cluster_slug = ${cluster} AND object_kind = ${kind} AND object_name = ${name}
      AND field = ANY(${[...fields]}::text[]) AND request_id IS DISTINCT FROM ${exceptRequest} ORDER BY field LIMIT 1`;
  return taken ? { field: taken.field, requestId: Number(taken.requestId) } : null;
}

export type PendingField = { field: string; requestId: number; generation: number };

/** Fields that approved requests about a topic name and that were not yet seen on its cluster, each with its last request. */
export async function pendingFields(db: Connection, topicId: string): Promise<PendingField[]> {
  const rows = await db.$queryRaw<(Omit<PendingField, "requestId"> & { requestId: bigint })[]>`
    SELECT DISTINCT ON (field) change ->> 'field' AS field, r.id AS "requestId", r.generation
    FROM requests r CROSS JOIN LATERAL jsonb_array_elements(r.plan -> 'changes') AS change
    WHERE r.topic_id = ${topicId}::uuid AND r.state = 'approved' AND r.generation IS NOT NULL
      AND r.kind IN ('topic.change', 'topic.revert', 'topic.adopt', 'topic.block')
    ORDER BY field, r.generation DESC`;
  return rows.map((row) => ({ ...row, requestId: Number(row.requestId) }));
}
