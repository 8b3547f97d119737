import type { TopicSpec } from "#lib/domain/topic-spec";
import type { Connection } from "../database.ts";

export type TopicState = "pending" | "ready" | "blocked" | "drifted" | "missing";

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
  /** Set when the topic was read back as desired: what was seen. */
  applied: { spec: TopicSpec; kafkaTopicId: string } | null;
  /** True when the cluster definitely refused the only attempt: a topic of that name is not ours after all. */
  forgetAttempt: boolean;
};

/** Locks the statuses of these topics, in one order, so that a new generation written meanwhile is seen or waits. */
export async function lockTopicStatuses(db: Connection, topicIds: readonly string[]): Promise<void> {
  await db.$queryRaw`
    SELECT 1 FROM topic_status WHERE topic_id = ANY(${[...topicIds]}::uuid[]) ORDER BY topic_id FOR NO KEY UPDATE`;
}

export type ApprovedRequest = { id: bigint; topicId: string; kind: string; generation: number };

/** Locks and answers the approved requests that these topics carry out. */
export async function lockApprovedRequests(db: Connection, topicIds: readonly string[]): Promise<ApprovedRequest[]> {
  return db.$queryRaw`
    SELECT id, topic_id AS "topicId", kind, generation FROM requests
    WHERE topic_id = ANY(${[...topicIds]}::uuid[]) AND state = 'approved' ORDER BY id FOR NO KEY UPDATE`;
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
        ELSE jsonb_build_object('generation', o.generation, 'spec', o.applied -> 'spec') END,
      kafka_topic_id = coalesce(o.applied ->> 'kafkaTopicId', s.kafka_topic_id),
      verified_at = CASE WHEN o.applied IS NULL THEN s.verified_at ELSE clock_timestamp() END,
      create_attempted_at = CASE WHEN o."forgetAttempt" THEN NULL ELSE s.create_attempted_at END,
      due_at = CASE WHEN t.generation > o.generation THEN clock_timestamp()
        ELSE clock_timestamp() + o."dueInMs" * interval '1 ms' END
    FROM jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) AS o("topicId" uuid, generation int, state text, reason text,
      message text, attempt int, "dueInMs" float8, applied jsonb, "forgetAttempt" boolean)
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
