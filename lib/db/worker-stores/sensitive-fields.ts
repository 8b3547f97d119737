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
 * The fields that the values (or keys) of a topic have by any version of its subjects, because records of old ones are still there: of the subject
 * named after it, and of those that are managed as its own. Null where one of them could not be understood: nobody can tell then.
 */
export async function findTopicFields(
  db: Connection,
  cluster: string,
  topic: string,
  part: "key" | "value",
): Promise<SchemaField[] | null> {
  const rows = await db.$queryRaw<{ fields: SchemaField[] | null }[]>`
    SELECT x.fields FROM subject_observations o
      JOIN subject_version_observations v ON v.cluster_slug = o.cluster_slug AND v.name = o.name
      JOIN schema_observations x ON x.cluster_slug = v.cluster_slug AND x.schema_id = v.schema_id
    WHERE o.cluster_slug = ${cluster} AND (o.name = ${`${topic}-${part}`} OR o.name IN (
      SELECT s.name FROM subjects s WHERE s.cluster_slug = ${cluster} AND s.topic_name = ${topic} AND coalesce(s.part, 'value') = ${part}))`;
  if (rows.some(({ fields }) => fields === null)) return null;
  return rows.flatMap(({ fields }) => fields ?? []);
}
