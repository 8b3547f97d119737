import type { SchemaField } from "#lib/domain/schema";
import type { Connection } from "../database.ts";

/** The fields of a schema by its id; null where it was never seen, or could not be understood. */
export async function findSchemaFields(
  db: Connection,
  cluster: string,
  schemaId: number,
): Promise<SchemaField[] | null> {
  const [row] = await db.$queryRaw<{ fields: SchemaField[] | null }[]>`
    SELECT fields FROM schema_observations WHERE cluster_slug = ${cluster} AND schema_id = ${schemaId}::int`;
  return row?.fields ?? null;
}

/**
 * The fields that the values (or keys) of a topic have by the latest version of each of its subjects: the one named after it, and those that are
 * managed as its own.
 */
export async function findTopicFields(
  db: Connection,
  cluster: string,
  topic: string,
  part: "key" | "value",
): Promise<SchemaField[]> {
  const rows = await db.$queryRaw<{ fields: SchemaField[] }[]>`
    SELECT x.fields FROM subject_observations o
      JOIN subject_version_observations v ON v.cluster_slug = o.cluster_slug AND v.name = o.name AND v.version = o.latest_version
      JOIN schema_observations x ON x.cluster_slug = v.cluster_slug AND x.schema_id = v.schema_id AND x.fields IS NOT NULL
    WHERE o.cluster_slug = ${cluster} AND (o.name = ${`${topic}-${part}`} OR o.name IN (
      SELECT s.name FROM subjects s WHERE s.cluster_slug = ${cluster} AND s.topic_name = ${topic} AND coalesce(s.part, 'value') = ${part}))`;
  return rows.flatMap(({ fields }) => fields);
}
