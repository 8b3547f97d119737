import type { ManagedSubject, ManagedVersion } from "#lib/db/worker-stores/due-subjects";
import type { SeenSubject, SeenVersion } from "#lib/db/worker-stores/subject-observations";
import type { CompatibilityLevel } from "#lib/domain/compatibility";
import { NOT_TOLD } from "./read-subject.ts";

/** What follows for one subject. After every step but the last two it is looked at again, and decided anew. */
export type SubjectStep =
  /** The level is written; `restore` when it was lowered by us. */
  | { do: "set-level"; level: CompatibilityLevel; restore: boolean }
  /** The level that was lowered was seen restored, or there is nothing left to restore it for. */
  | { do: "note-restored" }
  /** It is there as desired, or as far gone as desired: nothing is written. */
  | { do: "note-version"; version: ManagedVersion; state: ManagedVersion["state"]; seen: SeenVersion | null }
  /** Nothing of what lives there is known to be ours: only a version that is there already can be taken. */
  | { do: "find"; version: ManagedVersion }
  | { do: "register"; version: ManagedVersion; lower: boolean }
  | { do: "delete-version"; version: ManagedVersion; number: number; permanent: boolean }
  | { do: "delete-subject"; permanent: boolean }
  | { do: "block-version"; version: ManagedVersion; reason: string; message: string }
  | { do: "block"; reason: string; message: string }
  /** Nothing is left to do; what differs is drift. */
  | { do: "settle" };

/** What this round knows beside the tables. */
export type RoundFacts = {
  /** Versions that were looked for in vain. */
  notFound: ReadonlySet<string>;
  /** Whether a write of ours that got no answer may still be carried out. */
  unsettled: boolean;
  /** Whether the level was written in this round. */
  levelWritten: boolean;
};

const FOREIGN =
  "Somebody else has registered versions of this subject. Headgate does not touch them: adopt the subject first.";

/**
 * The next step, from what is desired, what was done and what the registry shows. Pure: the one place that decides about writes. What a generation
 * that was seen already asks for is compared and never written; a version that was never registered, or that a person asked to be tried again, is
 * due by itself.
 * @param seen a fresh read; without versions when there is no such subject
 */
export function decideSubjectStep(subject: ManagedSubject, seen: SeenSubject, facts: RoundFacts): SubjectStep {
  const living = seen.versions.filter(({ deleted }) => !deleted);
  if (subject.levelLowered) {
    const restored = restoreStep(subject, seen, living.length > 0, facts);
    if (restored) return restored;
  }
  if (subject.deletion !== null) return deletionStep(subject, seen, living);

  const foreign = isNothingOurs(subject) && living.length > 0;
  if (foreign) return foreignStep(subject, facts);
  if (living.length > 0 && isLevelAsked(subject) && isLevelToSet(subject, seen, facts))
    return { do: "set-level", level: subject.compatibility, restore: false };

  for (const version of subject.versions) {
    const step =
      version.desired === "registered" ? registration(subject, version, seen) : removal(subject, version, seen);
    if (step) return step;
  }
  return { do: "settle" };
}

/** First of all, whatever else is desired: nobody is left without the promise that the level gives. */
function restoreStep(
  { compatibility }: ManagedSubject,
  seen: SeenSubject,
  lives: boolean,
  { unsettled }: RoundFacts,
): SubjectStep | null {
  if (lives && seen.compatibility !== compatibility) return { do: "set-level", level: compatibility, restore: true };
  // A lowering that got no answer may still be carried out after this look.
  return unsettled ? null : { do: "note-restored" };
}

function isAsked({ generation, observedGeneration }: ManagedSubject): boolean {
  return generation > observedGeneration;
}

/** Another level than the one that was applied is desired, or somebody approved that a change of it is undone. */
function isLevelAsked(subject: ManagedSubject): boolean {
  if (!isAsked(subject)) return false;
  return (
    subject.appliedCompatibility !== subject.compatibility ||
    subject.reverts.some(({ compatibility }) => compatibility === subject.compatibility)
  );
}

/** A new subject gets its level even where it inherits the same: what counts for all may change. Some registries cannot tell the two apart. */
function isLevelToSet(subject: ManagedSubject, seen: SeenSubject, { levelWritten }: RoundFacts): boolean {
  if (seen.compatibility !== subject.compatibility) return true;
  const isNew = subject.appliedCompatibility === null && subject.versions.every((one) => one.adoptedVersion === null);
  return isNew && seen.ownLevel !== true && !levelWritten;
}

function isNothingOurs({ versions }: ManagedSubject): boolean {
  return !versions.some(
    ({ attempted, registryVersion, state }) =>
      (attempted || registryVersion !== null) && state !== "deleted" && state !== "purged",
  );
}

function foreignStep({ versions }: ManagedSubject, { notFound }: RoundFacts): SubjectStep {
  const version = versions.find(({ desired, state }) => desired === "registered" && state === "pending");
  if (!version) return { do: "settle" };
  if (!notFound.has(version.versionId)) return { do: "find", version };
  return { do: "block-version", version, reason: "foreign_subject", message: FOREIGN };
}

function registration(subject: ManagedSubject, version: ManagedVersion, seen: SeenSubject): SubjectStep | null {
  const { state, adoptedVersion, registryVersion, attempted } = version;
  const live = seen.versions.find((one) => one.version === registryVersion && !one.deleted) ?? null;
  if (state === "pending" && adoptedVersion !== null && !attempted)
    return { do: "note-version", version, state: live ? "registered" : "missing", seen: live };
  const lives = seen.versions.some(({ deleted }) => !deleted);
  const register = {
    do: "register",
    version,
    lower: version.forced && lives && seen.compatibility !== "NONE",
  } as const;
  if (state === "pending") return register;
  const reverted = subject.reverts.some(({ missing }) => missing.includes(registryVersion ?? 0));
  const isGone = (state === "registered" || state === "missing") && live === null;
  return isGone && reverted && isAsked(subject) ? register : null;
}

function removal(subject: ManagedSubject, version: ManagedVersion, seen: SeenSubject): SubjectStep | null {
  const { desired, state, registryVersion, schemaId } = version;
  if (state === desired || state === "purged" || desired === "registered") return null;
  // One that was refused and never got in is gone already; any other that is blocked waits for a person.
  if (state === "blocked" && registryVersion !== null) return null;
  const live = seen.versions.find((one) => one.version === registryVersion) ?? null;
  if (!live) return { do: "note-version", version, state: desired, seen: null };
  if (isAnother(live, schemaId)) return anotherSchema(version);
  if (live.deleted && desired === "deleted") return { do: "note-version", version, state: desired, seen: live };
  if (!isAsked(subject) && state !== "pending") return null;
  return { do: "delete-version", version, number: live.version, permanent: live.deleted };
}

function isAnother(live: SeenVersion, schemaId: number | null): boolean {
  return schemaId !== null && live.schemaId !== NOT_TOLD && live.schemaId !== schemaId;
}

function anotherSchema(version: ManagedVersion): SubjectStep {
  const message = `Version ${version.registryVersion} holds another schema than the one that was to be deleted: it was registered anew outside Headgate.`;
  return { do: "block-version", version, reason: "registered_anew", message };
}

function deletionStep(subject: ManagedSubject, seen: SeenSubject, living: readonly SeenVersion[]): SubjectStep {
  const gone = subject.deletion === "permanent" ? "purged" : "deleted";
  const isGone = living.length === 0 && (gone === "deleted" || seen.versions.length === 0);
  if (isGone) {
    const version = subject.versions.find(({ state }) => state !== gone && state !== "purged");
    return version ? { do: "note-version", version, state: gone, seen: null } : { do: "settle" };
  }
  if (!isAsked(subject)) return { do: "settle" };

  const ours = new Map(subject.versions.map((version) => [version.registryVersion, version]));
  const stranger = living.find((live) => {
    const known = ours.get(live.version);
    return !known || isAnother(live, known.schemaId);
  });
  if (stranger) {
    const message = `Version ${stranger.version} was registered outside Headgate. Adopt it or delete it first.`;
    return { do: "block", reason: "foreign_version", message };
  }
  return { do: "delete-subject", permanent: living.length === 0 };
}
