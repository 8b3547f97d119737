import type { OffsetResetPatch } from "#lib/domain/request-kind";
import type { Connection } from "../database.ts";

/** A group's offset in one partition, int64 as text; null where nothing is committed. */
export type RecordedOffset = { partition: number; offset: string | null };

/** An approved reset of a group's offsets in one topic. */
export type OffsetResetRow = {
  requestId: bigint;
  teamId: string;
  objectName: string;
  patch: OffsetResetPatch;
  /** Which topic of that name was approved. */
  kafkaTopicId: string;
  state: "pending" | "blocked" | "done";
  message: string;
  attempt: number;
  /** What was found right before the first attempt; null before that. */
  before: RecordedOffset[] | null;
};

/** What is due on a cluster, longest due first. */
export async function findDueOffsetResets(db: Connection, cluster: string, limit: number): Promise<OffsetResetRow[]> {
  return db.$queryRaw`
    SELECT o.request_id AS "requestId", r.team_id AS "teamId", r.object_name AS "objectName", r.patch, r.plan ->> 'topicId' AS "kafkaTopicId",
      o.state, o.message, o.attempt, o.before
    FROM offset_resets o JOIN requests r ON r.id = o.request_id
    WHERE o.cluster_slug = ${cluster} AND o.due_at <= clock_timestamp() AND r.state = 'approved' ORDER BY o.due_at, o.request_id LIMIT ${limit}::int`;
}

/**
 * Writes down where the group stands, before the first attempt to move it; what was written down before stays. False where the request was taken back
 * meanwhile: then nothing may be moved.
 */
export async function recordBefore(
  db: Connection,
  requestId: bigint,
  before: readonly RecordedOffset[],
): Promise<boolean> {
  if (!(await lockResetRequest(db, requestId))) return false;
  await db.$executeRaw`
    UPDATE offset_resets SET before = coalesce(before, ${JSON.stringify(before)}::jsonb) WHERE request_id = ${requestId}`;
  return true;
}

/** What became of one reset in one round. */
export type OffsetResetOutcome = {
  requestId: bigint;
  state: OffsetResetRow["state"];
  message: string;
  attempt: number;
  /** When to try again, in ms from now; null when nothing is left to do without a person. */
  dueInMs: number | null;
  /** As read back; null where nothing was done. */
  after: RecordedOffset[] | null;
  /** Nothing was set for sure, by no attempt: it counts as not begun. */
  untouched: boolean;
};

/** Locks the request of a reset; whether it is still approved. */
export async function lockResetRequest(db: Connection, requestId: bigint): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT id FROM requests WHERE id = ${requestId} AND state = 'approved' FOR NO KEY UPDATE`;
  return rows.length > 0;
}

/** Writes what became of a reset. */
export async function saveOffsetReset(db: Connection, outcome: OffsetResetOutcome): Promise<void> {
  const { requestId, state, message, attempt, dueInMs, after, untouched } = outcome;
  await db.$executeRaw`
    UPDATE offset_resets SET state = ${state}, message = ${message}, attempt = ${attempt}::int,
      state_since = CASE WHEN state = ${state} THEN state_since ELSE clock_timestamp() END,
      before = CASE WHEN ${untouched} THEN NULL ELSE before END, after = ${after && JSON.stringify(after)}::jsonb,
      verified_at = CASE WHEN ${after !== null} THEN clock_timestamp() ELSE verified_at END,
      due_at = clock_timestamp() + ${dueInMs}::float8 * interval '1 ms'
    WHERE request_id = ${requestId}`;
}
