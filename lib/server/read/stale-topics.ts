import { type Sql, sql } from "#lib/db/database";
import { UNTIL_MEASURED } from "#lib/db/stores/topic-use";

/** What the conditions below look at: topics `t` with their cluster `k`, figures `f` and observation `o`. */
export const staleSources: Sql = sql`topics t JOIN clusters k ON k.slug = t.cluster_slug
  LEFT JOIN topic_figures f ON f.cluster_slug = t.cluster_slug AND f.name = t.name
  LEFT JOIN topic_observations o ON o.cluster_slug = t.cluster_slug AND o.name = t.name`;

/**
 * Since when the end offsets have stood still. Of a topic that was never seen to move, the first measurement says nothing: there the time of its
 * last record does. Of one that was, the later of both counts, as producers may write what time they like into a record.
 */
export const quietSince: Sql = sql`CASE
  WHEN f.last_written_at IS NOT NULL AND f.moved_at <= o.first_seen_at + ${UNTIL_MEASURED} THEN f.last_written_at
  ELSE greatest(f.moved_at, f.last_written_at) END`;

const staleTime: Sql = sql`make_interval(days => k.stale_after_days)`;

const active: Sql = sql`FROM group_topics g LEFT JOIN group_observations n ON n.cluster_slug = g.cluster_slug AND n.group_id = g.group_id
  WHERE g.cluster_slug = t.cluster_slug AND g.topic = t.name AND (n.members > 0 OR g.last_active_at > now() - ${staleTime})`;

/** How many groups have members, or were active within the time after which a topic is stale. */
export const activeGroups: Sql = sql`(SELECT count(*)::int ${active})`;

/** True for a managed topic that nobody writes or reads; false while that is not known, and for one that is being deleted. */
export const isStale: Sql = sql`(t.deleting_at IS NULL AND coalesce((${quietSince}) < now() - ${staleTime}, false)
  AND NOT EXISTS (SELECT ${active}))`;
