import type { CompatibilityLevel } from "#lib/domain/compatibility";
import type { RequestKind } from "#lib/domain/request-kind";
import type { Connection } from "../database.ts";
import { storableJson } from "../storable-json.ts";
import type { DriftRow, ManagedVersion } from "./due-subjects.ts";

export type SubjectState = "pending" | "ready" | "blocked" | "drifted" | "deleted" | "purged";

/** What became of one subject in one round, as its status will say it. */
export type SubjectOutcomeRow = {
  subjectId: string;
  /** The generation that was worked on; a later one stays due. */
  generation: number;
  /** Whether everything that this generation asks for was done, or refused for good. */
  observed: boolean;
  state: SubjectState;
  reason: string | null;
  message: string;
  attempt: number;
  /** When to look again, in ms from now; null when nothing is left to do. */
  dueInMs: number | null;
  /** Set when the subject was read back. */
  verified: boolean;
  appliedCompatibility: CompatibilityLevel | null;
  levelLowered: boolean;
  drift: DriftRow[];
};

/** Locks the status of a subject, so that a new generation written meanwhile is seen or waits. */
export async function lockSubjectStatus(db: Connection, subjectId: string): Promise<void> {
  await db.$queryRaw`SELECT 1 FROM subject_status WHERE subject_id = ${subjectId}::uuid FOR NO KEY UPDATE`;
}

export type SubjectRequest = { id: bigint; kind: RequestKind; patch: unknown; generation: number | null };

/** Locks and answers the approved requests about a subject. */
export async function lockSubjectRequests(db: Connection, subjectId: string): Promise<SubjectRequest[]> {
  return db.$queryRaw`
    SELECT id, kind, patch, generation FROM requests
    WHERE subject_id = ${subjectId}::uuid AND state = 'approved' ORDER BY id FOR NO KEY UPDATE`;
}

/** Writes what became of a subject and its versions. Call it with its status locked. */
export async function saveSubjectOutcome(
  db: Connection,
  row: SubjectOutcomeRow,
  versions: readonly ManagedVersion[],
): Promise<void> {
  await saveVersionStatuses(db, versions, row.verified);
  await db.$executeRaw`
    UPDATE subject_status s SET state = o.state, reason = o.reason, message = o.message, attempt = o.attempt, drift = o.drift,
      state_since = CASE WHEN s.state = o.state THEN s.state_since ELSE clock_timestamp() END,
      observed_generation = CASE WHEN o.observed THEN o.generation ELSE s.observed_generation END,
      applied_compatibility = o."appliedCompatibility",
      verified_at = CASE WHEN o.verified THEN clock_timestamp() ELSE s.verified_at END,
      level_lowered_at = CASE WHEN o."levelLowered" THEN s.level_lowered_at END,
      due_at = CASE WHEN t.generation > o.generation THEN clock_timestamp()
        ELSE clock_timestamp() + o."dueInMs" * interval '1 ms' END
    FROM jsonb_to_record(${storableJson(row)}::jsonb) AS o("subjectId" uuid, generation int, observed boolean, state text, reason text,
      message text, attempt int, "dueInMs" float8, verified boolean, "appliedCompatibility" text, "levelLowered" boolean, drift jsonb)
    JOIN subjects t ON t.id = o."subjectId"
    WHERE s.subject_id = o."subjectId"`;
}

async function saveVersionStatuses(
  db: Connection,
  versions: readonly ManagedVersion[],
  verified: boolean,
): Promise<void> {
  await db.$executeRaw`
    UPDATE subject_version_status s SET state = v.state, reason = v.reason, message = v.message,
      state_since = CASE WHEN s.state = v.state THEN s.state_since ELSE clock_timestamp() END,
      attempted_at = CASE WHEN v.attempted THEN coalesce(s.attempted_at, clock_timestamp()) END,
      registry_version = v."registryVersion", schema_id = v."schemaId",
      verified_at = CASE WHEN ${verified} THEN clock_timestamp() ELSE s.verified_at END
    FROM jsonb_to_recordset(${storableJson(versions)}::jsonb) AS v("versionId" uuid, state text, reason text, message text,
      attempted boolean, "registryVersion" int, "schemaId" int)
    WHERE s.version_id = v."versionId"`;
}

type LeaseScope = { cluster: string; holder: string; epoch: bigint };

/**
 * Records, and commits, that a version is about to be registered: afterwards it may be ours. One statement, outside any transaction, that does
 * nothing unless the lease is held.
 * @returns false when the lease is not held
 */
export async function recordRegistrationAttempt(
  db: Connection,
  lease: LeaseScope,
  versionId: string,
): Promise<boolean> {
  const recorded = await db.$executeRaw`
    UPDATE subject_version_status SET attempted_at = coalesce(attempted_at, clock_timestamp())
    WHERE version_id = ${versionId}::uuid
      AND EXISTS (SELECT FROM cluster_leases WHERE cluster_slug = ${lease.cluster} AND holder = ${lease.holder}
        AND epoch = ${lease.epoch} AND expires_at > clock_timestamp())`;
  return recorded > 0;
}

/** Records that the level is about to be lowered: from the commit on, whoever comes restores it. */
export async function markLevelLowered(db: Connection, subjectId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE subject_status SET level_lowered_at = coalesce(level_lowered_at, clock_timestamp()) WHERE subject_id = ${subjectId}::uuid`;
}

export type JudgedSubject = {
  subjectId: string;
  was: string;
  state: SubjectState;
  reason: string | null;
  message: string;
  drift: DriftRow[];
  /** Versions that are not there any more; all others of the subject that were missing are there again. */
  missing: string[];
};

/**
 * Writes what two sweeps agreed on, unless the subject moved since it was read: became due, changed its state, or was verified at or after
 * `startedAt`.
 * @returns the subjects that were written
 */
export async function saveJudgedSubjects(
  db: Connection,
  judged: readonly JudgedSubject[],
  startedAt: Date,
): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ subjectId: string }[]>`
    UPDATE subject_status s SET state = j.state, reason = j.reason, message = j.message, drift = j.drift,
      state_since = CASE WHEN s.state = j.state THEN s.state_since ELSE clock_timestamp() END
    FROM jsonb_to_recordset(${storableJson(judged)}::jsonb) AS j("subjectId" uuid, was text, state text, reason text, message text, drift jsonb)
    WHERE s.subject_id = j."subjectId" AND s.state = j.was AND s.due_at IS NULL
      AND (s.verified_at IS NULL OR s.verified_at < ${startedAt})
    RETURNING s.subject_id AS "subjectId"`;
  const written = new Set(rows.map(({ subjectId }) => subjectId));
  const missing = judged.filter(({ subjectId }) => written.has(subjectId)).flatMap((one) => one.missing);
  await db.$executeRaw`
    UPDATE subject_version_status SET state = CASE WHEN version_id = ANY(${missing}::uuid[]) THEN 'missing' ELSE 'registered' END,
      state_since = clock_timestamp()
    WHERE subject_id = ANY(${[...written]}::uuid[]) AND state IN ('registered', 'missing')
      AND (version_id = ANY(${missing}::uuid[])) <> (state = 'missing')`;
  return written;
}
