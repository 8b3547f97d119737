import { type Connection, sql } from "../database.ts";
import { grantsOn } from "./grants.ts";

/** Who used a topic lately, as the worker last saw it. Sizes are int64. */
export type TopicUse = {
  /** Groups with members, or that read within the cluster's time for recent use. */
  activeGroups: string[];
  /** As the newest record says, in which producers write what time they like. */
  lastWrittenAt: Date | null;
  /** Whether that was within the cluster's time for recent use, or the end of the topic was seen to move within it. */
  writtenLately: boolean;
  recentHours: number;
  sizeBytes: bigint | null;
  /** Living grants by its name; those by a prefix cover it too and stay. */
  grants: number;
  prefixGrants: number;
  subjects: string[];
  seenAt: Date | null;
  firstSeenAt: Date | null;
};

/** Within so long a topic is measured for the first time, which counts as a move; later ones were seen. */
export const UNTIL_MEASURED = sql`interval '1 hour'`;

/** What is known of the use of a topic. */
export async function topicUse(db: Connection, cluster: string, name: string): Promise<TopicUse> {
  const [row] = await db.$queryRaw<TopicUse[]>`
    SELECT coalesce((SELECT array_agg(g.group_id ORDER BY g.group_id) FROM group_topics g
        LEFT JOIN group_observations o ON o.cluster_slug = g.cluster_slug AND o.group_id = g.group_id
        WHERE g.cluster_slug = ${cluster} AND g.topic = ${name}
          AND (o.members > 0 OR g.last_active_at > now() - make_interval(hours => c.recent_write_hours))), '{}') AS "activeGroups",
      f.last_written_at AS "lastWrittenAt",
      coalesce(f.last_written_at > now() - make_interval(hours => c.recent_write_hours), false) OR coalesce(
        f.moved_at > greatest(now() - make_interval(hours => c.recent_write_hours), o.first_seen_at + ${UNTIL_MEASURED}), false) AS "writtenLately",
      c.recent_write_hours AS "recentHours", f.size_bytes AS "sizeBytes",
      (SELECT count(*)::int FROM grants g WHERE g.state <> 'ended' AND g.cluster_slug = ${cluster} AND g.pattern_type = 'LITERAL'
        AND g.resource_name = ${name}) AS grants,
      (SELECT count(*)::int FROM grants g WHERE g.state <> 'ended' AND g.pattern_type = 'PREFIXED'
        AND ${grantsOn(cluster, { name, patternType: "LITERAL" })}) AS "prefixGrants",
      coalesce((SELECT array_agg(s.name ORDER BY s.name) FROM subjects s WHERE s.cluster_slug = ${cluster} AND s.topic_name = ${name}
        AND s.deletion IS NULL), '{}') AS subjects,
      s.seen_at AS "seenAt", o.first_seen_at AS "firstSeenAt"
    FROM clusters c LEFT JOIN cluster_status s ON s.cluster_slug = c.slug
      LEFT JOIN topic_figures f ON f.cluster_slug = c.slug AND f.name = ${name}
      LEFT JOIN topic_observations o ON o.cluster_slug = c.slug AND o.name = ${name}
    WHERE c.slug = ${cluster}`;
  if (!row) throw new Error(`cluster ${cluster} is gone while its topic is looked at`);
  return row;
}
