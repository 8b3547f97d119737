import { type Connection, type Sql, sql } from "#lib/db/database";
import type { Listener } from "#lib/domain/cluster";
import type { SchemaDefinition, SchemaField } from "#lib/domain/schema";
import type { SubjectPart } from "#lib/domain/subject-name";
import { endingColumn } from "../read/topic-ending.ts";

/** What everyone who is signed in may know of a topic, for documents that leave Headgate. */
export type ExportedTopic = {
  id: string | null;
  name: string;
  cluster: { slug: string; name: string; tier: string; listeners: Listener[]; registryUrl: string | null };
  team: { slug: string; name: string; contactMail: string } | null;
  generation: number;
  description: string;
  docs: string;
  classification: string | null;
  contact: string;
  tags: string[];
  partitions: number;
  replicationFactor: number;
  config: Record<string, string>;
  /** ms in text, `-1` for as long as there is room; null where nobody has said. */
  retentionMs: string | null;
  ending: { at: string; successor: string | null; reason: string } | null;
  subjects: ExportedSubject[];
};

/** The latest version of a subject. */
export type ExportedSubject = { name: string; part: SubjectPart; version: number; schemaId: number };

export type ExportedSchema = SchemaDefinition & {
  cluster: string;
  schemaId: number;
  subject: string;
  version: number;
  recordName: string | null;
  fields: SchemaField[];
};

export type ExportFacts = { topics: ExportedTopic[]; schemas: ExportedSchema[] };

/** Topics of one document. A team with more is better read topic by topic. */
const MOST_TOPICS = 1_000;

/** Topics of the catalogue with their subjects and all schemas that these lead to. `where` is SQL over alias `e` (catalogue). */
export async function readExportFacts(db: Connection, where: Sql): Promise<ExportFacts> {
  const topics = await readTopics(db, where);
  const latest = topics.flatMap(({ cluster, subjects }) =>
    subjects.map(({ name, version }) => ({ cluster: cluster.slug, name, version })),
  );
  return { topics, schemas: latest.length === 0 ? [] : await readSchemas(db, latest) };
}

function readTopics(db: Connection, where: Sql): Promise<ExportedTopic[]> {
  return db.$queryRaw`
    SELECT t.id, e.name, jsonb_build_object('slug', k.slug, 'name', k.name, 'tier', k.tier, 'listeners', k.listeners, 'registryUrl', k.registry_url) AS cluster,
      CASE WHEN m.id IS NULL THEN NULL ELSE jsonb_build_object('slug', m.slug, 'name', m.name, 'contactMail', m.contact_mail) END AS team,
      coalesce(t.generation, 0) AS generation, e.description, coalesce(t.docs, '') AS docs, e.classification, coalesce(t.contact, '') AS contact,
      coalesce(t.tags, '{}') AS tags, e.partitions, e.replication_factor AS "replicationFactor", coalesce(t.config, o.config, '{}') AS config,
      e.retention_ms AS "retentionMs", ${endingColumn}, ${subjectsOfTopic} AS subjects
    FROM catalogue e JOIN clusters k ON k.slug = e.cluster_slug LEFT JOIN topics t ON t.id = e.topic_id LEFT JOIN teams m ON m.id = t.team_id
      LEFT JOIN topic_observations o ON o.cluster_slug = e.cluster_slug AND o.name = e.name
    WHERE ${where} ORDER BY e.cluster_slug, e.name LIMIT ${MOST_TOPICS}`;
}

/** Subjects that live in the registry: those decided for the topic, and those that a serializer would look for by its name. */
const subjectsOfTopic: Sql = sql`(
  SELECT coalesce(jsonb_agg(jsonb_build_object('name', v.name, 'version', v.version, 'schemaId', v.schema_id,
    'part', coalesce(s.part, CASE WHEN v.name = e.name || '-key' THEN 'key' ELSE 'value' END)) ORDER BY v.name), '[]')
  FROM (SELECT e.name || '-key' AS name UNION SELECT e.name || '-value'
    UNION SELECT s.name FROM subjects s WHERE s.cluster_slug = e.cluster_slug AND s.topic_name = e.name AND s.deletion IS NULL) named
  JOIN subject_observations b ON b.cluster_slug = e.cluster_slug AND b.name = named.name
  JOIN subject_version_observations v ON v.cluster_slug = b.cluster_slug AND v.name = b.name AND v.version = b.latest_version AND NOT v.deleted
  LEFT JOIN subjects s ON s.cluster_slug = b.cluster_slug AND s.name = b.name)`;

/** These versions and whatever they refer to, directly or not, each once. */
function readSchemas(
  db: Connection,
  latest: readonly { cluster: string; name: string; version: number }[],
): Promise<ExportedSchema[]> {
  return db.$queryRaw`
    WITH RECURSIVE used AS (
      SELECT v.cluster_slug, v.name, v.version, v.schema_id
      FROM jsonb_to_recordset(${JSON.stringify(latest)}::jsonb) AS l(cluster text, name text, version int)
      JOIN subject_version_observations v ON v.cluster_slug = l.cluster AND v.name = l.name AND v.version = l.version
      UNION
      SELECT v.cluster_slug, v.name, v.version, v.schema_id
      FROM used u JOIN schema_observations h ON h.cluster_slug = u.cluster_slug AND h.schema_id = u.schema_id
      CROSS JOIN LATERAL jsonb_to_recordset(h.refs) AS r(subject text, version int)
      JOIN subject_version_observations v ON v.cluster_slug = u.cluster_slug AND v.name = r.subject AND v.version = r.version)
    SELECT u.cluster_slug AS cluster, u.schema_id AS "schemaId", u.name AS subject, u.version, h.schema_type AS "schemaType", h.schema,
      h.refs AS "references", h.record_name AS "recordName", coalesce(h.fields, '[]') AS fields
    FROM used u JOIN schema_observations h ON h.cluster_slug = u.cluster_slug AND h.schema_id = u.schema_id
    ORDER BY u.cluster_slug, u.name, u.version`;
}
