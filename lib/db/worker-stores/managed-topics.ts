import type { TopicSpec } from "#lib/domain/topic-spec";
import type { Connection } from "../database.ts";
import type { TopicRow } from "./due-topics.ts";
import type { TopicState } from "./topic-outcomes.ts";

/**
 * The managed topics of a cluster that a sweep may judge: seen as ours once, not due, and not waiting for a person. As one text, for
 * the same reason as the observations.
 */
export async function findJudgeableTopics(db: Connection, cluster: string): Promise<TopicRow[]> {
  const [row] = await db.$queryRaw<{ rows: string | null }[]>`
    SELECT json_agg(json_build_array(s.topic_id, t.team_id, t.name, t.generation, t.partitions, t.replication_factor, t.config, s.state,
      s.observed_generation, CASE WHEN s.last_applied -> 'spec' -> 'config' IS DISTINCT FROM t.config THEN s.last_applied END,
      s.kafka_topic_id))::text AS rows
    FROM topic_status s JOIN topics t ON t.id = s.topic_id
    WHERE s.cluster_slug = ${cluster} AND s.due_at IS NULL AND s.kafka_topic_id IS NOT NULL AND s.state <> 'blocked'`;
  return (JSON.parse(row?.rows ?? "[]") as Packed[]).map(unpack);
}

type Packed = [
  topicId: string,
  teamId: string,
  name: string,
  generation: number,
  partitions: number,
  replicationFactor: number,
  config: Record<string, string>,
  state: string,
  observedGeneration: number,
  lastApplied: { generation: number; spec: TopicSpec } | null,
  kafkaTopicId: string,
];

function unpack(row: Packed): TopicRow {
  const [topicId, teamId, name, generation, partitions, replicationFactor, config, state, observedGeneration, ...rest] =
    row;
  const [lastApplied, kafkaTopicId] = rest;
  return {
    ...{ topicId, teamId, name, generation, partitions, replicationFactor, config, state, observedGeneration },
    ...{ lastApplied, kafkaTopicId, createAttempted: true, attempt: 0 },
  };
}

export type JudgedTopic = { topicId: string; was: string; state: TopicState; reason: string | null; message: string };

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
      state_since = CASE WHEN s.state = j.state THEN s.state_since ELSE clock_timestamp() END
    FROM jsonb_to_recordset(${JSON.stringify(judged)}::jsonb) AS j("topicId" uuid, was text, state text, reason text, message text)
    WHERE s.topic_id = j."topicId" AND s.state = j.was AND s.due_at IS NULL
      AND (s.verified_at IS NULL OR s.verified_at < ${startedAt})
    RETURNING s.topic_id AS "topicId"`;
  return new Set(rows.map((row) => row.topicId));
}
