import type { DriftedField } from "#lib/domain/drift";
import type { Change } from "#lib/domain/plan";
import type { RequestKind } from "#lib/domain/request-kind";
import type { TopicSpec } from "#lib/domain/topic-spec";
import { type Connection, type Sql, sql } from "../database.ts";
import type { DeniedOperation, MoveProgress } from "./due-topics.ts";

export type TopicState = "pending" | "ready" | "blocked" | "drifted" | "missing" | "deleting";

/** A field that differs; `since` is null when it did not before. */
export type DriftRow = Omit<DriftedField, "since"> & { since: string | null };

/** What became of one topic in one round, as its status will say it. */
export type TopicOutcomeRow = {
  topicId: string;
  /** The generation that was worked on; a later one stays due. */
  generation: number;
  state: TopicState;
  reason: string | null;
  message: string;
  attempt: number;
  /** When to look again, in ms from now; null when nothing is left to do. */
  dueInMs: number | null;
  /** Set when what is desired was judged on a look: what of it was seen, field by field. */
  applied: { spec: TopicSpec; blocked: boolean } | null;
  /** Kafka's id, once it is known to be ours; null leaves it as it is. */
  kafkaTopicId: string | null;
  drift: DriftRow[];
  progress: MoveProgress | null;
  /** The DENY bindings that are ours from now on; null leaves them as they are. */
  denied: DeniedOperation[] | null;
  /** True when the cluster definitely refused the only attempt: a topic of that name is not ours after all. */
  forgetAttempt: boolean;
};

/** Locks the statuses of these topics, in one order, so that a new generation written meanwhile is seen or waits. */
export async function lockTopicStatuses(db: Connection, topicIds: readonly string[]): Promise<void> {
  await db.$queryRaw`
    SELECT 1 FROM topic_status WHERE topic_id = ANY(${[...topicIds]}::uuid[]) ORDER BY topic_id FOR NO KEY UPDATE`;
}

export type ApprovedRequest = {
  id: bigint;
  topicId: string;
  kind: RequestKind;
  generation: number;
  changes: Change[];
};

/** Locks and answers the approved requests that these topics carry out. */
export async function lockApprovedRequests(db: Connection, topicIds: readonly string[]): Promise<ApprovedRequest[]> {
  return db.$queryRaw`
    SELECT id, topic_id AS "topicId", kind, generation, coalesce(plan -> 'changes', '[]') AS changes FROM requests
    WHERE topic_id = ANY(${[...topicIds]}::uuid[]) AND state = 'approved' ORDER BY id FOR NO KEY UPDATE`;
}

/** A list of differences (SQL, jsonb) in which each has its time: what did not differ before does so from now on. */
export function timedDrift(drift: Sql): Sql {
  return sql`(SELECT coalesce(jsonb_agg(one || jsonb_build_object('since', coalesce(one ->> 'since',
      to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) ORDER BY place), '[]')
    FROM jsonb_array_elements(${drift}) WITH ORDINALITY AS each(one, place))`;
}

/** Writes what became of topics, all in one statement. Call it with their statuses locked. */
export async function saveTopicOutcomes(db: Connection, outcomes: readonly TopicOutcomeRow[]): Promise<void> {
  if (outcomes.length === 0) return;
  await db.$executeRaw`
    UPDATE topic_status s SET
      state = o.state, reason = o.reason, message = o.message, attempt = o.attempt,
      state_since = CASE WHEN s.state = o.state THEN s.state_since ELSE clock_timestamp() END,
      observed_generation = CASE WHEN o.applied IS NULL THEN s.observed_generation ELSE o.generation END,
      last_applied = CASE WHEN o.applied IS NULL THEN s.last_applied
        ELSE jsonb_build_object('generation', o.generation) || o.applied END,
      kafka_topic_id = coalesce(o."kafkaTopicId", s.kafka_topic_id),
      verified_at = CASE WHEN o.applied IS NULL THEN s.verified_at ELSE clock_timestamp() END,
      create_attempted_at = CASE WHEN o."forgetAttempt" THEN NULL ELSE s.create_attempted_at END,
      drift = CASE WHEN o.drift = '[]' THEN o.drift ELSE ${timedDrift(sql`o.drift`)} END,
      progress = o.progress, denied = coalesce(o.denied, s.denied),
      due_at = CASE WHEN t.generation > o.generation THEN clock_timestamp()
        ELSE clock_timestamp() + o."dueInMs" * interval '1 ms' END
    FROM jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) AS o("topicId" uuid, generation int, state text, reason text,
      message text, attempt int, "dueInMs" float8, applied jsonb, "kafkaTopicId" text, drift jsonb, progress jsonb, denied text[],
      "forgetAttempt" boolean)
    JOIN topics t ON t.id = o."topicId"
    WHERE s.topic_id = o."topicId"`;
}

/** Ends requests; only those still approved, whatever was read before. Answers how many there were. */
export async function endApprovedRequests(
  db: Connection,
  ended: readonly { id: bigint; state: string; outcome: string | null }[],
): Promise<number> {
  if (ended.length === 0) return 0;
  const rows = ended.map((request) => ({ ...request, id: String(request.id) }));
  return db.$executeRaw`
    UPDATE requests r SET state = e.state, outcome = coalesce(e.outcome, r.outcome), ended_at = clock_timestamp(), version = r.version + 1
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS e(id bigint, state text, outcome text)
    WHERE r.id = e.id AND r.state = 'approved'`;
}

/** What a topic is desired as after a restoration, which tells how much it comes to store. */
export type RestoredTopic = { generation: number; spec: TopicSpec; expectedBytesPerSecond: number | null };

/**
 * Desires the named fields as they were last applied again, as a new generation, which makes the topic due; unless the request was ended
 * meanwhile, and but for what another one that was approved meanwhile is about. Call it before anything of the topic is locked: web locks a topic
 * before its status. Answers the topic as it is desired then; null where nothing was restored.
 */
export async function restoreFields(
  db: Connection,
  { topicId, requestId, fields }: { topicId: string; requestId: string; fields: readonly string[] },
): Promise<RestoredTopic | null> {
  const [restored] = await db.$queryRaw<{ generation: number | null }[]>`
    SELECT topic_restore(${topicId}::uuid, ${requestId}::bigint, ${[...fields]}::text[]) AS generation`;
  if (typeof restored?.generation !== "number") return null;
  const [row] = await db.$queryRaw<{ topic: RestoredTopic }[]>`
    SELECT jsonb_build_object('generation', generation, 'expectedBytesPerSecond', expected_bytes_per_second,
      'spec', jsonb_build_object('partitions', partitions, 'replicationFactor', replication_factor, 'config', config)) AS topic
    FROM topics WHERE id = ${topicId}::uuid`;
  return row?.topic ?? null;
}

/** Counts anew what a topic that was restored comes to store; nothing where another generation was decided since. */
export async function recountBytes(
  db: Connection,
  { topicId, generation, bytes }: { topicId: string; generation: number; bytes: bigint },
): Promise<void> {
  await db.$queryRaw`
    SELECT 1 FROM (SELECT topic_recount(${topicId}::uuid, ${generation}::int, ${bytes}::bigint)) AS counted`;
}

/** Removes what is kept of a topic whose end the cluster confirmed, and what was seen of it. Call it before anything of the topic is locked. */
export async function removeTopic(
  db: Connection,
  {
    topicId,
    cluster,
    name,
    kafkaTopicId,
  }: { topicId: string; cluster: string; name: string; kafkaTopicId: string | null },
): Promise<boolean> {
  const [row] = await db.$queryRaw<{ gone: boolean }[]>`SELECT topic_gone(${topicId}::uuid) AS gone`;
  if (!row?.gone) return false;
  // What somebody else made under this name is theirs, and so is what was seen of it.
  await db.$executeRaw`
    WITH ours AS (DELETE FROM topic_observations WHERE cluster_slug = ${cluster} AND name = ${name}
      AND kafka_topic_id = ${kafkaTopicId} RETURNING name)
    DELETE FROM topic_figures f USING ours WHERE f.cluster_slug = ${cluster} AND f.name = ours.name`;
  return true;
}

/** Imports of a cluster that are carried out: of the topics that they adopted, each was looked at, or is on its way out. Locked. */
export async function lockSettledImports(
  db: Connection,
  cluster: string,
): Promise<{ id: bigint; name: string; teamId: string }[]> {
  return db.$queryRaw`
    SELECT r.id, r.object_name AS name, r.team_id AS "teamId" FROM requests r
    WHERE r.kind = 'topic.import' AND r.cluster_slug = ${cluster} AND r.state = 'approved'
      AND NOT EXISTS (SELECT FROM topics t JOIN topic_status s ON s.topic_id = t.id
        WHERE t.adopted_by = r.id AND s.kafka_topic_id IS NULL AND s.state NOT IN ('blocked', 'missing', 'deleting'))
    ORDER BY r.id FOR NO KEY UPDATE OF r`;
}
