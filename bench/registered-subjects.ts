import type { Pool } from "pg";
import { inParallel } from "#lib/worker/in-parallel";
import { CLUSTER } from "./approved-topics.ts";
import type { BareRegistry } from "./bare-registry.ts";

export const VERSIONS = 3;
/** Fields of the latest version. */
export const FIELDS = 10;

/** Names of subjects that measurements register begin so; the prefix is the orders team's. */
export const SUBJECT_PREFIX = "orders.bench-";
const SUBJECTS_AT_ONCE = 8;

type Registered = { name: string; version: number; schemaId: number; schema: string };

function subjectAt(index: number): string {
  return `${SUBJECT_PREFIX}${index}.v1-value`;
}

/**
 * An Avro record whose text is no other subject's.
 *
 * @param more fields beside the first ten; a reader needs none of them
 */
export function schemaAt(index: number, fields: number, more: readonly object[] = []): string {
  const own = Array.from({ length: fields }, (_, position) => ({
    name: `field_${position}`,
    type: position % 2 === 0 ? "string" : "long",
    doc: `What field ${position} of record ${index} means, in the words of its team.`,
    default: position % 2 === 0 ? "" : 0,
  }));
  return JSON.stringify({
    type: "record",
    name: `Bench${index}`,
    namespace: "orders",
    fields: [...own, ...more],
  });
}

/** Registers one subject of three versions, each with one field more than the one before. @returns its name */
export async function registerSubject(registry: BareRegistry, index: number): Promise<string> {
  await registerVersions(registry, index);
  return subjectAt(index);
}

/** Registers many such subjects. */
export async function registerSubjects(registry: BareRegistry, count: number): Promise<Registered[]> {
  const indexes = Array.from({ length: count }, (_, index) => index);
  return (await inParallel(indexes, SUBJECTS_AT_ONCE, (index) => registerVersions(registry, index))).flat();
}

async function registerVersions(registry: BareRegistry, index: number): Promise<Registered[]> {
  const versions: Registered[] = [];
  const name = subjectAt(index);
  for (let version = 1; version <= VERSIONS; version += 1) {
    const schema = schemaAt(index, FIELDS - VERSIONS + version);
    versions.push({ name, version, schema, schemaId: await registry.register(name, schema) });
  }
  return versions;
}

/** Makes registered subjects managed ones, adopted and as they should be. No worker may run meanwhile: it would find them due. */
export async function manageSubjects(database: Pool, registered: readonly Registered[]): Promise<void> {
  const rows = JSON.stringify(registered);
  await database.query(
    `INSERT INTO subjects (cluster_slug, name, team_id, topic_name, part, strategy, schema_type, compatibility)
    SELECT DISTINCT $2, name, (SELECT id FROM teams WHERE slug = 'orders'), left(name, -length('-value')), 'value', 'TopicNameStrategy',
      'AVRO', 'BACKWARD'
    FROM jsonb_to_recordset($1::jsonb) AS r(name text)`,
    [rows, CLUSTER],
  );
  await database.query(
    `INSERT INTO subject_versions (subject_id, ordinal, schema_type, schema, hash, adopted_version)
    SELECT s.id, r.version, 'AVRO', r.schema, 'measured', r.version
    FROM jsonb_to_recordset($1::jsonb) AS r(name text, version int, schema text) JOIN subjects s ON s.cluster_slug = $2 AND s.name = r.name`,
    [rows, CLUSTER],
  );
  await database.query(
    `UPDATE subject_version_status w SET state = 'registered', schema_id = r."schemaId", verified_at = now()
    FROM jsonb_to_recordset($1::jsonb) AS r(name text, version int, "schemaId" int)
      JOIN subjects s ON s.cluster_slug = $2 AND s.name = r.name JOIN subject_versions v ON v.subject_id = s.id AND v.ordinal = r.version
    WHERE w.version_id = v.id`,
    [rows, CLUSTER],
  );
  await database.query(
    `UPDATE subject_status SET state = 'ready', observed_generation = 1, due_at = NULL, applied_compatibility = 'BACKWARD', verified_at = now()
    WHERE cluster_slug = $1 AND subject_id IN (SELECT id FROM subjects WHERE name LIKE $2)`,
    [CLUSTER, `${SUBJECT_PREFIX}%`],
  );
  await database.query("ANALYZE subjects, subject_versions, subject_status, subject_version_status");
}
