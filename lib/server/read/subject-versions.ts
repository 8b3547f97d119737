import type { SubjectVersionView } from "#lib/contract/subjects";
import type { Connection } from "#lib/db/database";

type DesiredRow = {
  version: number | null;
  schemaId: number | null;
  state: SubjectVersionView["state"];
  message: string;
  requestId: bigint | null;
};
type SeenRow = { version: number; schemaId: number; deleted: boolean; firstSeenAt: Date };

/** What is decided and what was seen of a subject's versions, newest first; what has no number of the registry yet stands before all others. */
export async function readSubjectVersions(
  db: Connection,
  cluster: string,
  name: string,
): Promise<SubjectVersionView[]> {
  const [desired, seen] = await Promise.all([desiredRows(db, cluster, name), seenRows(db, cluster, name)]);
  const decided = new Set(desired.map(({ version }) => version));
  const seenAt = new Map(seen.map(({ version, firstSeenAt }) => [version, firstSeenAt.toISOString()]));
  const ours = desired.map(({ requestId, ...row }) => ({
    ...row,
    requestId: requestId === null ? null : Number(requestId),
    seenAt: row.version === null ? null : (seenAt.get(row.version) ?? null),
  }));
  const outside = seen
    .filter(({ version }) => !decided.has(version))
    .map(({ version, schemaId, deleted, firstSeenAt }): SubjectVersionView => {
      const state = deleted ? "deleted" : "unasked";
      return { version, schemaId, state, message: "", requestId: null, seenAt: firstSeenAt.toISOString() };
    });
  return [...ours, ...outside].sort((one, other) => (other.version ?? Infinity) - (one.version ?? Infinity) || 0);
}

/** In the order in which they are to be registered, last first. */
function desiredRows(db: Connection, cluster: string, name: string): Promise<DesiredRow[]> {
  return db.$queryRaw`
    SELECT w.registry_version AS version, w.schema_id AS "schemaId", coalesce(w.state, 'pending') AS state, coalesce(w.message, '') AS message,
      v.request_id AS "requestId"
    FROM subjects s JOIN subject_versions v ON v.subject_id = s.id LEFT JOIN subject_version_status w ON w.version_id = v.id
    WHERE s.cluster_slug = ${cluster} AND s.name = ${name} ORDER BY v.ordinal DESC`;
}

function seenRows(db: Connection, cluster: string, name: string): Promise<SeenRow[]> {
  return db.$queryRaw`
    SELECT version, schema_id AS "schemaId", deleted, first_seen_at AS "firstSeenAt" FROM subject_version_observations
    WHERE cluster_slug = ${cluster} AND name = ${name} ORDER BY version DESC`;
}
