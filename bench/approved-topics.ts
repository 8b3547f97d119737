import type { Pool } from "pg";
import type { BareTopic } from "./bare-kafka.ts";
import type { BenchStack } from "./stack.ts";

export const CLUSTER = "local";
/** Names of everything that measurements make begin so; it is the orders team's prefix. */
export const PREFIX = "orders.bench-";

const CONFIG = { "retention.ms": "604800000", "min.insync.replicas": "1" };
let made = 0;

/** Topics of one partition that never existed. */
export function newTopics(count: number, prefix = PREFIX): BareTopic[] {
  return Array.from({ length: count }, () => {
    made += 1;
    return { name: `${prefix}${process.pid}-${made}.v1`, partitions: 1, replicationFactor: 1, config: CONFIG };
  });
}

/**
 * Commits approved requests with their desired topics, as the last approval of each would have left them. The worker is not told.
 *
 * @returns the number of the request before the first of them
 */
export async function commitApprovals(database: Pool, topics: readonly BareTopic[]): Promise<bigint> {
  const { rows } = await database.query<{ first: string }>(
    `WITH asked AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS a(name text, partitions int, "replicationFactor" int, config jsonb)),
      team AS (SELECT id FROM teams WHERE slug = 'orders'),
      person AS (SELECT user_id AS id FROM identities WHERE subject = 'orders-developer@example.test'),
      desired AS (INSERT INTO topics (cluster_slug, name, team_id, partitions, replication_factor, config, classification)
        SELECT $2, name, team.id, partitions, "replicationFactor", config, 'internal' FROM asked, team RETURNING *),
      asked_for AS (INSERT INTO requests (kind, cluster_slug, object_name, team_id, asking_team_id, requester_id, state, patch, reason, plan, fingerprint,
          violations, risk, slots, partitions, topic_id, generation, lapses_at, decided_at)
        SELECT 'topic.create', $2, name, team_id, team_id, person.id, 'approved', '{}', 'measured', '{}', 'measured', '[]', 'normal', '[]',
          partitions, desired.id, 1, now() + interval '30 days', now() FROM desired, person RETURNING *),
      held AS (INSERT INTO name_reservations (cluster_slug, collision_key, name, request_id, topic_id)
        SELECT $2, replace(object_name, '.', '_'), object_name, id, topic_id FROM asked_for)
    SELECT min(id) - 1 AS first FROM asked_for`,
    [JSON.stringify(topics), CLUSTER],
  );
  return BigInt(rows[0]?.first ?? 0);
}

/** Deletes the topics of earlier measurements everywhere: broker, desired state, observations. The audit trail stays. */
export async function clearTopics({ kafka, database }: BenchStack): Promise<void> {
  await kafka.deleteAll(PREFIX);
  const like = `${PREFIX}%`;
  await database.query("DELETE FROM name_reservations WHERE name LIKE $1", [like]);
  await database.query("DELETE FROM topic_status WHERE topic_id IN (SELECT id FROM topics WHERE name LIKE $1)", [like]);
  await database.query("DELETE FROM topics WHERE name LIKE $1", [like]);
  await database.query("DELETE FROM topic_figures WHERE name LIKE $1", [like]);
  await database.query("DELETE FROM topic_observations WHERE name LIKE $1", [like]);
}
