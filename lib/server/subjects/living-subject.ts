import type { Connection } from "#lib/db/database";
import { findSubject, lockSubject, openSubjectRequest, type Subject } from "#lib/db/stores/subjects";
import type { RequestKind } from "#lib/domain/request-kind";
import { type FieldError, fail, ok, type Result } from "#lib/domain/result";
import { lockedOwner, type OwningTeam } from "./schema-owner-subject.ts";

export type SubjectAddress = { cluster: string; subject: string };
export type OwnedSubject = OwningTeam & { managed: Subject };

/** A managed subject that was not deleted, for a command about it: its team, then itself, locked. Null when there is none. */
export async function livingSubject(
  db: Connection,
  { cluster, subject }: SubjectAddress,
): Promise<OwnedSubject | null> {
  const found = await findSubject(db, cluster, subject);
  const owner = found && (await lockedOwner(db, found.team.id));
  if (!owner) return null;

  await lockSubject(db, cluster, subject);
  const managed = await findSubject(db, cluster, subject);
  // Given to another team between the two reads: as if asked a moment earlier.
  if (managed?.team.id !== owner.team.id) return null;
  const { id } = managed;
  return { ...owner, managed, subject: { ...owner.subject, kind: "subject", id } };
}

/** Refuses what is asked for already, and what is asked of a subject that is gone. */
export async function askable(
  db: Connection,
  kind: RequestKind,
  { cluster, name, deletion }: Pick<Subject, "cluster" | "name" | "deletion">,
  ofDeleted = false,
): Promise<Result<null>> {
  const open = await openSubjectRequest(db, { kind, cluster, name, exceptRequest: null });
  if (open !== null)
    return fail("conflict", `It is asked for already, by request ${open}.`, { extra: { requestId: open } });
  if (deletion !== null && !ofDeleted) return fail("conflict", `${name} is deleted.`);
  return ok(null);
}

/** The subject of a request about it, as it is now; null where it is gone or another team's. */
export async function subjectOfRequest(
  db: Connection,
  request: { cluster: string; name: string; team: { id: string } },
): Promise<Subject | null> {
  await lockSubject(db, request.cluster, request.name);
  const managed = await findSubject(db, request.cluster, request.name);
  return managed?.team.id === request.team.id ? managed : null;
}

/** Said where the subject of a request is not what it was. */
export function subjectGone(name: string) {
  return {
    ok: false as const,
    stale: { path: "subject", message: `${name} is gone, or belongs to another team by now.` },
  };
}

/**
 * Why nothing new can be asked of a subject: while the registry holds something else than was decided, it judges by another level or version, and
 * nobody can say what a new version would change. Null where nothing differs.
 */
export function driftProblem({ name, state, deletion }: Subject): FieldError | null {
  if (state !== "drifted" || deletion !== null) return null;
  return { path: "subject", message: `${name} differs from what is desired; revert or adopt that first.` };
}
