import type { CompatibilityLevel } from "#lib/domain/compatibility";
import type { RequestKind, SubjectPlace } from "#lib/domain/request-kind";
import type { SchemaDefinition, SchemaType } from "#lib/domain/schema";
import { type Connection, sql } from "../database.ts";

type TeamOfSubject = { id: string; slug: string; name: string };

/** A managed subject, with the state that the worker last wrote. */
export type Subject = {
  id: string;
  cluster: string;
  name: string;
  team: TeamOfSubject;
  place: SubjectPlace;
  schemaType: SchemaType;
  compatibility: CompatibilityLevel;
  deletion: "soft" | "permanent" | null;
  generation: number;
  state: string;
  reason: string | null;
};

/** Serialises, until the end of the transaction, whoever asks or decides about a subject, also one that is not there yet. After teams and request. */
export async function lockSubject(db: Connection, cluster: string, name: string): Promise<void> {
  // In a subquery, because Prisma cannot read the void that the function answers.
  await db.$queryRaw`
    SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended('subject ' || ${cluster} || ' ' || ${name}, 0))) AS locked`;
}

/** A managed subject by name, also one that was deleted; null when it was never managed. */
export async function findSubject(db: Connection, cluster: string, name: string): Promise<Subject | null> {
  const [row] = await db.$queryRaw<Subject[]>`${SELECT} WHERE s.cluster_slug = ${cluster} AND s.name = ${name}`;
  return row ?? null;
}

/** The managed subjects of a topic that were not deleted, by name. */
export async function subjectsOfTopic(db: Connection, cluster: string, topic: string): Promise<Subject[]> {
  return db.$queryRaw`
    ${SELECT} WHERE s.cluster_slug = ${cluster} AND s.topic_name = ${topic} AND s.deletion IS NULL ORDER BY s.name`;
}

const SELECT = sql`
  SELECT s.id, s.cluster_slug AS cluster, s.name, jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) AS team,
    jsonb_build_object('strategy', s.strategy, 'topic', s.topic_name, 'part', s.part) AS place, s.schema_type AS "schemaType",
    s.compatibility, s.deletion, s.generation, coalesce(w.state, 'pending') AS state, w.reason
  FROM subjects s JOIN teams t ON t.id = s.team_id LEFT JOIN subject_status w ON w.subject_id = s.id`;

export type DesiredSubject = {
  cluster: string;
  name: string;
  teamId: string;
  place: SubjectPlace;
  schemaType: SchemaType;
  compatibility: CompatibilityLevel;
};

/** Makes a subject managed as generation 1, or one that was deleted anew with the next; a trigger makes it due for the worker. */
export async function desireSubject(
  db: Connection,
  { cluster, name, teamId, place, schemaType, compatibility }: DesiredSubject,
): Promise<{ id: string; generation: number }> {
  const [row] = await db.$queryRaw<{ id: string; generation: number }[]>`
    INSERT INTO subjects AS s (cluster_slug, name, team_id, topic_name, part, strategy, schema_type, compatibility)
    VALUES (${cluster}, ${name}, ${teamId}::uuid, ${place.topic}, ${place.part}, ${place.strategy}, ${schemaType}, ${compatibility})
    ON CONFLICT (cluster_slug, name) DO UPDATE SET team_id = EXCLUDED.team_id, topic_name = EXCLUDED.topic_name, part = EXCLUDED.part,
      strategy = EXCLUDED.strategy, schema_type = EXCLUDED.schema_type, compatibility = EXCLUDED.compatibility, deletion = NULL,
      generation = s.generation + 1, version = s.version + 1, updated_at = now()
    RETURNING id, generation`;
  if (!row) throw new Error("INSERT … RETURNING answered no row");
  return row;
}

/** Changes what is desired of a subject, as its next generation; answers that. */
export async function changeSubject(
  db: Connection,
  id: string,
  change: { compatibility?: CompatibilityLevel; deletion?: "soft" | "permanent" },
): Promise<number> {
  const [row] = await db.$queryRaw<{ generation: number }[]>`
    UPDATE subjects SET compatibility = coalesce(${change.compatibility ?? null}, compatibility),
      deletion = coalesce(${change.deletion ?? null}, deletion), generation = generation + 1, version = version + 1, updated_at = now()
    WHERE id = ${id}::uuid RETURNING generation`;
  if (!row) throw new Error(`subject ${id} is gone`);
  return row.generation;
}

/** A version as it is desired. `number` is the registry's, once it is known. */
export type DesiredVersion = {
  id: string;
  ordinal: number;
  hash: string;
  desired: "registered" | "deleted" | "purged";
  number: number | null;
  state: string;
};

/** The versions that are, or were, desired of a subject, in their order. */
export async function desiredVersions(db: Connection, subjectId: string): Promise<DesiredVersion[]> {
  return db.$queryRaw`
    SELECT v.id, v.ordinal, v.hash, v.desired, w.registry_version AS number, coalesce(w.state, 'pending') AS state
    FROM subject_versions v LEFT JOIN subject_version_status w ON w.version_id = v.id
    WHERE v.subject_id = ${subjectId}::uuid ORDER BY v.ordinal`;
}

export type NewVersion = {
  definition: SchemaDefinition;
  hash: string;
  forced?: boolean;
  desired?: DesiredVersion["desired"];
  /** The registry's number, where it is there already. */
  adopted?: number;
  requestId: number;
};

/** Adds versions to what is desired of a subject, after those that are there. The worker sees them with the subject's next generation. */
export async function insertVersions(
  db: Connection,
  subjectId: string,
  versions: readonly NewVersion[],
): Promise<void> {
  const rows = versions.map(
    ({ definition, hash, forced = false, desired = "registered", adopted = null, requestId }) => ({
      ...definition,
      hash,
      forced,
      desired,
      adopted,
      requestId,
    }),
  );
  await db.$executeRaw`
    INSERT INTO subject_versions (subject_id, ordinal, schema_type, schema, refs, hash, forced, desired, adopted_version, request_id)
    SELECT ${subjectId}::uuid, row_number() OVER ()
        + coalesce((SELECT max(ordinal) FROM subject_versions WHERE subject_id = ${subjectId}::uuid), 0),
      n."schemaType", n.schema, n."references", n.hash, n.forced, n.desired, n.adopted, n."requestId"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n("schemaType" text, schema text, "references" jsonb, hash text,
      forced boolean, desired text, adopted int, "requestId" bigint)`;
}

/** What is to become of versions of a subject; with null, of all that are not gone for good. */
export async function desireVersions(
  db: Connection,
  subjectId: string,
  ids: readonly string[] | null,
  desired: "deleted" | "purged",
): Promise<void> {
  const which = ids === null ? sql`desired <> 'purged'` : sql`id = ANY (${[...ids]}::uuid[])`;
  await db.$executeRaw`
    UPDATE subject_versions SET desired = ${desired} WHERE subject_id = ${subjectId}::uuid AND ${which}`;
}

/** The undecided request of a kind about a subject, other than `exceptRequest`; null when there is none. */
export async function openSubjectRequest(
  db: Connection,
  asked: { kind: RequestKind; cluster: string; name: string; exceptRequest: number | null },
): Promise<number | null> {
  const [row] = await db.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM requests WHERE kind = ${asked.kind} AND cluster_slug = ${asked.cluster} AND object_name = ${asked.name}
      AND state = 'submitted' AND id IS DISTINCT FROM ${asked.exceptRequest}::bigint LIMIT 1`;
  return row ? Number(row.id) : null;
}

/** Makes a blocked subject due now, through the one function that lets web reach the worker's table. */
export async function retrySubjectNow(db: Connection, subjectId: string): Promise<void> {
  await db.$executeRaw`SELECT subject_retry(${subjectId}::uuid)`;
}
