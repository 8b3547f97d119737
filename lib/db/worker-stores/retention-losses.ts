import type { MeasuredLoss } from "#lib/domain/measured-loss";
import { type Connection, sql } from "../database.ts";
import { removeSome } from "./remove-some.ts";

/** What a retention of a topic would delete; `kafkaTopicId` tells which topic of that name it was. */
export type NewLoss = { topic: string; retentionMs: string; kafkaTopicId: string; loss: MeasuredLoss };

/** Stores a measurement in the place of an earlier one of the same. */
export async function saveLoss(
  db: Connection,
  cluster: string,
  { topic, retentionMs, kafkaTopicId, loss: { measuredAt, ...loss } }: NewLoss,
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO retention_losses (cluster_slug, topic, retention_ms, kafka_topic_id, measured_at, loss)
    VALUES (${cluster}, ${topic}, ${retentionMs}::bigint, ${kafkaTopicId}, ${measuredAt}::timestamptz, ${JSON.stringify(loss)}::jsonb)
    ON CONFLICT (cluster_slug, topic, retention_ms) DO UPDATE SET kafka_topic_id = excluded.kafka_topic_id,
      measured_at = excluded.measured_at, loss = excluded.loss`;
}

/**
 * Shorter retentions that undecided requests ask for and that nobody measured within `seconds`. A key that is unset means the cluster's default, and
 * `byDefault` ms where it has told none. Since that default may have become shorter after a plan was made, whatever is or was not set is measured.
 * @param except topics that are passed over
 */
export async function findUnmeasuredLosses(
  db: Connection,
  cluster: string,
  asked: { byDefault: string; seconds: number; except: readonly string[]; limit: number },
): Promise<{ topic: string; retentionMs: string }[]> {
  return db.$queryRaw`
    SELECT topic, "retentionMs"::text FROM (
      SELECT DISTINCT r.object_name AS topic, coalesce(c.change ->> 'to', s.topic_defaults ->> 'retention.ms', ${asked.byDefault})::bigint AS "retentionMs"
      FROM requests r JOIN cluster_status s ON s.cluster_slug = r.cluster_slug
        CROSS JOIN LATERAL jsonb_array_elements(r.plan -> 'changes') AS c(change)
      WHERE r.cluster_slug = ${cluster} AND r.state = 'submitted' AND r.kind IN ('topic.change', 'topic.revert')
        AND r.object_name <> ALL (${[...asked.except]}::text[])
        AND c.change ->> 'field' = 'retention.ms' 
        AND (c.change ->> 'kind' = 'destructive' OR c.change ->> 'from' IS NULL OR c.change ->> 'to' IS NULL)) shorter
    WHERE "retentionMs" >= 0 AND NOT EXISTS (SELECT FROM retention_losses l WHERE l.cluster_slug = ${cluster} AND l.topic = shorter.topic
      AND l.retention_ms = shorter."retentionMs" AND l.measured_at > clock_timestamp() - make_interval(secs => ${asked.seconds}))
    ORDER BY topic, "retentionMs" LIMIT ${asked.limit}::int`;
}

/** Removes measurements of yesterday: nobody decides by them. */
export function forgetLosses(db: Connection, most: number): Promise<number> {
  return removeSome(db, sql`retention_losses`, sql`old.measured_at < now() - interval '1 day'`, most);
}
