import type { CompatibilityLevel } from "#lib/domain/compatibility";
import type { SchemaDefinition, SchemaReference } from "#lib/domain/schema";
import type { Connection } from "../database.ts";

export type ObservedVersion = { version: number; schemaId: number; deleted: boolean; hash: string | null };

/** A subject as last seen in the registry. */
export type ObservedSubject = {
  compatibility: CompatibilityLevel;
  /** The highest living version. */
  latest: { version: number; schemaId: number; hash: string | null; definition: SchemaDefinition };
  /** Ascending; softly deleted ones too. */
  versions: ObservedVersion[];
};

/** Whether a cluster has a registry, and when its subjects were last seen. */
export type RegistrySight = { registry: boolean; condition: string; seenAt: string | null };

/** What is known of the registry of a cluster. */
export async function registrySight(db: Connection, cluster: string): Promise<RegistrySight> {
  const [row] = await db.$queryRaw<{ registry: boolean; condition: string | null; seenAt: Date | null }[]>`
    SELECT c.registry_url IS NOT NULL AS registry, s.condition, s.seen_at AS "seenAt"
    FROM clusters c LEFT JOIN registry_status s ON s.cluster_slug = c.slug WHERE c.slug = ${cluster}`;
  const { registry = false, condition = null, seenAt = null } = row ?? {};
  return { registry, condition: condition ?? "unknown", seenAt: seenAt?.toISOString() ?? null };
}

/** A subject as last seen; null when it was not there, or every version of it was deleted. */
export async function findObservedSubject(
  db: Connection,
  cluster: string,
  name: string,
): Promise<ObservedSubject | null> {
  const [row] = await db.$queryRaw<ObservedSubject[]>`
    SELECT o.compatibility, jsonb_build_object('version', v.version, 'schemaId', v.schema_id, 'hash', h.hash, 'definition',
        jsonb_build_object('schemaType', h.schema_type, 'schema', h.schema, 'references', h.refs)) AS latest, '[]' AS versions
    FROM subject_observations o
    JOIN subject_version_observations v ON v.cluster_slug = o.cluster_slug AND v.name = o.name AND v.version = o.latest_version
    JOIN schema_observations h ON h.cluster_slug = v.cluster_slug AND h.schema_id = v.schema_id
    WHERE o.cluster_slug = ${cluster} AND o.name = ${name} AND NOT v.deleted`;
  return row ? { ...row, versions: await observedVersions(db, cluster, name) } : null;
}

/** Versions of a subject as last seen, softly deleted ones too. */
export async function observedVersions(db: Connection, cluster: string, name: string): Promise<ObservedVersion[]> {
  return db.$queryRaw`
    SELECT v.version, v.schema_id AS "schemaId", v.deleted, h.hash FROM subject_version_observations v
    LEFT JOIN schema_observations h ON h.cluster_slug = v.cluster_slug AND h.schema_id = v.schema_id
    WHERE v.cluster_slug = ${cluster} AND v.name = ${name} ORDER BY v.version`;
}

/** Texts of versions of a subject as last seen, by number. */
export async function observedDefinitions(
  db: Connection,
  cluster: string,
  name: string,
  versions: readonly number[],
): Promise<Map<number, SchemaDefinition>> {
  const rows = await db.$queryRaw<{ version: number; definition: SchemaDefinition }[]>`
    SELECT v.version, jsonb_build_object('schemaType', h.schema_type, 'schema', h.schema, 'references', h.refs) AS definition
    FROM subject_version_observations v JOIN schema_observations h ON h.cluster_slug = v.cluster_slug AND h.schema_id = v.schema_id
    WHERE v.cluster_slug = ${cluster} AND v.name = ${name} AND v.version = ANY (${[...versions]}::int[])`;
  return new Map(rows.map(({ version, definition }) => [version, definition]));
}

/** As deep as references are followed; `parseSchema` refuses what goes deeper. */
const MOST_LEVELS = 25;

/**
 * Loads every schema that these references lead to, directly or not, one read per level.
 * @returns what `parseSchema` asks: the text of a reference; null for what was never seen
 */
export async function loadReferences(
  db: Connection,
  cluster: string,
  references: readonly SchemaReference[],
): Promise<(reference: SchemaReference) => SchemaDefinition | null> {
  const known = new Map<string, SchemaDefinition | null>();
  let wanted = [...references];
  for (let level = 0; level < MOST_LEVELS && wanted.length > 0; level += 1) {
    const found = await definitionsOf(db, cluster, wanted);
    for (const reference of wanted) known.set(keyOf(reference), found.get(keyOf(reference)) ?? null);
    wanted = [...found.values()].flatMap((definition) => definition.references).filter((one) => !known.has(keyOf(one)));
  }
  return (reference) => known.get(keyOf(reference)) ?? null;
}

async function definitionsOf(db: Connection, cluster: string, wanted: readonly SchemaReference[]) {
  const rows = await db.$queryRaw<{ subject: string; version: number; definition: SchemaDefinition }[]>`
    SELECT v.name AS subject, v.version, jsonb_build_object('schemaType', h.schema_type, 'schema', h.schema, 'references', h.refs) AS definition
    FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) AS w(subject text, version int)
    JOIN subject_version_observations v ON v.cluster_slug = ${cluster} AND v.name = w.subject AND v.version = w.version
    JOIN schema_observations h ON h.cluster_slug = v.cluster_slug AND h.schema_id = v.schema_id`;
  return new Map(rows.map(({ definition, ...reference }) => [keyOf(reference), definition]));
}

function keyOf({ subject, version }: Pick<SchemaReference, "subject" | "version">): string {
  return `${version} ${subject}`;
}

/** Living versions of other subjects that refer to one of these versions of a subject; with null, to any. */
export async function referencingVersions(
  db: Connection,
  cluster: string,
  name: string,
  versions: readonly number[] | null,
): Promise<{ subject: string; version: number }[]> {
  return db.$queryRaw`
    SELECT v.name AS subject, v.version FROM schema_observations h
    JOIN subject_version_observations v ON v.cluster_slug = h.cluster_slug AND v.schema_id = h.schema_id AND NOT v.deleted
    WHERE h.cluster_slug = ${cluster} AND v.name <> ${name} AND EXISTS (
      SELECT FROM jsonb_to_recordset(h.refs) AS r(subject text, version int)
      WHERE r.subject = ${name} AND (${versions === null} OR r.version = ANY (${[...(versions ?? [])]}::int[])))
    ORDER BY v.name, v.version LIMIT 100`;
}

/**
 * The topics whose records a subject describes: its own, and those of all subjects that refer to it, directly or through others. What a subject is
 * decided for counts, and what its name says too: that is where programs look for it, whoever manages it.
 */
export async function topicsDescribedBy(db: Connection, cluster: string, name: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ topic: string }[]>`
    WITH RECURSIVE uses AS MATERIALIZED (
      SELECT DISTINCT v.name, r.subject AS used FROM schema_observations h
      JOIN subject_version_observations v ON v.cluster_slug = h.cluster_slug AND v.schema_id = h.schema_id AND NOT v.deleted
      CROSS JOIN LATERAL jsonb_to_recordset(h.refs) AS r(subject text)
      WHERE h.cluster_slug = ${cluster} AND h.refs <> '[]'),
    described AS (SELECT ${name}::text COLLATE "C" AS name UNION SELECT uses.name FROM described d JOIN uses ON uses.used = d.name)
    SELECT s.topic_name AS topic FROM described d
      JOIN subjects s ON s.cluster_slug = ${cluster} AND s.name = d.name AND s.topic_name IS NOT NULL AND s.deletion IS NULL
    UNION SELECT e.name FROM described d
      JOIN catalogue e ON e.cluster_slug = ${cluster} AND d.name IN (e.name || '-key', e.name || '-value')
    ORDER BY 1`;
  return rows.map(({ topic }) => topic);
}

/**
 * The version that came last of what was decided here for a subject and got into the registry, also where it was deleted since: what whoever read
 * it still holds. Null where there was none.
 */
export async function lastRegistered(
  db: Connection,
  cluster: string,
  name: string,
): Promise<{ version: number; definition: SchemaDefinition } | null> {
  const [row] = await db.$queryRaw<{ version: number; definition: SchemaDefinition }[]>`
    SELECT w.registry_version AS version,
      jsonb_build_object('schemaType', v.schema_type, 'schema', v.schema, 'references', v.refs) AS definition FROM subjects s
    JOIN subject_versions v ON v.subject_id = s.id JOIN subject_version_status w ON w.version_id = v.id
    WHERE s.cluster_slug = ${cluster} AND s.name = ${name} AND w.registry_version IS NOT NULL ORDER BY v.ordinal DESC LIMIT 1`;
  return row ?? null;
}

export type StoredVerdict = { compatible: boolean; level: CompatibilityLevel; messages: string[]; judgedAt: Date };

/** What the registry said about a schema for a subject as it stands: by the same latest version and level. Null when it has not. */
export async function findVerdict(
  db: Connection,
  asked: { cluster: string; subject: string; hash: string; baseVersion: number; level: CompatibilityLevel },
): Promise<StoredVerdict | null> {
  const [row] = await db.$queryRaw<StoredVerdict[]>`
    SELECT compatible, level, messages, judged_at AS "judgedAt" FROM compatibility_verdicts
    WHERE cluster_slug = ${asked.cluster} AND subject = ${asked.subject} AND hash = ${asked.hash}
      AND base_version = ${asked.baseVersion} AND level = ${asked.level}`;
  return row ?? null;
}
