import type { SubjectView } from "#lib/contract/subjects";
import type { Connection } from "#lib/db/database";

export type ShownVersion = NonNullable<SubjectView["shown"]>;

/** A version with its text as it was seen, a deleted one too. Null without a number, and for one that was never seen. */
export async function shownVersion(
  db: Connection,
  cluster: string,
  name: string,
  version: number | null,
): Promise<ShownVersion | null> {
  if (version === null) return null;
  const [row] = await db.$queryRaw<ShownVersion[]>`
    SELECT v.version, v.schema_id AS "schemaId", coalesce(h.fields, '[]') AS fields, h.record_name AS "recordName", h.problem,
      jsonb_build_object('schemaType', h.schema_type, 'schema', h.schema, 'references', h.refs) AS definition
    FROM subject_version_observations v JOIN schema_observations h ON h.cluster_slug = v.cluster_slug AND h.schema_id = v.schema_id
    WHERE v.cluster_slug = ${cluster} AND v.name = ${name} AND v.version = ${version}`;
  return row ?? null;
}
