import type { Connection } from "../database.ts";

/**
 * Removes, among these, the texts of schemas that no version of a subject has. They are locked before that is asked, and whoever stores a version
 * holds its text: so none is stored in between. Texts that somebody holds are in use.
 */
export async function removeUnusedSchemas(
  tx: Connection,
  cluster: string,
  schemaIds: readonly number[],
): Promise<number> {
  const locked = await tx.$queryRaw<{ schemaId: number }[]>`
    SELECT schema_id AS "schemaId" FROM schema_observations WHERE cluster_slug = ${cluster} AND schema_id = ANY(${[...schemaIds]}::int[])
    FOR UPDATE SKIP LOCKED`;
  return tx.$executeRaw`
    DELETE FROM schema_observations x WHERE cluster_slug = ${cluster} AND schema_id = ANY(${locked.map(({ schemaId }) => schemaId)}::int[])
      AND NOT EXISTS (SELECT FROM subject_version_observations v WHERE v.cluster_slug = x.cluster_slug AND v.schema_id = x.schema_id)`;
}
