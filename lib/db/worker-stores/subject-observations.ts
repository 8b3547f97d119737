import type { CompatibilityLevel } from "#lib/domain/compatibility";
import type { SchemaField, SchemaReference, SchemaType } from "#lib/domain/schema";
import type { Connection } from "../database.ts";
import { storableJson } from "../storable-json.ts";

/** A version as the registry holds it. */
export type SeenVersion = { version: number; schemaId: number; deleted: boolean };

/** A subject as the registry holds it; without living versions it is gone. Versions are in ascending order. */
export type SeenSubject = {
  name: string;
  /** The level in force, and whether it is the subject's own; null where the registry cannot tell. */
  compatibility: CompatibilityLevel;
  ownLevel: boolean | null;
  versions: SeenVersion[];
};

/** A schema as it is stored by its id. */
export type StoredSchema = {
  schemaId: number;
  schemaType: SchemaType;
  schema: string;
  refs: SchemaReference[];
  /** What is known of its meaning; null with a `problem` where its text could not be understood. */
  hash: string | null;
  recordName: string | null;
  fields: SchemaField[] | null;
  problem: string | null;
};

type Packed = [
  name: string,
  compatibility: CompatibilityLevel,
  ownLevel: boolean | null,
  versions: [number, number, boolean][] | null,
];

/**
 * What was last seen of a registry's subjects, as one text, because decoding rows column by column costs ten times as much.
 * @param names only these; null for all
 */
export async function findSubjectObservations(
  db: Connection,
  cluster: string,
  names: readonly string[] | null,
): Promise<Map<string, SeenSubject>> {
  const [row] = await db.$queryRaw<{ rows: string | null }[]>`
    WITH versions AS (
      SELECT name, json_agg(json_build_array(version, schema_id, deleted) ORDER BY version) AS list FROM subject_version_observations
      WHERE cluster_slug = ${cluster} AND (${names}::text[] IS NULL OR name = ANY(${names}::text[])) GROUP BY name)
    SELECT json_agg(json_build_array(o.name, o.compatibility, o.own_level, v.list))::text AS rows
    FROM subject_observations o LEFT JOIN versions v ON v.name = o.name
    WHERE o.cluster_slug = ${cluster} AND (${names}::text[] IS NULL OR o.name = ANY(${names}::text[]))`;
  const subjects = (JSON.parse(row?.rows ?? "[]") as Packed[]).map(([name, compatibility, ownLevel, list]) => ({
    name,
    compatibility,
    ownLevel,
    versions: (list ?? []).map(([version, schemaId, deleted]) => ({ version, schemaId, deleted })),
  }));
  return new Map(subjects.map((subject) => [subject.name, subject]));
}

/** Ids of the schemas whose text is stored. */
export async function findSchemaIds(db: Connection, cluster: string): Promise<Set<number>> {
  const [row] = await db.$queryRaw<{ ids: number[] | null }[]>`
    SELECT array_agg(schema_id) AS ids FROM schema_observations WHERE cluster_slug = ${cluster}`;
  return new Set(row?.ids ?? []);
}

/** The text of a version that was seen; null where none was. */
export async function findSeenSchema(
  db: Connection,
  cluster: string,
  { subject, version }: Pick<SchemaReference, "subject" | "version">,
): Promise<Pick<StoredSchema, "schemaType" | "schema" | "refs"> | null> {
  const [row] = await db.$queryRaw<Pick<StoredSchema, "schemaType" | "schema" | "refs">[]>`
    SELECT x.schema_type AS "schemaType", x.schema, x.refs
    FROM subject_version_observations v JOIN schema_observations x ON x.cluster_slug = v.cluster_slug AND x.schema_id = v.schema_id
    WHERE v.cluster_slug = ${cluster} AND v.name = ${subject} AND v.version = ${version}::int`;
  return row ?? null;
}

/** Stores schemas by their ids; one that is there already is written only where the registry was made anew and gives the id to another text. */
export async function saveSchemas(db: Connection, cluster: string, schemas: readonly StoredSchema[]): Promise<void> {
  if (schemas.length === 0) return;
  await db.$executeRaw`
    INSERT INTO schema_observations AS o (cluster_slug, schema_id, schema_type, schema, refs, hash, record_name, fields, problem)
    SELECT ${cluster}, "schemaId", "schemaType", schema, refs, hash, "recordName", nullif(fields, 'null'), problem
    FROM jsonb_to_recordset(${storableJson(schemas)}::jsonb) AS s("schemaId" int, "schemaType" text, schema text, refs jsonb, hash text,
      "recordName" text, fields jsonb, problem text)
    ORDER BY "schemaId"
    ON CONFLICT (cluster_slug, schema_id) DO UPDATE SET schema_type = excluded.schema_type, schema = excluded.schema,
      refs = excluded.refs, hash = excluded.hash, record_name = excluded.record_name, fields = excluded.fields, problem = excluded.problem
    WHERE o.schema <> excluded.schema OR (o.hash IS NULL AND excluded.hash IS NOT NULL)`;
}

/**
 * Writes what was seen of subjects that live, with their versions and the fields of the latest; the schemas of their latest versions are
 * stored already. In the order of names, so that two that write the same rows queue up.
 * @param unlessChangedSince when given, subjects that were written at or after this time are left alone: they are newer than this look
 */
export async function saveSubjectObservations(
  db: Connection,
  cluster: string,
  subjects: readonly SeenSubject[],
  unlessChangedSince: Date | null,
): Promise<void> {
  if (subjects.length === 0) return;
  await keepSchemas(db, cluster, subjects);
  const rows = subjects.map(({ versions, ...subject }) => ({ ...subject, ...latestOf(versions) }));
  const written = await db.$queryRaw<{ name: string }[]>`
    INSERT INTO subject_observations AS o (cluster_slug, name, compatibility, own_level, latest_version, schema_type, first_seen_at,
      changed_at)
    SELECT ${cluster}, s.name, s.compatibility, s."ownLevel", s.version, x.schema_type, clock_timestamp(), clock_timestamp()
    FROM jsonb_to_recordset(${storableJson(rows)}::jsonb) AS s(name text, compatibility text, "ownLevel" boolean, version int,
      "schemaId" int)
    JOIN schema_observations x ON x.cluster_slug = ${cluster} AND x.schema_id = s."schemaId"
    ORDER BY s.name
    ON CONFLICT (cluster_slug, name) DO UPDATE SET compatibility = excluded.compatibility, own_level = excluded.own_level,
      latest_version = excluded.latest_version, schema_type = excluded.schema_type, changed_at = excluded.changed_at
    WHERE ${unlessChangedSince}::timestamptz IS NULL OR o.changed_at < ${unlessChangedSince}::timestamptz
    RETURNING o.name`;
  const names = new Set(written.map(({ name }) => name));
  await saveVersions(
    db,
    cluster,
    subjects.filter(({ name }) => names.has(name)),
  );
}

/** Holds the texts of these versions until the versions are stored: a text that no version has is removed. */
async function keepSchemas(db: Connection, cluster: string, subjects: readonly SeenSubject[]): Promise<void> {
  const ids = new Set(subjects.flatMap(({ versions }) => versions.map(({ schemaId }) => schemaId)));
  await db.$queryRaw`
    SELECT FROM schema_observations WHERE cluster_slug = ${cluster} AND schema_id = ANY(${[...ids]}::int[])
    ORDER BY schema_id FOR KEY SHARE`;
}

/** The latest version that lives. */
export function latestOf(versions: readonly SeenVersion[]): SeenVersion | undefined {
  return versions.findLast(({ deleted }) => !deleted);
}

async function saveVersions(db: Connection, cluster: string, subjects: readonly SeenSubject[]): Promise<void> {
  const names = subjects.map(({ name }) => name);
  const rows = subjects.flatMap(({ name, versions }) => versions.map((version) => ({ name, ...version })));
  await db.$executeRaw`
    DELETE FROM subject_version_observations v WHERE cluster_slug = ${cluster} AND name = ANY(${names}::text[]) AND NOT EXISTS (
      SELECT FROM jsonb_to_recordset(${storableJson(rows)}::jsonb) AS s(name text, version int) WHERE s.name = v.name AND s.version = v.version)`;
  await db.$executeRaw`
    INSERT INTO subject_version_observations AS v (cluster_slug, name, version, schema_id, deleted)
    SELECT ${cluster}, name, version, "schemaId", deleted
    FROM jsonb_to_recordset(${storableJson(rows)}::jsonb) AS s(name text, version int, "schemaId" int, deleted boolean)
    ON CONFLICT (cluster_slug, name, version) DO UPDATE SET schema_id = excluded.schema_id, deleted = excluded.deleted
    WHERE v.schema_id <> excluded.schema_id OR v.deleted <> excluded.deleted`;
  await saveFields(db, cluster, names);
}

/** The fields of the latest versions take the place of what was there. */
async function saveFields(db: Connection, cluster: string, names: readonly string[]): Promise<void> {
  await db.$executeRaw`DELETE FROM subject_fields WHERE cluster_slug = ${cluster} AND name = ANY(${[...names]}::text[])`;
  await db.$executeRaw`
    INSERT INTO subject_fields (cluster_slug, name, position, path, type, doc, tags)
    SELECT o.cluster_slug, o.name, f.position, f.field ->> 'path', f.field ->> 'type', f.field ->> 'doc',
      ARRAY(SELECT jsonb_array_elements_text(f.field -> 'tags'))
    FROM subject_observations o
      JOIN subject_version_observations v ON v.cluster_slug = o.cluster_slug AND v.name = o.name AND v.version = o.latest_version
      JOIN schema_observations x ON x.cluster_slug = v.cluster_slug AND x.schema_id = v.schema_id AND x.fields IS NOT NULL
      CROSS JOIN LATERAL jsonb_array_elements(x.fields) WITH ORDINALITY AS f(field, position)
    WHERE o.cluster_slug = ${cluster} AND o.name = ANY(${[...names]}::text[])`;
}

/**
 * Removes subjects that are gone.
 * @param unlessChangedSince as in {@link saveSubjectObservations}
 */
export async function removeSubjectObservations(
  db: Connection,
  cluster: string,
  names: readonly string[],
  unlessChangedSince: Date | null,
): Promise<void> {
  if (names.length === 0) return;
  const removed = await db.$queryRaw<{ name: string }[]>`
    DELETE FROM subject_observations WHERE cluster_slug = ${cluster} AND name = ANY(${[...names]}::text[])
      AND (${unlessChangedSince}::timestamptz IS NULL OR changed_at < ${unlessChangedSince}::timestamptz)
    RETURNING name`;
  await db.$executeRaw`
    DELETE FROM subject_version_observations WHERE cluster_slug = ${cluster} AND name = ANY(${removed.map(({ name }) => name)}::text[])`;
}
