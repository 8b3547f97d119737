import { appendAudit } from "#lib/db/append-audit";
import type { ManagedSubject } from "#lib/db/worker-stores/due-subjects";
import type { SeenSubject } from "#lib/db/worker-stores/subject-observations";
import { type JudgedSubject, saveJudgedSubjects } from "#lib/db/worker-stores/subject-outcomes";
import type { Suspicions } from "./cluster-session.ts";
import { settledGone } from "./commit-subject.ts";
import { chunks } from "./creation-batches.ts";
import { fenced } from "./fenced.ts";
import type { RegistrySession } from "./registry-session.ts";
import { driftOf } from "./subject-drift.ts";
import { eventOf } from "./take-subject-step.ts";

const SUBJECTS_PER_TRANSACTION = 200;

/**
 * What a sweep says about subjects that are not due. A first sight is only a suspicion; the second sweep in a row that sees the same makes it the
 * subject's state, also on the way back to ready.
 * @param seen what this sweep saw by name: null = not there, absent = the registry did not say
 * @param earlier suspicions of the sweep before
 */
export function judgeSubjects(
  subjects: readonly ManagedSubject[],
  seen: ReadonlyMap<string, SeenSubject | null>,
  earlier: Suspicions,
): { agreed: JudgedSubject[]; suspicions: Suspicions } {
  const agreed: JudgedSubject[] = [];
  const suspicions: Suspicions = new Map();
  for (const subject of subjects) {
    const { subjectId, name } = subject;
    const sight = seen.get(name);
    const before = earlier.get(subjectId);
    if (sight === undefined) {
      if (before !== undefined) suspicions.set(subjectId, before);
      continue;
    }
    const verdict = judge(subject, sight ?? { compatibility: subject.compatibility, versions: [] });
    const isSame = verdict.state === subject.state && JSON.stringify(verdict.drift) === JSON.stringify(subject.drift);
    if (isSame) continue;

    const suspicion = `${verdict.state} ${JSON.stringify(verdict.drift)}`;
    if (before === suspicion) agreed.push(verdict);
    else suspicions.set(subjectId, suspicion);
  }
  return { agreed, suspicions };
}

function judge(subject: ManagedSubject, seen: Pick<SeenSubject, "compatibility" | "versions">): JudgedSubject {
  const { rows, message, missing } = driftOf(subject, seen);
  const verdict = { subjectId: subject.subjectId, was: subject.state, drift: rows, missing, message };
  if (rows.length > 0) return { ...verdict, state: "drifted", reason: "drift" };
  return { ...verdict, state: settledGone(subject) ?? "ready", reason: null };
}

/**
 * Makes what two sweeps agree on the state of the subjects, and records it.
 * @param startedAt when the sweep began, by the database's clock
 */
export async function declareSubjects(
  session: RegistrySession,
  startedAt: Date,
  subjects: readonly ManagedSubject[],
  seen: ReadonlyMap<string, SeenSubject | null>,
): Promise<void> {
  const { agreed, suspicions } = judgeSubjects(subjects, seen, session.suspicions);
  session.suspicions = suspicions;
  const byId = new Map(subjects.map((subject) => [subject.subjectId, subject]));

  for (const judged of chunks(agreed, SUBJECTS_PER_TRANSACTION)) {
    await fenced(session, async (tx) => {
      const written = await saveJudgedSubjects(tx, judged, startedAt);
      const told = judged.filter(({ subjectId }) => written.has(subjectId));
      await appendAudit(
        tx,
        told.flatMap((one) => declaredEvent(session, one, byId.get(one.subjectId))),
      );
    });
  }
}

function declaredEvent(session: RegistrySession, judged: JudgedSubject, subject: ManagedSubject | undefined) {
  if (!subject) return [];
  const { was, state, reason, drift, message } = judged;
  const after = { state, reason, ...(drift.length > 0 && { drift }) };
  return [eventOf(session, subject, `subject.${state}`, { before: { state: was }, after, reason: message || null })];
}
