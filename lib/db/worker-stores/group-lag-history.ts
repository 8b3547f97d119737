import type { Connection } from "../database.ts";

/** Makes room for points of today and tomorrow, and drops the days that are over for a week. */
export async function makeLagDays(db: Connection): Promise<void> {
  await db.$executeRaw`SELECT group_lag_days()`;
}

/**
 * Records how far behind these groups are now, where that is not what their last point says. Recording a moment again changes nothing.
 * @param at the moment of the points; its day was made before
 */
export async function recordLag(db: Connection, cluster: string, groupIds: readonly string[], at: Date): Promise<void> {
  if (groupIds.length === 0) return;
  await db.$executeRaw`
    INSERT INTO group_lag_history (cluster_slug, topic, group_id, at, lag)
    SELECT t.cluster_slug, t.topic, t.group_id, ${at}, t.lag
    FROM group_topics t LEFT JOIN LATERAL (
      SELECT h.lag FROM group_lag_history h
      WHERE h.cluster_slug = t.cluster_slug AND h.topic = t.topic AND h.group_id = t.group_id ORDER BY h.at DESC LIMIT 1) AS last ON true
    WHERE t.cluster_slug = ${cluster} AND t.group_id = ANY(${[...groupIds]}::text[]) AND t.lag IS DISTINCT FROM last.lag
    ON CONFLICT DO NOTHING`;
}
