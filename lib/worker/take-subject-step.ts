import { appendAudit } from "#lib/db/append-audit";
import { LeaseLost } from "#lib/db/worker-stores/cluster-leases";
import { findVersionText, type ManagedSubject, type ManagedVersion } from "#lib/db/worker-stores/due-subjects";
import { markLevelLowered, recordRegistrationAttempt } from "#lib/db/worker-stores/subject-outcomes";
import type { AuditEvent } from "#lib/domain/audit";
import type { CompatibilityLevel } from "#lib/domain/compatibility";
import type { RegistryAnswer, RegistryError } from "#lib/registry/subject-registry";
import { workerActor } from "./cluster-session.ts";
import type { RoundFacts, SubjectStep } from "./decide-subject-step.ts";
import { fenced } from "./fenced.ts";
import { type RegistrySession, writeToRegistry } from "./registry-session.ts";

/** A subject in the middle of a round: what is known of it changes with every step, and is committed at the end. */
export type SubjectWork = {
  subject: ManagedSubject;
  facts: RoundFacts & { notFound: Set<string> };
  /** The level as the look before the step showed it. */
  levelBefore: CompatibilityLevel | null;
  /** What goes into the trail with the outcome. */
  events: AuditEvent[];
};

/** What the registry refused that has to do with the subject as a whole; null when the step was taken. */
export type Refusal = RegistryError | null;

type Step<Kind extends SubjectStep["do"]> = Extract<SubjectStep, { do: Kind }>;

/**
 * Takes one step. A refusal of one version is noted on that version; the others go on.
 * @throws RegistryCallFailed, LeaseLost
 */
export async function takeSubjectStep(
  session: RegistrySession,
  work: SubjectWork,
  step: Exclude<SubjectStep, { do: "settle" | "block" }>,
): Promise<Refusal> {
  switch (step.do) {
    case "set-level":
      return setLevel(session, work, step);
    case "note-restored":
      work.subject.levelLowered = false;
      work.events.push(
        eventOf(session, work.subject, "subject.level-restored", { after: { compatibility: work.levelBefore } }),
      );
      return null;
    case "note-version":
      return noteVersion(session, work, step);
    case "find":
      return find(session, work, step);
    case "register":
      return register(session, work, step);
    case "delete-version":
      return deleteVersion(session, work, step);
    case "delete-subject":
      return deleteSubject(session, work, step);
    case "block-version":
      block(step.version, step.reason, step.message);
      return null;
  }
}

async function setLevel(
  session: RegistrySession,
  work: SubjectWork,
  { level, restore }: Step<"set-level">,
): Promise<Refusal> {
  const { subject } = work;
  const answer = await writeToRegistry(session, subject.subjectId, (registry) =>
    registry.setLevel(subject.name, level),
  );
  session.checkpoint("level-written");
  if (!answer.ok) return answer.error;
  work.facts.levelWritten = true;
  const [before, after] = [{ compatibility: work.levelBefore }, { compatibility: level }];
  if (!restore) work.events.push(eventOf(session, subject, "subject.level-set", { before, after }));
  return null;
}

/** What is seen may be ours from before a crash: a deletion goes into the trail now. */
function noteVersion(
  session: RegistrySession,
  work: SubjectWork,
  { version, state, seen }: Step<"note-version">,
): null {
  const before = version.state;
  Object.assign(version, { state, reason: null, message: "", ...(seen && { schemaId: seen.schemaId }) });
  // What was missing was deleted by somebody else, and that stands in the trail already.
  const isOurDeletion = before !== "missing" && version.registryVersion !== null;
  if ((state === "deleted" || state === "purged") && isOurDeletion)
    work.events.push(versionEvent(session, work.subject, version, "subject.version-deleted", before));
  return null;
}

async function find(session: RegistrySession, work: SubjectWork, { version }: Step<"find">): Promise<Refusal> {
  const definition = await findVersionText(session.db, version.versionId);
  const found = await session.registry.findVersion(work.subject.name, definition);
  if (!found.ok) return refuseVersion(version, found.error);
  if (found.value) noteRegistered(session, work, version, found.value);
  else work.facts.notFound.add(version.versionId);
  return null;
}

/** The same schema there already is a success, whoever registered it: a version cannot be registered twice. */
async function register(
  session: RegistrySession,
  work: SubjectWork,
  { version, lower }: Step<"register">,
): Promise<Refusal> {
  const { subject } = work;
  const definition = await findVersionText(session.db, version.versionId);
  const before = await session.registry.findVersion(subject.name, definition);
  if (before.ok && before.value) {
    noteRegistered(session, work, version, before.value);
    return null;
  }
  const wasAttempted = version.attempted;
  if (!(await recordRegistrationAttempt(session.db, session.lease.scope, version.versionId)))
    throw new LeaseLost(session.slug);
  version.attempted = true;
  session.checkpoint("attempt-recorded");
  if (lower) {
    const refused = await lowerLevel(session, work, version);
    if (refused) return refuseVersion(version, refused, wasAttempted);
  }
  const answer = await writeToRegistry(session, subject.subjectId, (registry) =>
    registry.register(subject.name, definition),
  );
  session.checkpoint("registered");
  if (!answer.ok) return refuseVersion(version, answer.error, wasAttempted);

  // Read back: what the registry says it took counts when it shows it.
  const after = await session.registry.findVersion(subject.name, definition);
  if (after.ok && after.value) noteRegistered(session, work, version, after.value);
  else
    return { code: "unexpected", retriable: true, message: "The registry took the version and does not show it yet." };
  return null;
}

/** Committed, trail included, before the call: whoever comes after this line finds the mark and restores the level. */
async function lowerLevel(session: RegistrySession, work: SubjectWork, version: ManagedVersion): Promise<Refusal> {
  const { subject } = work;
  const event = eventOf(session, subject, "subject.level-lowered", {
    requestId: version.requestId,
    before: { compatibility: work.levelBefore },
    after: { compatibility: "NONE" },
  });
  await fenced(session, async (tx) => {
    await markLevelLowered(tx, subject.subjectId);
    await appendAudit(tx, [event]);
  });
  subject.levelLowered = true;
  session.checkpoint("lowering-recorded");
  const lowered = await writeToRegistry(session, subject.subjectId, (registry) =>
    registry.setLevel(subject.name, "NONE"),
  );
  session.checkpoint("level-written");
  return lowered.ok ? null : lowered.error;
}

async function deleteVersion(
  session: RegistrySession,
  work: SubjectWork,
  { version, number, permanent }: Step<"delete-version">,
): Promise<Refusal> {
  const { subjectId, name } = work.subject;
  const answer = await writeToRegistry(session, subjectId, (registry) =>
    registry.deleteVersion(name, number, permanent),
  );
  session.checkpoint("deleted");
  return isRefused(answer) ? refuseVersion(version, answer.error) : null;
}

async function deleteSubject(
  session: RegistrySession,
  work: SubjectWork,
  { permanent }: Step<"delete-subject">,
): Promise<Refusal> {
  const { subjectId, name } = work.subject;
  const answer = await writeToRegistry(session, subjectId, (registry) => registry.deleteSubject(name, permanent));
  session.checkpoint("deleted");
  return isRefused(answer) ? answer.error : null;
}

function isRefused(answer: RegistryAnswer<null>): answer is { ok: false; error: RegistryError } {
  return !answer.ok;
}

/** Refused for good, it waits for a person, and its attempt made nothing; else the subject is tried again as a whole. */
function refuseVersion(version: ManagedVersion, error: RegistryError, wasAttempted = version.attempted): Refusal {
  if (error.retriable) return error;
  block(version, error.code, error.message);
  version.attempted = wasAttempted;
  return null;
}

function block(version: ManagedVersion, reason: string, message: string): void {
  Object.assign(version, { state: "blocked", reason, message });
}

function noteRegistered(
  session: RegistrySession,
  work: SubjectWork,
  version: ManagedVersion,
  found: { version: number; id: number },
): void {
  const before = version.state;
  const seen = { registryVersion: found.version, schemaId: found.id };
  Object.assign(version, { state: "registered", reason: null, message: "", ...seen });
  work.events.push(versionEvent(session, work.subject, version, "subject.version-registered", before));
}

function versionEvent(
  session: RegistrySession,
  subject: ManagedSubject,
  version: ManagedVersion,
  action: string,
  before: string,
): AuditEvent {
  const { registryVersion, schemaId, state, forced, requestId } = version;
  const after = { state, version: registryVersion, schemaId, ...(forced && { forced }) };
  return eventOf(session, subject, action, { requestId, before: { state: before }, after });
}

/** Something that happened to a subject, as it goes into the trail. */
export function eventOf(
  session: RegistrySession,
  { subjectId, name, teamId }: ManagedSubject,
  action: string,
  rest: Pick<AuditEvent, "before" | "after" | "reason" | "requestId">,
): AuditEvent {
  return { action, actor: workerActor(session), object: { kind: "subject", id: subjectId, name }, teamId, ...rest };
}
