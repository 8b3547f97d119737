import type { DriftedField } from "#lib/domain/drift";
import { type Connection, sql } from "../database.ts";
import { fieldsToAdopt, type LastApplied, type TopicRow } from "./due-topics.ts";
import { type DriftRow, type TopicState, timedDrift } from "./topic-outcomes.ts";

/** A topic with the operations that are denied to everybody on it, as ACLs were last seen; looked up only for what is blocked. */
export type JudgeableTopic = TopicRow & { denials: string[] };

/**
 * The managed topics of a cluster that a sweep may judge: seen as ours once, not due, and not waiting for a person. As one text, for
 * the same reason as the observations. What was last applied is told only where it is not surely what is desired.
 */
export async function findJudgeableTopics(db: Connection, cluster: string): Promise<JudgeableTopic[]> {
  const [row] = await db.$queryRaw<{ rows: string | null; revertsHarmless: boolean | null }[]>`
    SELECT json_agg(json_build_array(s.topic_id, t.team_id, t.name, t.generation, t.partitions, t.replication_factor, t.config, s.state,
      s.observed_generation, s.kafka_topic_id,
      CASE WHEN s.state = 'drifted' OR s.last_applied -> 'spec' -> 'config' IS DISTINCT FROM t.config THEN s.last_applied END,
      CASE WHEN s.state = 'drifted' THEN s.drift END,
      CASE WHEN t.blocked_at IS NOT NULL THEN (SELECT coalesce(json_agg(o.operation), '[]') FROM acl_observations o
        WHERE o.cluster_slug = t.cluster_slug AND o.resource_type = 'TOPIC' AND o.resource_name = t.name AND o.pattern_type = 'LITERAL'
          AND o.principal = 'User:*' AND o.host = '*' AND o.permission_type = 'DENY') END,
      CASE WHEN s.state = 'drifted' THEN ${fieldsToAdopt} END))::text AS rows,
      bool_or(c.drift_policy = 'revert-harmless') AS "revertsHarmless"
    FROM topic_status s JOIN topics t ON t.id = s.topic_id JOIN clusters c ON c.slug = s.cluster_slug
    WHERE s.cluster_slug = ${cluster} AND s.due_at IS NULL AND s.kafka_topic_id IS NOT NULL AND s.state NOT IN ('blocked', 'deleting')`;
  const revertsHarmless = row?.revertsHarmless ?? false;
  return (JSON.parse(row?.rows ?? "[]") as Packed[]).map((packed) => unpack(packed, revertsHarmless));
}

type Packed = [
  ...[topicId: string, teamId: string, name: string, generation: number, partitions: number, replicationFactor: number],
  ...[config: Record<string, string>, state: string, observedGeneration: number, kafkaTopicId: string],
  ...[
    lastApplied: LastApplied | null,
    drift: DriftedField[] | null,
    denials: string[] | null,
    toAdopt: string[] | null,
  ],
];

function unpack(row: Packed, revertsHarmless: boolean): JudgeableTopic {
  const [topicId, teamId, name, generation, partitions, replicationFactor, config, state, observedGeneration, ...rest] =
    row;
  const [kafkaTopicId, lastApplied, drift, denials, toAdopt] = rest;
  return {
    ...{ topicId, teamId, name, generation, partitions, replicationFactor, config, state, observedGeneration },
    ...{
      lastApplied,
      kafkaTopicId,
      createAttempted: true,
      attempt: 0,
      adoptedTopicId: null,
      revertsHarmless,
      toAdopt: toAdopt ?? [],
    },
    ...{ blocked: denials !== null, denials: denials ?? [], deleting: false, denied: [], drift: drift ?? [] },
    ...{ progress: null, requests: [], isBound: false },
  };
}

export type JudgedTopic = {
  topicId: string;
  was: string;
  state: TopicState;
  reason: string | null;
  message: string;
  drift: DriftRow[];
  /** What differs is to be put back without being asked; the next round looks at it afresh and does so. */
  revert: boolean;
};

/**
 * Writes what two sweeps agreed on, unless the topic moved since it was read: became due, changed its state, or was verified at or after
 * `startedAt`.
 * @returns the topics that were written
 */
export async function saveJudgedTopics(
  db: Connection,
  judged: readonly JudgedTopic[],
  startedAt: Date,
): Promise<Set<string>> {
  if (judged.length === 0) return new Set();
  const rows = await db.$queryRaw<{ topicId: string }[]>`
    UPDATE topic_status s SET state = j.state, reason = j.reason, message = j.message,
      state_since = CASE WHEN s.state = j.state THEN s.state_since ELSE clock_timestamp() END,
      drift = ${timedDrift(sql`j.drift`)}, due_at = CASE WHEN j.revert THEN clock_timestamp() END
    FROM jsonb_to_recordset(${JSON.stringify(judged)}::jsonb) AS j("topicId" uuid, was text, state text, reason text, message text,
      drift jsonb, revert boolean)
    WHERE s.topic_id = j."topicId" AND s.state = j.was AND s.due_at IS NULL
      AND (s.verified_at IS NULL OR s.verified_at < ${startedAt})
    RETURNING s.topic_id AS "topicId"`;
  return new Set(rows.map((row) => row.topicId));
}
