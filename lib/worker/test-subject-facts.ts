import type { Connection } from "#lib/db/database";
import type { CompatibilityLevel } from "#lib/domain/compatibility";

type VersionFacts = {
  state: string;
  desired: string;
  schema: string;
  reason: string | null;
  message: string;
  registryVersion: number | null;
  schemaId: number | null;
  attempted: boolean;
};
export type SubjectFacts = {
  state: string;
  reason: string | null;
  message: string;
  generation: number;
  observedGeneration: number;
  due: boolean;
  attempt: number;
  compatibility: CompatibilityLevel;
  deletion: string | null;
  /** Levels that were ever asked for. */
  levels: string[];
  applied: string | null;
  lowered: boolean;
  drift: { field: string; desired: string | null; observed: string | null }[];
  versions: VersionFacts[];
  requests: { kind: string; state: string; outcome: string | null }[];
};

/** All subjects of the cluster that were ever asked for, with their status, versions and requests, by name and in its order. */
export async function readSubjects(db: Connection, cluster: string): Promise<Map<string, SubjectFacts>> {
  const rows = await db.$queryRaw<(SubjectFacts & { name: string })[]>`
    SELECT t.name, s.state, s.reason, s.message, t.generation, s.observed_generation AS "observedGeneration", s.due_at IS NOT NULL AS due,
      t.compatibility, t.deletion,
      ARRAY(SELECT DISTINCT r.patch ->> 'compatibility' FROM requests r WHERE r.subject_id = t.id AND r.patch ->> 'compatibility' IS NOT NULL)
        AS levels, s.attempt, s.applied_compatibility AS applied, s.level_lowered_at IS NOT NULL AS lowered, s.drift,
      coalesce((SELECT json_agg(json_build_object('state', vs.state, 'desired', v.desired, 'schema', v.schema, 'reason', vs.reason, 'message', vs.message,
          'registryVersion', vs.registry_version, 'schemaId', vs.schema_id, 'attempted', vs.attempted_at IS NOT NULL) ORDER BY v.ordinal)
        FROM subject_versions v JOIN subject_version_status vs ON vs.version_id = v.id WHERE v.subject_id = t.id), '[]') AS versions,
      coalesce((SELECT json_agg(json_build_object('kind', r.kind, 'state', r.state, 'outcome', r.outcome) ORDER BY r.id)
        FROM requests r WHERE r.subject_id = t.id), '[]') AS requests
    FROM subjects t JOIN subject_status s ON s.subject_id = t.id WHERE t.cluster_slug = ${cluster} ORDER BY t.name`;
  return new Map(rows.map(({ name, ...facts }) => [name, facts]));
}
