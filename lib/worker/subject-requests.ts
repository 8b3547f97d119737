import type { ManagedSubject, ManagedVersion } from "#lib/db/worker-stores/due-subjects";
import type { SubjectOutcomeRow, SubjectRequest } from "#lib/db/worker-stores/subject-outcomes";
import { type RequestEvent, type RequestState, transition } from "#lib/domain/request";
import { CompatibilityPatch, SubjectDeletionPatch, SubjectRevertPatch } from "#lib/domain/request-kind";

export type EndedSubjectRequest = { id: bigint; state: RequestState; outcome: string | null };

/** What ends a request: it was carried out, or something later made that impossible; undefined while neither is so. */
type Verdict = { event: RequestEvent; outcome: string | null } | undefined;

const APPLIED: Verdict = { event: { type: "apply" }, outcome: null };
const superseded = (outcome: string): Verdict => ({ event: { type: "supersede" }, outcome });

/**
 * The approved requests that are carried out by now, each when its own items were seen, or never will be.
 * @param subject as this round left it
 */
export function endedSubjectRequests(
  requests: readonly SubjectRequest[],
  subject: ManagedSubject,
  row: SubjectOutcomeRow,
): EndedSubjectRequest[] {
  return requests.flatMap((request) => {
    // A later generation was not looked at yet; its own round will tell.
    if (request.generation !== null && request.generation > row.generation) return [];
    const verdict = verdictOf(request, subject, row);
    if (!verdict) return [];
    const moved = transition("approved", verdict.event);
    if (!moved.ok) throw new Error(`The table of states does not know ${verdict.event.type} of an approved request.`);
    return [{ id: request.id, state: moved.value, outcome: verdict.outcome }];
  });
}

function verdictOf(request: SubjectRequest, subject: ManagedSubject, row: SubjectOutcomeRow): Verdict {
  switch (request.kind) {
    case "schema.register":
      return registerVerdict(request, subject, row);
    case "subject.compatibility":
      return levelVerdict(CompatibilityPatch.parse(request.patch).compatibility, subject, row);
    case "subject.adopt":
      return row.observed ? APPLIED : undefined;
    case "subject.revert":
      return revertVerdict(SubjectRevertPatch.parse(request.patch), subject, row);
    case "subject.delete":
      return deletionVerdict(SubjectDeletionPatch.parse(request.patch), subject, row);
    default:
      return undefined;
  }
}

function registerVerdict({ id }: SubjectRequest, { versions }: ManagedSubject, row: SubjectOutcomeRow): Verdict {
  const version = versions.find(({ requestId }) => requestId === String(id));
  if (!version) return undefined;
  if (version.state === "deleted" || version.state === "purged")
    return superseded("The version was deleted before it was registered.");
  if (version.state !== "registered" && version.state !== "missing") return undefined;
  return version.forced && row.levelLowered ? undefined : APPLIED;
}

function levelVerdict(asked: string, { compatibility, deletion }: ManagedSubject, row: SubjectOutcomeRow): Verdict {
  if (deletion !== null) return superseded("The subject was deleted before this was applied.");
  if (compatibility !== asked) return superseded("Another level was approved before this one was applied.");
  // Where no version lives there is nothing to give a level to: the next version brings it.
  const isSoOrHasNone = row.appliedCompatibility === asked || row.appliedCompatibility === null;
  return row.observed && isSoOrHasNone ? APPLIED : undefined;
}

function revertVerdict({ missing }: SubjectRevertPatch, subject: ManagedSubject, row: SubjectOutcomeRow): Verdict {
  if (subject.deletion !== null) return superseded("The subject was deleted before this was applied.");
  return row.observed && !subject.versions.some((version) => isMissing(version, missing)) ? APPLIED : undefined;
}

/** Whether a version that was to come back is not there. */
function isMissing({ registryVersion, desired, state }: ManagedVersion, missing: readonly number[]): boolean {
  return missing.includes(registryVersion ?? 0) && desired === "registered" && state !== "registered";
}

function deletionVerdict(
  { versions, permanent }: SubjectDeletionPatch,
  subject: ManagedSubject,
  row: SubjectOutcomeRow,
): Verdict {
  const isGone = ({ state }: { state: string }) => state === "purged" || (!permanent && state === "deleted");
  if (versions === null) {
    if (subject.deletion === null) return superseded("The subject was asked for again before it was deleted.");
    return isGone(row) ? APPLIED : undefined;
  }
  const asked = subject.versions.filter(({ registryVersion }) => versions.includes(registryVersion ?? 0));
  if (asked.every(isGone)) return APPLIED;
  // From then on nothing is done about single versions.
  const isOver = subject.deletion !== null && row.observed;
  return isOver ? superseded("The subject was deleted as a whole before these versions were gone.") : undefined;
}
