import { MeasuredLoss } from "#lib/domain/measured-loss";
import type { Connection } from "../database.ts";
import { grantsOn } from "./grants.ts";

/**
 * What a retention of a topic would delete, as it was measured within the last 15 minutes. Null when it was not, or when the topic of that name is
 * another one since.
 */
export async function findLoss(
  db: Connection,
  cluster: string,
  topic: string,
  retentionMs: bigint,
): Promise<MeasuredLoss | null> {
  const [row] = await db.$queryRaw<{ measuredAt: Date; loss: object }[]>`
    SELECT l.measured_at AS "measuredAt", l.loss FROM retention_losses l
      LEFT JOIN topic_observations o ON o.cluster_slug = l.cluster_slug AND o.name = l.topic
    WHERE l.cluster_slug = ${cluster} AND l.topic = ${topic} AND l.retention_ms = ${retentionMs}::bigint
      AND l.measured_at > clock_timestamp() - interval '15 minutes' AND (o.kafka_topic_id IS NULL OR o.kafka_topic_id = l.kafka_topic_id)`;
  return row ? MeasuredLoss.parse({ ...row.loss, measuredAt: row.measuredAt.toISOString() }) : null;
}

/** Whose a consumer group is: the application that was granted it to consume the topic. */
export type GroupOwner = { group: string; application: string; team: string };

/**
 * Which application each of these groups belongs to by a living grant to consume the topic: the group's own name counts before a prefix, the longer
 * prefix before the shorter. Groups that nobody was granted are absent.
 */
export async function ownersOfGroups(
  db: Connection,
  cluster: string,
  topic: string,
  groups: readonly string[],
): Promise<GroupOwner[]> {
  if (groups.length === 0) return [];
  return db.$queryRaw`
    SELECT DISTINCT ON (k.id) k.id AS "group", a.slug AS application, t.name AS team
    FROM unnest(${[...groups]}::text[]) AS k(id)
      JOIN grants g ON g.state <> 'ended' AND g.operation = 'consume' AND ${grantsOn(cluster, { name: topic, patternType: "LITERAL" })}
        AND CASE g.group_pattern_type WHEN 'PREFIXED' THEN starts_with(k.id, g.consumer_group) ELSE k.id = g.consumer_group END
      JOIN applications a ON a.id = g.application_id JOIN teams t ON t.id = a.team_id
    ORDER BY k.id, (g.group_pattern_type = 'PREFIXED'), length(g.consumer_group) DESC, a.slug`;
}
