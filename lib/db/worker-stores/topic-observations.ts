import type { ObservedTopic } from "#lib/domain/observed-topic";
import type { Connection } from "../database.ts";

export type ObservationRow = ObservedTopic & { name: string };

/** Rows that are decoded at once: nothing else of the process waits for more. */
const ROWS_PER_READ = 2_500;

/**
 * Everything last seen on a cluster, by name. Rows are read as one text for many, because decoding 10,000 of them column by column costs ten times as
 * much.
 */
export async function findObservations(db: Connection, cluster: string): Promise<ObservationRow[]> {
  const found: ObservationRow[] = [];
  for (;;) {
    const rows = await observationsAfter(db, cluster, found.at(-1)?.name ?? "");
    found.push(...rows);
    if (rows.length < ROWS_PER_READ) return found;
  }
}

async function observationsAfter(db: Connection, cluster: string, after: string): Promise<ObservationRow[]> {
  const [row] = await db.$queryRaw<{ rows: string | null }[]>`
    SELECT json_agg(json_build_array(name, kafka_topic_id, internal, partitions, replication_factor, config))::text AS rows
    FROM (SELECT * FROM topic_observations WHERE cluster_slug = ${cluster} AND name > ${after}
      ORDER BY name LIMIT ${ROWS_PER_READ}) AS page`;
  const rows: [string, string, boolean, number, number, Record<string, string>][] = JSON.parse(row?.rows ?? "[]");
  return rows.map(([name, topicId, internal, partitions, replicationFactor, config]) => ({
    name,
    topicId,
    internal,
    partitions,
    replicationFactor,
    config,
  }));
}

/**
 * Writes what was seen, in the order of the names, so that two that write the same rows queue up. A topic that was made anew begins anew: what was
 * measured of the one before it goes.
 * @param unlessChangedSince when given, rows that were written at or after this time are left alone: they are newer than this look
 */
export async function saveObservations(
  db: Connection,
  cluster: string,
  observations: readonly ObservationRow[],
  unlessChangedSince: Date | null,
): Promise<void> {
  if (observations.length === 0) return;
  await forgetMeasurements(db, cluster, await namesMadeAnew(db, cluster, observations));
  await db.$executeRaw`
    INSERT INTO topic_observations AS o (cluster_slug, name, kafka_topic_id, internal, partitions, replication_factor, config,
      first_seen_at, changed_at)
    SELECT ${cluster}, name, "topicId", internal, partitions, "replicationFactor", config, clock_timestamp(), clock_timestamp()
    FROM jsonb_to_recordset(${JSON.stringify(observations)}::jsonb) AS s(name text, "topicId" text, internal boolean, partitions int,
      "replicationFactor" int, config jsonb)
    ORDER BY name
    ON CONFLICT (cluster_slug, name) DO UPDATE SET kafka_topic_id = excluded.kafka_topic_id, internal = excluded.internal,
      partitions = excluded.partitions, replication_factor = excluded.replication_factor, config = excluded.config,
      changed_at = excluded.changed_at,
      first_seen_at = CASE WHEN o.kafka_topic_id = excluded.kafka_topic_id THEN o.first_seen_at ELSE excluded.first_seen_at END
    WHERE ${unlessChangedSince}::timestamptz IS NULL OR o.changed_at < ${unlessChangedSince}::timestamptz`;
}

/** Those that are stored with another topic id. */
async function namesMadeAnew(
  db: Connection,
  cluster: string,
  observations: readonly ObservationRow[],
): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT o.name FROM topic_observations o
    JOIN unnest(${observations.map(({ name }) => name)}::text[], ${observations.map(({ topicId }) => topicId)}::text[]) AS s(name, "topicId")
      ON o.name = s.name
    WHERE o.cluster_slug = ${cluster} AND o.kafka_topic_id <> s."topicId"`;
  return rows.map(({ name }) => name);
}

/** Removes figures, offsets of groups, and how far these were behind, with the topics that they are of. */
async function forgetMeasurements(db: Connection, cluster: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await db.$executeRaw`DELETE FROM topic_figures WHERE cluster_slug = ${cluster} AND name = ANY(${[...names]}::text[])`;
  await db.$executeRaw`DELETE FROM group_topics WHERE cluster_slug = ${cluster} AND topic = ANY(${[...names]}::text[])`;
  await db.$executeRaw`DELETE FROM group_lag_history WHERE cluster_slug = ${cluster} AND topic = ANY(${[...names]}::text[])`;
}

/** Removes topics that are gone, with what was measured of them, unless they were written at or after `startedAt`. */
export async function removeObservations(
  db: Connection,
  cluster: string,
  names: readonly string[],
  startedAt: Date,
): Promise<void> {
  if (names.length === 0) return;
  await forgetMeasurements(db, cluster, names);
  await db.$executeRaw`
    DELETE FROM topic_observations
    WHERE cluster_slug = ${cluster} AND name = ANY(${[...names]}::text[]) AND changed_at < ${startedAt}`;
}

/** What was written to a topic and read back: its counts and, of its config, only these keys; null is not set. */
export type ObservationPatch = Omit<ObservationRow, "internal" | "config"> & { config: Record<string, string | null> };

/** Brings what was last seen of topics up to date with what was read back; of another topic of the same name nothing is said. */
export async function patchObservations(
  db: Connection,
  cluster: string,
  patches: readonly ObservationPatch[],
): Promise<void> {
  await db.$executeRaw`
    UPDATE topic_observations o SET partitions = p.partitions, replication_factor = p."replicationFactor",
      config = jsonb_strip_nulls(o.config || p.config), changed_at = clock_timestamp()
    FROM (SELECT * FROM jsonb_to_recordset(${JSON.stringify(patches)}::jsonb) AS each(name text, "topicId" text, partitions int,
      "replicationFactor" int, config jsonb) ORDER BY name) p
    WHERE o.cluster_slug = ${cluster} AND o.name = p.name AND o.kafka_topic_id = p."topicId" AND (o.partitions, o.replication_factor, o.config)
      IS DISTINCT FROM (p.partitions, p."replicationFactor", jsonb_strip_nulls(o.config || p.config))`;
}
