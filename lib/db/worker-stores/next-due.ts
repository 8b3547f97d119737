import type { Connection } from "../database.ts";

/** How long until something is due on a cluster, in ms; 0 when something is, null when nothing will be. */
export async function nextDueInMs(db: Connection, cluster: string): Promise<number | null> {
  const [row] = await db.$queryRaw<{ ms: number | null }[]>`
    SELECT (extract(epoch FROM min(due_at) - clock_timestamp()) * 1000)::float8 AS ms FROM (
      SELECT min(due_at) FROM topic_status WHERE cluster_slug = ${cluster} AND due_at IS NOT NULL
      UNION ALL SELECT min(due_at) FROM principal_status WHERE cluster_slug = ${cluster} AND due_at IS NOT NULL
      UNION ALL SELECT min(due_at) FROM acl_removals WHERE cluster_slug = ${cluster} AND due_at IS NOT NULL
      UNION ALL SELECT min(due_at) FROM offset_resets WHERE cluster_slug = ${cluster} AND due_at IS NOT NULL) AS due(due_at)`;
  return row?.ms == null ? null : Math.max(0, row.ms);
}
