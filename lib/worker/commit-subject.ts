import { appendAudit } from "#lib/db/append-audit";
import type { Connection } from "#lib/db/database";
import type { ManagedSubject } from "#lib/db/worker-stores/due-subjects";
import {
  latestOf,
  removeSubjectObservations,
  type SeenSubject,
  type StoredSchema,
  saveSchemas,
  saveSubjectObservations,
} from "#lib/db/worker-stores/subject-observations";
import {
  lockSubjectRequests,
  lockSubjectStatus,
  type SubjectOutcomeRow,
  type SubjectState,
  saveSubjectOutcome,
} from "#lib/db/worker-stores/subject-outcomes";
import { endApprovedRequests } from "#lib/db/worker-stores/topic-outcomes";
import type { AuditEvent } from "#lib/domain/audit";
import { fenced } from "./fenced.ts";
import type { ReadSubject } from "./read-subject.ts";
import type { RegistrySession } from "./registry-session.ts";
import { driftOf } from "./subject-drift.ts";
import { endedSubjectRequests } from "./subject-requests.ts";
import { eventOf, type SubjectWork } from "./take-subject-step.ts";
import { understandSchemas } from "./understand-schemas.ts";

/** What became of one subject in one round. */
export type CommittedSubject = {
  /** As it was when the round began. */
  was: ManagedSubject;
  work: SubjectWork;
  end:
    | { is: "settled" }
    | { is: "blocked"; reason: string; message: string }
    | { is: "again"; reason: string; message: string; dueInMs: number };
  /** The last look at it; null when it was not read to the end. */
  read: ReadSubject | null;
};

/**
 * Makes an outcome true, all or none: statuses, the requests it carries out, what was seen, audit.
 * @throws LeaseLost when another worker may be at it by now; the subject stays due
 */
export async function commitSubject(session: RegistrySession, committed: CommittedSubject): Promise<void> {
  const { was, work, read } = committed;
  const { subject } = work;
  const row = outcomeRow(committed);
  const schemas = read ? await understandSchemas(session, read.texts) : [];

  await fenced(session, async (tx) => {
    await lockSubjectStatus(tx, subject.subjectId);
    const requests = await lockSubjectRequests(tx, subject.subjectId);
    await saveSubjectOutcome(tx, row, subject.versions);
    const ended = endedSubjectRequests(requests, subject, row);
    await endApprovedRequests(tx, ended);
    if (read) await saveSeen(tx, session.slug, read.seen, schemas);
    const superseded = ended.filter(({ state }) => state === "superseded");
    await appendAudit(tx, [
      ...work.events,
      ...stateEvents(session, was, row),
      ...superseded.map(({ id, outcome }) => ({
        ...eventOf(session, subject, "request.superseded", { reason: outcome, requestId: String(id) }),
        object: { kind: "request", id: String(id), name: subject.name },
        before: { state: "approved" },
        after: { state: "superseded" },
      })),
    ]);
  });
  session.checkpoint("committed");
}

/** What was read back is what the next request is planned on, without waiting for a sweep. */
async function saveSeen(
  tx: Connection,
  cluster: string,
  seen: SeenSubject,
  schemas: readonly StoredSchema[],
): Promise<void> {
  await saveSchemas(tx, cluster, schemas);
  if (latestOf(seen.versions)) await saveSubjectObservations(tx, cluster, [seen], null);
  else await removeSubjectObservations(tx, cluster, [seen.name], null);
}

function outcomeRow({ work: { subject }, end, read }: CommittedSubject): SubjectOutcomeRow {
  const { subjectId, generation, levelLowered } = subject;
  const common = { subjectId, generation, levelLowered, verified: read !== null };
  if (end.is !== "settled" || !read) {
    const unfinished = { drift: subject.drift, observed: false, appliedCompatibility: subject.appliedCompatibility };
    if (end.is === "again") {
      const { reason, message, dueInMs } = end;
      return { ...common, ...unfinished, state: "pending", reason, message, attempt: subject.attempt + 1, dueInMs };
    }
    const why = end.is === "blocked" ? { reason: end.reason, message: end.message } : { reason: null, message: "" };
    return { ...common, ...unfinished, ...why, state: "blocked", attempt: 0, dueInMs: null };
  }
  const drift = driftOf(subject, read.seen);
  for (const version of subject.versions) if (drift.missing.includes(version.versionId)) version.state = "missing";
  return {
    ...common,
    ...settledState(subject, drift.rows.length > 0 ? drift.message : null),
    ...{ observed: true, attempt: 0, dueInMs: null, drift: drift.rows },
    appliedCompatibility: appliedLevel(subject, read.seen),
  };
}

function settledState(
  subject: ManagedSubject,
  drift: string | null,
): { state: SubjectState; reason: string | null; message: string } {
  const blocked = subject.versions.find(({ state }) => state === "blocked");
  if (blocked) return { state: "blocked", reason: blocked.reason, message: blocked.message };
  if (drift !== null) return { state: "drifted", reason: "drift", message: drift };
  return { state: settledGone(subject) ?? "ready", reason: null, message: "" };
}

/** What a subject is called that is gone as it was desired; null for one that is to live. */
export function settledGone({ deletion }: Pick<ManagedSubject, "deletion">): "deleted" | "purged" | null {
  if (deletion === null) return null;
  return deletion === "soft" ? "deleted" : "purged";
}

/** A subject that is gone has no level: when it is used again, its level is set anew. */
function appliedLevel({ deletion, compatibility, appliedCompatibility }: ManagedSubject, seen: SeenSubject) {
  if (deletion !== null || !latestOf(seen.versions)) return null;
  return seen.compatibility === compatibility ? compatibility : appliedCompatibility;
}

function stateEvents(session: RegistrySession, was: ManagedSubject, row: SubjectOutcomeRow): AuditEvent[] {
  if (row.state === "pending" || row.state === was.state) return [];
  const [before, after] = [{ state: was.state }, { state: row.state, reason: row.reason }];
  return [eventOf(session, was, `subject.${row.state}`, { before, after, reason: row.message || null })];
}
