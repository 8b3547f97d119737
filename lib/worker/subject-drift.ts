import type { DriftRow, ManagedSubject, ManagedVersion } from "#lib/db/worker-stores/due-subjects";
import type { SeenSubject } from "#lib/db/worker-stores/subject-observations";

/** How a subject differs from what is desired of it: rows for the page, a sentence for people, and versions that are not there any more. */
export type SubjectDrift = { rows: DriftRow[]; message: string; missing: string[] };

type Difference = { row: DriftRow; text: string; missing?: string };

/**
 * Compares a subject with what was seen of it. Versions that were refused, or that were not registered yet, are not expected.
 * @param seen a fresh read or a sweep's; without versions when there is no such subject
 */
export function driftOf(subject: ManagedSubject, seen: Pick<SeenSubject, "compatibility" | "versions">): SubjectDrift {
  const differences = [...levelDifference(subject, seen), ...missingVersions(subject, seen), ...unasked(subject, seen)];
  return {
    rows: differences.map(({ row }) => row),
    message: differences.map(({ text }) => text).join(" "),
    missing: differences.flatMap(({ missing }) => missing ?? []),
  };
}

function levelDifference(
  { compatibility, appliedCompatibility, deletion }: ManagedSubject,
  seen: Pick<SeenSubject, "compatibility" | "versions">,
): Difference[] {
  const isThere = seen.versions.some(({ deleted }) => !deleted);
  if (deletion !== null || !isThere || seen.compatibility === compatibility) return [];
  const row = {
    field: "compatibility",
    desired: compatibility,
    applied: appliedCompatibility,
    observed: seen.compatibility,
  };
  return [{ row, text: `Compatibility is ${seen.compatibility}, desired ${compatibility}.` }];
}

function missingVersions(subject: ManagedSubject, { versions }: Pick<SeenSubject, "versions">): Difference[] {
  if (subject.deletion !== null) return [];
  const byNumber = new Map(versions.map((version) => [version.version, version]));
  return subject.versions.flatMap((version) => {
    if (!isExpected(version)) return [];
    const { versionId, registryVersion, schemaId } = version;
    const live = byNumber.get(registryVersion ?? 0);
    const field = `version ${registryVersion}`;
    if (live && !live.deleted) {
      if (schemaId === null || live.schemaId === schemaId) return [];
      const row = {
        field,
        desired: `schema ${schemaId}`,
        applied: `schema ${schemaId}`,
        observed: `schema ${live.schemaId}`,
      };
      return [
        { row, text: `Version ${registryVersion} holds another schema: it was registered anew outside Headgate.` },
      ];
    }
    const row = { field, desired: "registered", applied: "registered", observed: live ? "deleted" : "absent" };
    return [{ row, missing: versionId, text: `Version ${registryVersion} was deleted outside Headgate.` }];
  });
}

function unasked(subject: ManagedSubject, { versions }: Pick<SeenSubject, "versions">): Difference[] {
  return versions.flatMap(({ version, deleted, schemaId }) => {
    if (deleted || isKnown(subject, version)) return [];
    const row = { field: `version ${version}`, desired: "absent", applied: "absent", observed: `schema ${schemaId}` };
    return [{ row, text: `Version ${version} was registered outside Headgate.` }];
  });
}

/** Whether a living version of this number is ours, also one that is to go and is not gone yet. */
function isKnown({ versions }: ManagedSubject, number: number): boolean {
  return versions.some(
    ({ registryVersion, state }) => registryVersion === number && state !== "deleted" && state !== "purged",
  );
}

function isExpected({ desired, state, registryVersion }: ManagedVersion): boolean {
  return desired === "registered" && registryVersion !== null && (state === "registered" || state === "missing");
}
