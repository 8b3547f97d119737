import type { Pool } from "pg";

/** Every so many-th subject is managed and has a team; the others were only seen. */
const MANAGED_EVERY = 4;
export const FIELDS_PER_SUBJECT = 10;

/** Fills the subjects of a cluster that no worker serves: what a sweep would have seen, with the fields of the latest versions. */
export async function fillSubjects(database: Pool, cluster: string, rows: number): Promise<void> {
  await database.query(
    "INSERT INTO clusters (slug, name, tier, listeners, definition_hash) VALUES ($1, $1, 'development', '[]', 'measured')",
    [cluster],
  );
  await database.query(
    `INSERT INTO subject_observations (cluster_slug, name, compatibility, own_level, latest_version, schema_type)
    SELECT $1, ${NAME}, 'BACKWARD', false, 1 + n % 5, 'AVRO' FROM generate_series(1, $2::int) n`,
    [cluster, rows],
  );
  await database.query(
    `INSERT INTO subject_fields (cluster_slug, name, position, path, type, doc)
    SELECT $1, ${NAME}, p, ${PATH}, 'string', 'What field ' || p || ' means, in the words of its team.'
    FROM generate_series(1, $2::int) n, generate_series(1, ${FIELDS_PER_SUBJECT}) p`,
    [cluster, rows],
  );
  await database.query(
    `INSERT INTO subjects (cluster_slug, name, team_id, topic_name, part, strategy, schema_type, compatibility)
    SELECT $1, ${NAME}, (SELECT id FROM teams WHERE slug = 'orders'), left(${NAME}, -length('-value')), 'value', 'TopicNameStrategy', 'AVRO',
      'BACKWARD'
    FROM generate_series(1, $2::int) n WHERE n % ${MANAGED_EVERY} = 0`,
    [cluster, rows],
  );
  // As autovacuum leaves them: rows that wait to be merged into the trigram indexes are gone through one by one.
  await database.query("VACUUM (ANALYZE) subject_observations, subject_fields, subjects, subject_status");
}

const NAME = `(ARRAY['orders','payments','shipping','billing','customers','inventory','returns','search'])[1 + n % 8]
  || '.' || (ARRAY['placed','invoice','parcel','refund','profile'])[1 + n / 8 % 5] || '-' || n || '.v1-value'`;

/** One field in ten is no other subject's; one subject in eight has a currency. */
const PATH = `CASE WHEN p = 1 THEN 'reference_' || n || 'x' WHEN p = 2 AND n % 8 = 0 THEN 'currency'
  ELSE (ARRAY['customer','line','address','payment','carrier'])[1 + (n + p) % 5] || '.part_' || p END`;

/** Deletes what {@link fillSubjects} made. */
export async function clearSubjects(database: Pool, cluster: string): Promise<void> {
  await database.query("DELETE FROM subject_status WHERE cluster_slug = $1", [cluster]);
  await database.query("DELETE FROM subjects WHERE cluster_slug = $1", [cluster]);
  await database.query("DELETE FROM subject_observations WHERE cluster_slug = $1", [cluster]);
  await database.query("DELETE FROM clusters WHERE slug = $1", [cluster]);
}
