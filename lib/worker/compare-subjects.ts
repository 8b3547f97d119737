import type { SeenSubject, SeenVersion } from "#lib/db/worker-stores/subject-observations";
import type { SubjectGlance } from "#lib/registry/subject-registry";

/** Whether what a sweep saw of a subject is what is stored. */
export function isSameSubject(before: SeenSubject | undefined, now: SeenSubject): boolean {
  return (
    before !== undefined &&
    before.compatibility === now.compatibility &&
    before.ownLevel === now.ownLevel &&
    before.versions.length === now.versions.length &&
    now.versions.every((version, index) => isSameVersion(before.versions[index], version))
  );
}

/** Whether a glance at a subject shows nothing but what is stored. */
export function isAsBefore(before: SeenSubject, { living, level }: SubjectGlance): boolean {
  const known = before.versions.filter(({ deleted }) => !deleted);
  return (
    before.compatibility === level &&
    known.length === living.length &&
    known.every(({ version }, index) => version === living[index])
  );
}

function isSameVersion(before: SeenVersion | undefined, now: SeenVersion): boolean {
  return before?.version === now.version && before.schemaId === now.schemaId && before.deleted === now.deleted;
}
