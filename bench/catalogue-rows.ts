import type { Pool } from "pg";

const ROWS_PER_STATEMENT = 10_000;
/** Every so many-th topic is managed and has a team; the others were only seen. */
const MANAGED_EVERY = 4;

/** Fills the catalogue of a cluster that no worker serves, by the tables that the catalogue follows. */
export async function fillCatalogue(database: Pool, cluster: string, rows: number): Promise<void> {
  await database.query(
    "INSERT INTO clusters (slug, name, tier, listeners, definition_hash) VALUES ($1, $1, 'development', '[]', 'measured')",
    [cluster],
  );
  for (let first = 0; first < rows; first += ROWS_PER_STATEMENT) {
    const last = Math.min(first + ROWS_PER_STATEMENT, rows) - 1;
    await database.query(
      `INSERT INTO topic_observations (cluster_slug, name, kafka_topic_id, internal, partitions, replication_factor, config)
      SELECT $1, ${NAME}, md5(n::text), false, 1 + n % 12, 3, '{"retention.ms": "604800000"}' FROM generate_series($2::int, $3::int) n`,
      [cluster, first, last],
    );
    await database.query(
      `INSERT INTO topics (cluster_slug, name, team_id, partitions, replication_factor, config, description, classification)
      SELECT $1, ${NAME}, (SELECT id FROM teams WHERE slug = 'orders'), 1 + n % 12, 3, '{"retention.ms": "604800000"}',
        'What one record means and when it is written.', 'internal'
      FROM generate_series($2::int, $3::int) n WHERE n % ${MANAGED_EVERY} = 0`,
      [cluster, first, last],
    );
  }
  await database.query("ANALYZE catalogue");
}

const NAME = `(ARRAY['orders','payments','shipping','billing','customers','inventory','returns','search'])[1 + n % 8]
  || '.' || (ARRAY['placed','invoice','parcel','refund','profile'])[1 + n / 8 % 5] || '-' || n || '.v1'`;

/** Deletes what {@link fillCatalogue} made. */
export async function clearCatalogue(database: Pool, cluster: string): Promise<void> {
  await database.query("DELETE FROM topic_status WHERE cluster_slug = $1", [cluster]);
  await database.query("DELETE FROM topics WHERE cluster_slug = $1", [cluster]);
  await database.query("DELETE FROM topic_observations WHERE cluster_slug = $1", [cluster]);
  await database.query("DELETE FROM clusters WHERE slug = $1", [cluster]);
}

/** The place of a row in a cluster's list: its name. */
export async function nameAt(database: Pool, cluster: string, row: number): Promise<string> {
  const text = "SELECT name FROM catalogue WHERE cluster_slug = $1 ORDER BY name, cluster_slug OFFSET $2 LIMIT 1";
  const { rows } = await database.query<{ name: string }>(text, [cluster, row]);
  if (!rows[0]) throw new Error(`There are not ${row} topics on ${cluster}.`);
  return rows[0].name;
}
