import type { Pool, PoolClient } from "pg";
import { CLUSTER, newTopics } from "./approved-topics.ts";
import type { BareTopic } from "./bare-kafka.ts";
import type { BenchStack } from "./stack.ts";

/** The broker makes files for some hundred partitions a second; more at once only keeps it from its heartbeats. */
const AT_ONCE = 1_000;

/** Creates topics on the broker, and waits until they have leaders and the broker is calm. Nobody manages them. */
export async function createPresent({ kafka }: BenchStack, count: number): Promise<BareTopic[]> {
  const topics: BareTopic[] = [];
  while (topics.length < count) {
    const some = newTopics(Math.min(AT_ONCE, count - topics.length));
    await kafka.create(some);
    await kafka.untilLed(
      some.map(({ name }) => name),
      250,
    );
    topics.push(...some);
  }
  await kafka.settle();
  return topics;
}

/** Makes topics that are on the broker managed, as the worker leaves them when it has seen them applied. */
export async function manage({ database, kafka }: BenchStack, topics: readonly BareTopic[]): Promise<void> {
  const ids = await kafka.topicIds(topics.map(({ name }) => name));
  const rows = topics.map((topic) => ({ ...topic, topicId: ids.get(topic.name) }));
  const client = await database.connect();
  try {
    // At once, or a worker that runs would find them due in between.
    await client.query("BEGIN");
    await storeManaged(client, JSON.stringify(rows));
    await client.query("COMMIT");
  } finally {
    client.release();
  }
  await untilReady(database);
  await analyze(database);
}

async function storeManaged(client: PoolClient, rows: string): Promise<void> {
  await client.query(
    `WITH seen AS (SELECT * FROM jsonb_to_recordset($1::jsonb)
        AS a(name text, partitions int, "replicationFactor" int, config jsonb, "topicId" text)),
      desired AS (INSERT INTO topics (cluster_slug, name, team_id, partitions, replication_factor, config, classification)
        SELECT $2, seen.name, teams.id, partitions, "replicationFactor", config, 'internal' FROM seen, teams WHERE teams.slug = 'orders' RETURNING *)
    INSERT INTO name_reservations (cluster_slug, collision_key, name, topic_id)
    SELECT $2, replace(name, '.', '_'), name, id FROM desired`,
    [rows, CLUSTER],
  );
  await client.query(
    `UPDATE topic_status s SET state = 'ready', due_at = NULL, observed_generation = 1, kafka_topic_id = a."topicId",
      last_applied = jsonb_build_object('generation', 1, 'spec',
        jsonb_build_object('partitions', t.partitions, 'replicationFactor', t.replication_factor, 'config', t.config))
    FROM topics t JOIN jsonb_to_recordset($1::jsonb) AS a(name text, "topicId" text) ON a.name = t.name
    WHERE t.cluster_slug = $2 AND s.topic_id = t.id`,
    [rows, CLUSTER],
  );
}

/** Once they are many, plans that were made for a few rows are wrong. */
export async function analyze(database: Pool): Promise<void> {
  await database.query("ANALYZE topics, topic_status, topic_observations, topic_figures, catalogue, requests");
}

async function untilReady(database: Pool): Promise<void> {
  const text = "SELECT count(*)::int AS waiting FROM topic_status WHERE state <> 'ready'";
  const { rows } = await database.query<{ waiting: number }>(text);
  if (rows[0]?.waiting !== 0) throw new Error(`${rows[0]?.waiting} topics are not ready.`);
}
