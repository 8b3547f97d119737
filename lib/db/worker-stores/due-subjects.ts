import type { CompatibilityLevel } from "#lib/domain/compatibility";
import type { SubjectRevertPatch } from "#lib/domain/request-kind";
import type { SchemaDefinition } from "#lib/domain/schema";
import { type Connection, join, type Sql, sql } from "../database.ts";

/** What is desired of one version and what became of it; its text is read when it is needed. */
export type ManagedVersion = {
  versionId: string;
  ordinal: number;
  forced: boolean;
  desired: "registered" | "deleted" | "purged";
  /** The registry's number where it was there before it became ours. */
  adoptedVersion: number | null;
  requestId: string | null;
  state: "pending" | "registered" | "blocked" | "missing" | "deleted" | "purged";
  reason: string | null;
  message: string;
  /** Whether a call to register it may have been sent; committed before the call. */
  attempted: boolean;
  registryVersion: number | null;
  schemaId: number | null;
};

export type DriftRow = { field: string; desired: string | null; applied: string | null; observed: string | null };

/** A managed subject with what was decided and what was done, as of now; versions in the order in which they are registered. */
export type ManagedSubject = {
  subjectId: string;
  teamId: string;
  name: string;
  compatibility: CompatibilityLevel;
  deletion: "soft" | "permanent" | null;
  generation: number;
  observedGeneration: number;
  state: string;
  reason: string | null;
  attempt: number;
  appliedCompatibility: CompatibilityLevel | null;
  /** Whether the level may stand at NONE because of us. */
  levelLowered: boolean;
  drift: DriftRow[];
  versions: ManagedVersion[];
  /** Of the approved requests that ask for what was changed outside to be made undone. */
  reverts: SubjectRevertPatch[];
};

const managed = (where: Sql) => sql`
  SELECT json_agg(json_build_object('subjectId', t.id, 'teamId', t.team_id, 'name', t.name, 'compatibility', t.compatibility,
    'deletion', t.deletion, 'generation', t.generation, 'observedGeneration', s.observed_generation, 'state', s.state, 'reason', s.reason,
    'attempt', s.attempt, 'appliedCompatibility', s.applied_compatibility, 'levelLowered', s.level_lowered_at IS NOT NULL, 'drift', s.drift,
    'versions', coalesce((SELECT json_agg(json_build_object('versionId', v.id, 'ordinal', v.ordinal, 'forced', v.forced,
        'desired', v.desired, 'adoptedVersion', v.adopted_version, 'requestId', v.request_id::text, 'state', vs.state, 'reason', vs.reason,
        'message', vs.message, 'attempted', vs.attempted_at IS NOT NULL, 'registryVersion', vs.registry_version, 'schemaId', vs.schema_id)
        ORDER BY v.ordinal)
      FROM subject_versions v JOIN subject_version_status vs ON vs.version_id = v.id WHERE v.subject_id = t.id), '[]'),
    'reverts', coalesce((SELECT json_agg(r.patch) FROM requests r
      WHERE r.subject_id = t.id AND r.kind = 'subject.revert' AND r.state = 'approved'), '[]'))
    ORDER BY s.level_lowered_at, s.due_at, t.id)::text AS rows
  FROM subject_status s JOIN subjects t ON t.id = s.subject_id WHERE ${where}`;

async function read(db: Connection, where: Sql): Promise<ManagedSubject[]> {
  const [row] = await db.$queryRaw<{ rows: string | null }[]>(managed(where));
  return JSON.parse(row?.rows ?? "[]");
}

/** What is due in a registry: first where a level was lowered and has to be restored, then longest due first. */
export async function findDueSubjects(db: Connection, cluster: string, limit: number): Promise<ManagedSubject[]> {
  const due = await db.$queryRaw<{ id: string }[]>`
    SELECT subject_id AS id FROM subject_status WHERE cluster_slug = ${cluster} AND due_at <= clock_timestamp()
    ORDER BY level_lowered_at, due_at, subject_id LIMIT ${limit}::int`;
  if (due.length === 0) return [];
  return read(
    db,
    sql`s.subject_id IN (${join(due.map(({ id }) => sql`${id}::uuid`))}) AND s.due_at <= clock_timestamp()`,
  );
}

/** The managed subjects that a sweep may judge: seen as desired once, not due, and not waiting for a person. */
export function findJudgeableSubjects(db: Connection, cluster: string): Promise<ManagedSubject[]> {
  return read(
    db,
    sql`s.cluster_slug = ${cluster} AND s.due_at IS NULL AND s.observed_generation >= t.generation AND s.state <> 'blocked'`,
  );
}

/** The text of a version. */
export async function findVersionText(db: Connection, versionId: string): Promise<SchemaDefinition> {
  const [row] = await db.$queryRaw<SchemaDefinition[]>`
    SELECT schema_type AS "schemaType", schema, refs AS "references" FROM subject_versions WHERE id = ${versionId}::uuid`;
  if (!row) throw new Error(`There is no version ${versionId}.`);
  return row;
}

/** How long until something is due in a registry, in ms; 0 when something is, null when nothing will be. */
export async function nextSubjectDueInMs(db: Connection, cluster: string): Promise<number | null> {
  const [row] = await db.$queryRaw<{ ms: number | null }[]>`
    SELECT (extract(epoch FROM min(due_at) - clock_timestamp()) * 1000)::float8 AS ms FROM subject_status
    WHERE cluster_slug = ${cluster} AND due_at IS NOT NULL`;
  return row?.ms == null ? null : Math.max(0, row.ms);
}

/** Whatever stands at a lowered level is looked at now, not when its back-off ends. */
export async function hastenLoweredLevels(db: Connection, cluster: string): Promise<void> {
  await db.$executeRaw`
    UPDATE subject_status SET due_at = clock_timestamp() WHERE cluster_slug = ${cluster} AND level_lowered_at IS NOT NULL`;
}
