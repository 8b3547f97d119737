import type { TeamUsage } from "#lib/domain/team-usage";
import { STOCK_DEFAULTS, type TopicDefaults } from "#lib/domain/topic-defaults";
import { collisionKey } from "#lib/domain/topic-name";
import type { TopicMetadata, TopicSpec } from "#lib/domain/topic-spec";
import type { Connection } from "../database.ts";

/** Who holds a name, or one that Kafka's metrics cannot tell from it. */
export type NameHolder = {
  name: string;
  holder: "request" | "topic" | "unmanaged";
  requestId: number | null;
  teamId: string | null;
};

/**
 * Reserves a name on a cluster for an open request. False when it is taken already, also by a transaction that is not yet
 * committed (this one then waits for it).
 */
export async function reserveName(db: Connection, cluster: string, name: string, requestId: number): Promise<boolean> {
  const inserted = await db.$executeRaw`
    INSERT INTO name_reservations (cluster_slug, collision_key, name, request_id)
    VALUES (${cluster}, ${collisionKey(name)}, ${name}, ${requestId}) ON CONFLICT DO NOTHING`;
  return inserted > 0;
}

/** Gives back what an ended request held. */
export async function releaseName(db: Connection, requestId: number): Promise<void> {
  await db.$executeRaw`DELETE FROM name_reservations WHERE request_id = ${requestId} AND topic_id IS NULL`;
}

/** Hands a request's reservation to the topic that it became. */
export async function giveNameToTopic(db: Connection, requestId: number, topicId: string): Promise<void> {
  await db.$executeRaw`UPDATE name_reservations SET topic_id = ${topicId}::uuid WHERE request_id = ${requestId}`;
}

/** Who holds this name or a colliding one; `exceptRequest` is the request being edited. Null when it is free. */
export async function findNameHolder(
  db: Connection,
  cluster: string,
  name: string,
  exceptRequest: number | null,
): Promise<NameHolder | null> {
  const [row] = await db.$queryRaw<NameHolder[]>`
    SELECT n.name, CASE WHEN n.topic_id IS NULL THEN 'request' ELSE 'topic' END AS holder, n.request_id::int AS "requestId",
      coalesce(r.team_id, t.team_id) AS "teamId", 0 AS rank
    FROM name_reservations n LEFT JOIN requests r ON r.id = n.request_id LEFT JOIN topics t ON t.id = n.topic_id
    WHERE n.cluster_slug = ${cluster} AND n.collision_key = ${collisionKey(name)}
      AND (n.request_id IS DISTINCT FROM ${exceptRequest} OR n.topic_id IS NOT NULL)
    UNION ALL
    SELECT o.name, 'unmanaged', NULL, NULL, 1 FROM topic_observations o
    WHERE o.cluster_slug = ${cluster} AND o.collision_key = ${collisionKey(name)}
    ORDER BY rank LIMIT 1`;
  return row ?? null;
}

export type DesiredTopic = {
  cluster: string;
  name: string;
  teamId: string;
  spec: TopicSpec;
  metadata: TopicMetadata;
  estimatedBytes: bigint;
};

/** Writes a new topic's desired state as generation 1; a trigger makes it due for the worker. Answers its id. */
export async function insertTopic(db: Connection, topic: DesiredTopic): Promise<string> {
  const { spec, metadata } = topic;
  const [row] = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO topics (cluster_slug, name, team_id, partitions, replication_factor, config, description, classification, contact,
      tags, docs, expected_bytes_per_second, estimated_bytes)
    VALUES (${topic.cluster}, ${topic.name}, ${topic.teamId}::uuid, ${spec.partitions}, ${spec.replicationFactor},
      ${JSON.stringify(spec.config)}::jsonb, ${metadata.description}, ${metadata.classification}, ${metadata.contact},
      ${metadata.tags}::text[], ${metadata.docs}, ${metadata.expectedBytesPerSecond}, ${topic.estimatedBytes})
    RETURNING id`;
  if (!row) throw new Error("INSERT … RETURNING answered no row");
  return row.id;
}

/**
 * Counts a team's use of one cluster, without a request that is judged again and without a topic that is to be changed; what open changes ask for
 * beyond what is there is pending. Call it with the team's row locked where the answer decides something.
 */
export async function teamUsage(
  db: Connection,
  teamId: string,
  cluster: string,
  exceptRequest: number | null,
  exceptTopic: string | null = null,
): Promise<TeamUsage> {
  const [row] = await db.$queryRaw<TeamUsage[]>`
    SELECT t.topics, t.partitions, t.bytes, r.topics AS "pendingTopics", r.partitions AS "pendingPartitions", r.bytes AS "pendingBytes"
    FROM (SELECT count(*)::int AS topics, coalesce(sum(partitions), 0)::int AS partitions, coalesce(sum(estimated_bytes), 0)::text AS bytes
        FROM topics WHERE team_id = ${teamId}::uuid AND cluster_slug = ${cluster} AND id IS DISTINCT FROM ${exceptTopic}::uuid) t,
      (SELECT (count(*) FILTER (WHERE kind = 'topic.create'))::int AS topics, coalesce(sum(partitions), 0)::int AS partitions, coalesce(sum(estimated_bytes), 0)::text AS bytes
        FROM requests WHERE team_id = ${teamId}::uuid AND cluster_slug = ${cluster} AND state = 'submitted' AND kind IN ('topic.create', 'topic.change')
          AND id IS DISTINCT FROM ${exceptRequest}) r`;
  if (!row) throw new Error("an aggregate answered no row");
  return row;
}

/** Kafka's topic id and settings, when the cluster was last swept and what it said of its defaults; `observed` is null when the name was not there. */
export async function lastObservation(db: Connection, cluster: string, name: string) {
  const [row] = await db.$queryRaw<
    {
      seenAt: Date | null;
      brokers: number | null;
      defaults: TopicDefaults;
      topicId: string | null;
      internal: boolean;
      partitions: number;
      replicationFactor: number;
      config: Record<string, string>;
    }[]
  >`
    SELECT s.seen_at AS "seenAt", nullif(jsonb_array_length(s.brokers), 0) AS brokers, s.topic_defaults AS defaults, o.kafka_topic_id AS "topicId", coalesce(o.internal, false) AS internal,
      coalesce(o.partitions, 0) AS partitions, coalesce(o.replication_factor, 0) AS "replicationFactor", coalesce(o.config, '{}') AS config
    FROM cluster_status s LEFT JOIN topic_observations o ON o.cluster_slug = s.cluster_slug AND o.name = ${name}
    WHERE s.cluster_slug = ${cluster}`;
  if (!row) return { seenAt: null, brokers: null, defaults: STOCK_DEFAULTS, observed: null };

  const { seenAt, brokers, defaults, topicId, ...spec } = row;
  const observed = topicId === null ? null : { ...spec, topicId };
  return { seenAt: seenAt?.toISOString() ?? null, brokers, defaults, observed };
}

export type LockedTopicStatus = { id: string; teamId: string; state: string; reason: string | null };

/** Locks a managed topic and answers the state that the worker last wrote. Null when there is none of that name. */
export async function lockTopicStatus(
  db: Connection,
  cluster: string,
  name: string,
): Promise<LockedTopicStatus | null> {
  await db.$queryRaw`SELECT FROM topics WHERE cluster_slug = ${cluster} AND name = ${name} FOR UPDATE`;
  const [row] = await db.$queryRaw<LockedTopicStatus[]>`
    SELECT t.id, t.team_id AS "teamId", s.state, s.reason FROM topics t JOIN topic_status s ON s.topic_id = t.id
    WHERE t.cluster_slug = ${cluster} AND t.name = ${name}`;
  return row ?? null;
}

/** Makes a blocked topic due now, through the one function that lets web reach the worker's table. */
export async function retryTopicNow(db: Connection, topicId: string): Promise<void> {
  await db.$executeRaw`SELECT topic_retry(${topicId}::uuid)`;
}

export type AnnouncedTopic = {
  id: string;
  team: { id: string; slug: string; name: string };
  ending: { at: string; successor: string | null; reason: string } | null;
  isDeleting: boolean;
};

/** Locks a managed topic after its team, with the end that was announced. Null when there is none of that name. */
export async function lockAnnouncedTopic(
  db: Connection,
  cluster: string,
  name: string,
): Promise<AnnouncedTopic | null> {
  await db.$queryRaw`
    SELECT FROM teams WHERE id IN (SELECT team_id FROM topics WHERE cluster_slug = ${cluster} AND name = ${name}) FOR NO KEY UPDATE`;
  await db.$queryRaw`SELECT FROM topics WHERE cluster_slug = ${cluster} AND name = ${name} FOR UPDATE`;
  const [row] = await db.$queryRaw<(AnnouncedTopic & { endingAt: Date | null })[]>`
    SELECT t.id, jsonb_build_object('id', m.id, 'slug', m.slug, 'name', m.name) AS team, t.ending_at AS "endingAt",
      t.deleting_at IS NOT NULL AS "isDeleting",
      jsonb_build_object('successor', t.successor, 'reason', coalesce(t.ending_reason, '')) AS ending
    FROM topics t JOIN teams m ON m.id = t.team_id WHERE t.cluster_slug = ${cluster} AND t.name = ${name}`;
  if (!row) return null;
  const { endingAt, ending, ...topic } = row;
  return { ...topic, ending: endingAt && ending && { ...ending, at: endingAt.toISOString() } };
}

/** Writes down the announced end of a topic, or with null that there is none. */
export async function setEnding(db: Connection, topicId: string, ending: AnnouncedTopic["ending"]): Promise<void> {
  await db.$executeRaw`
    UPDATE topics SET ending_at = ${ending?.at ?? null}::timestamptz, successor = ${ending?.successor ?? null},
      ending_reason = ${ending?.reason ?? null}, version = version + 1 WHERE id = ${topicId}::uuid`;
}
