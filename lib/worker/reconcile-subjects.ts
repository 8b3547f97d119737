import { findDueSubjects, type ManagedSubject } from "#lib/db/worker-stores/due-subjects";
import { findSubjectObservations } from "#lib/db/worker-stores/subject-observations";
import { RegistryCallFailed } from "#lib/registry/subject-registry";
import { backOffMs, ITEM_BACK_OFF } from "./back-off.ts";
import { type CommittedSubject, commitSubject } from "./commit-subject.ts";
import { decideSubjectStep } from "./decide-subject-step.ts";
import { inParallel } from "./in-parallel.ts";
import { knownVersions, type ReadSubject, readSubject } from "./read-subject.ts";
import { isRegistryAway } from "./registry-away.ts";
import { type RegistrySession, unansweredForMs } from "./registry-session.ts";
import { type SubjectWork, takeSubjectStep } from "./take-subject-step.ts";

/** Subjects taken per round. */
export const SUBJECTS_PER_ROUND = 200;
const SUBJECTS_AT_ONCE = 8;
/** Failures that may say something about the registry, and not about one subject. */
const AWAY = new Set(["unavailable", "rate_limited"]);

/**
 * One round: takes what is due in a registry and brings each subject, step by step, to what is desired of it. One that the registry chokes on
 * holds back nobody. Whatever is thrown, nothing is lost: what was not committed is still due.
 * @returns how many subjects were taken; {@link SUBJECTS_PER_ROUND} when there may be more
 * @throws RegistryCallFailed when the registry is away, LeaseLost
 */
export async function reconcileSubjects(session: RegistrySession): Promise<number> {
  const due = await findDueSubjects(session.db, session.slug, SUBJECTS_PER_ROUND);
  if (due.length === 0) return 0;
  session.checkpoint("taken");
  const names = due.map(({ name }) => name);
  const stored = await findSubjectObservations(session.db, session.slug, names);

  await inParallel(due, SUBJECTS_AT_ONCE, async (subject) => {
    const known = trustedVersions(subject, knownVersions(stored.get(subject.name)));
    const failure = await reconcileSubject(session, subject, known);
    if (failure && AWAY.has(failure.error.code) && (await isRegistryAway(session.registry, failure))) throw failure;
  });
  return due.length;
}

/** What need not be read again. Whatever is to be deleted is: the number alone does not tell whether it still is the same. */
function trustedVersions(subject: ManagedSubject, known: Map<number, number>): Map<number, number> {
  if (subject.deletion !== null) return new Map();
  for (const { registryVersion, schemaId, desired, state } of subject.versions) {
    if (registryVersion === null) continue;
    const isToGo = desired !== "registered" && state !== desired;
    if (isToGo || known.get(registryVersion) !== schemaId) known.delete(registryVersion);
  }
  return known;
}

/** @returns why the registry could not be asked to the end; what was reached until then is committed */
async function reconcileSubject(
  session: RegistrySession,
  subject: ManagedSubject,
  known: Map<number, number>,
): Promise<RegistryCallFailed | null> {
  const work: SubjectWork = {
    subject,
    facts: { notFound: new Set(), levelWritten: false, unsettled: false },
    levelBefore: null,
    events: [],
  };
  const was = structuredClone(subject);
  const looks = { last: null as ReadSubject | null };
  let [end, failure]: [CommittedSubject["end"], RegistryCallFailed | null] = [{ is: "settled" }, null];
  try {
    end = await walk(session, work, known, looks);
  } catch (error) {
    if (!(error instanceof RegistryCallFailed)) throw error;
    failure = error;
    end = {
      is: "again",
      reason: "waiting_for_registry",
      message: error.error.message,
      dueInMs: waitMs(subject),
    };
  }
  session.checkpoint("verified");
  await commitSubject(session, { was, work, end, read: failure ? null : looks.last });
  return failure;
}

/** Looks, decides, takes a step, and looks again, until nothing is left to do. */
async function walk(
  session: RegistrySession,
  work: SubjectWork,
  known: Map<number, number>,
  looks: { last: ReadSubject | null },
): Promise<CommittedSubject["end"]> {
  const { subject } = work;
  // Each version needs a few steps at most; whoever needs more is moved by somebody else at the same time.
  const most = 10 + 6 * subject.versions.length;
  for (let count = 0; count < most; count += 1) {
    const read = await readSubject(session.registry, subject.name, known);
    if (!read) break;
    looks.last = { seen: read.seen, texts: [...(looks.last?.texts ?? []), ...read.texts] };
    for (const { version, id } of read.texts) known.set(version, id);
    work.levelBefore = read.seen.compatibility;
    work.facts.unsettled = unansweredForMs(session, subject.subjectId) > 0;

    const step = decideSubjectStep(subject, read.seen, work.facts);
    if (step.do === "settle") return settledEnd(session, subject);
    if (step.do === "block") return { is: "blocked", reason: step.reason, message: step.message };
    const refusal = await takeSubjectStep(session, work, step);
    if (refusal?.retriable || (refusal && subject.levelLowered))
      return { is: "again", reason: refusal.code, message: refusal.message, dueInMs: waitMs(subject) };
    if (refusal) return { is: "blocked", reason: refusal.code, message: refusal.message };
  }
  const message = "The subject is changed by somebody else at the same time.";
  return { is: "again", reason: "changing", message, dueInMs: waitMs(subject) };
}

/** A lowered level is never left: as long as it may still be lowered by a call under way, it is looked at again. */
function settledEnd(session: RegistrySession, subject: ManagedSubject): CommittedSubject["end"] {
  if (!subject.levelLowered) return { is: "settled" };
  const dueInMs = unansweredForMs(session, subject.subjectId);
  return { is: "again", reason: "level_lowered", message: "The level is being restored.", dueInMs };
}

function waitMs(subject: ManagedSubject): number {
  const wait = backOffMs(ITEM_BACK_OFF, subject.attempt);
  // Nobody is left without the promise of the level for longer than it takes.
  return subject.levelLowered ? Math.min(wait, 2_000) : wait;
}
