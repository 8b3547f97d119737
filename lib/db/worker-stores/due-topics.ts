import type { DriftedField } from "#lib/domain/drift";
import type { Change, Loss } from "#lib/domain/plan";
import type { RequestKind } from "#lib/domain/request-kind";
import type { TopicDefaults } from "#lib/domain/topic-defaults";
import type { TopicSpec } from "#lib/domain/topic-spec";
import { type Connection, sql } from "../database.ts";

/** An approved request that was not seen carried out; `changes` is what was approved, in the plan's words. */
export type OpenRequest = {
  id: string;
  kind: RequestKind;
  generation: number;
  changes: Change[];
  /** What its keys were said to mean where they are not set. */
  defaults: TopicDefaults;
  loss: Loss | null;
};

/** Operations that a block denies to everybody. */
export type DeniedOperation = "READ" | "WRITE";

/** A move of partitions to other brokers. */
export type MoveProgress = { moving: number; partitions: number };

/** What was last seen applied. */
export type LastApplied = { generation: number; spec: TopicSpec; blocked?: boolean };

/** A managed topic with what was decided and what was done, as of now. */
export type TopicRow = {
  topicId: string;
  teamId: string;
  name: string;
  generation: number;
  partitions: number;
  replicationFactor: number;
  config: Record<string, string>;
  blocked: boolean;
  deleting: boolean;
  /** Kafka's id of what was there before it became ours; null for what we make. */
  adoptedTopicId: string | null;
  state: string;
  observedGeneration: number;
  lastApplied: LastApplied | null;
  kafkaTopicId: string | null;
  createAttempted: boolean;
  attempt: number;
  drift: DriftedField[];
  /** Set from before a move is begun until it is over. */
  progress: MoveProgress | null;
  /** Of which we made the DENY binding, or tried to. */
  denied: DeniedOperation[];
  /** In the order of their generations, without creations and imports: those write nothing to a topic that is there. */
  requests: OpenRequest[];
  /** What differs and loses nothing when it is put back is put back by the worker. */
  revertsHarmless: boolean;
  /** Fields of which somebody asked that they stay as they are on the cluster; undecided. */
  toAdopt: string[];
  /** Bindings of principals on exactly this topic that are not gone yet; looked up only for what is being deleted. */
  isBound: boolean;
};

/** Fields of a topic (alias `t`, its cluster `c`) that undecided adoptions are about; looked up only where the worker puts anything back unasked. */
export const fieldsToAdopt = sql`CASE WHEN c.drift_policy = 'revert-harmless' THEN ARRAY(SELECT f.field FROM field_claims f JOIN requests a ON a.id = f.request_id
  WHERE f.cluster_slug = t.cluster_slug AND f.object_kind = 'topic' AND f.object_name = t.name AND a.kind = 'topic.adopt') ELSE '{}' END`;

/** What is due on a cluster, longest due first. */
export async function findDueTopics(db: Connection, cluster: string, limit: number): Promise<TopicRow[]> {
  return db.$queryRaw`
    SELECT s.topic_id AS "topicId", t.team_id AS "teamId", t.name, t.generation, t.partitions, t.replication_factor AS "replicationFactor",
      t.config, t.blocked_at IS NOT NULL AS blocked, t.deleting_at IS NOT NULL AS deleting, t.adopted_topic_id AS "adoptedTopicId", s.state,
      s.observed_generation AS "observedGeneration", s.last_applied AS "lastApplied", s.kafka_topic_id AS "kafkaTopicId",
      s.create_attempted_at IS NOT NULL AS "createAttempted", s.attempt, s.drift, s.progress, s.denied,
      coalesce(r.requests, '[]') AS requests, c.drift_policy = 'revert-harmless' AS "revertsHarmless", ${fieldsToAdopt} AS "toAdopt",
      t.deleting_at IS NOT NULL AND EXISTS (SELECT FROM principal_bindings b WHERE b.cluster_slug = t.cluster_slug AND b.resource_type = 'TOPIC'
        AND b.resource_name = t.name AND b.pattern_type = 'LITERAL' AND b.state IN ('applied', 'attempted')) AS "isBound"
    FROM topic_status s JOIN topics t ON t.id = s.topic_id JOIN clusters c ON c.slug = s.cluster_slug
    LEFT JOIN LATERAL (SELECT jsonb_agg(jsonb_build_object('id', r.id::text, 'kind', r.kind, 'generation', r.generation,
        'changes', coalesce(r.plan -> 'changes', '[]'), 'defaults', coalesce(r.plan -> 'defaults', '{}'), 'loss', r.plan -> 'loss') ORDER BY r.generation, r.id) AS requests
      FROM requests r WHERE r.topic_id = t.id AND r.state = 'approved' AND r.kind <> 'topic.create') r ON true
    WHERE s.cluster_slug = ${cluster} AND s.due_at <= clock_timestamp()
    ORDER BY s.due_at, s.topic_id LIMIT ${limit}::int`;
}

type LeaseScope = { cluster: string; holder: string; epoch: bigint };

/**
 * Records, and commits, that these topics are about to be created: afterwards a topic of such a name may be ours. One statement, outside
 * any transaction, that does nothing unless the lease is held.
 * @returns the topics that may now be created
 */
export async function recordCreateAttempts(
  db: Connection,
  lease: LeaseScope,
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

/** What is about to be written to a topic and has to be known as ours afterwards. */
export type WriteAttempt = { topicId: string; denied: DeniedOperation[]; progress: MoveProgress | null };

/**
 * As {@link recordCreateAttempts}, for DENY bindings that are about to be made and moves that are about to begin.
 * @returns the topics that may now be written to
 */
export async function recordWriteAttempts(
  db: Connection,
  lease: LeaseScope,
  attempts: readonly WriteAttempt[],
): Promise<Set<string>> {
  if (attempts.length === 0) return new Set();
  const rows = await db.$queryRaw<{ topicId: string }[]>`
    UPDATE topic_status s SET denied = ARRAY(SELECT DISTINCT op FROM unnest(s.denied || a.denied) AS op ORDER BY op),
      progress = coalesce(s.progress, a.progress)
    FROM (SELECT "topicId", ARRAY(SELECT jsonb_array_elements_text(denied)) AS denied, nullif(progress, 'null') AS progress
      FROM jsonb_to_recordset(${JSON.stringify(attempts)}::jsonb) AS each("topicId" uuid, denied jsonb, progress jsonb)) a
    WHERE s.topic_id = a."topicId"
      AND EXISTS (SELECT FROM cluster_leases WHERE cluster_slug = ${lease.cluster} AND holder = ${lease.holder}
        AND epoch = ${lease.epoch} AND expires_at > clock_timestamp())
    RETURNING s.topic_id AS "topicId"`;
  return new Set(rows.map((row) => row.topicId));
}
