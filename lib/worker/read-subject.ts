import type { SeenSubject, SeenVersion } from "#lib/db/worker-stores/subject-observations";
import type { RegisteredVersion, SubjectRegistry } from "#lib/registry/subject-registry";

/** One subject as it was just read, with the texts that were read for it. */
export type ReadSubject = { seen: SeenSubject; texts: RegisteredVersion[] };

/** In place of a schema's id where the registry does not tell it. */
export const NOT_TOLD = 0;

/**
 * A fresh look at one subject. A version's id is read only where it is not known: a version never changes, as long as nobody makes the registry
 * anew.
 * @param known what is stored of it; versions whose schema's text is not stored are read again
 * @param again whether the latest version is read although it is known
 * @returns null when the subject changed while it was read; the next look tells
 * @throws RegistryCallFailed
 */
export async function readSubject(
  registry: SubjectRegistry,
  name: string,
  known: ReadonlyMap<number, number>,
  again = false,
): Promise<ReadSubject | null> {
  const [listed, { level, own }] = await Promise.all([registry.listVersions(name), registry.readLevel(name)]);
  const latest = listed.findLast(({ deleted }) => !deleted)?.version;
  const versions: SeenVersion[] = [];
  const texts: RegisteredVersion[] = [];
  for (const { version, deleted } of listed) {
    const schemaId = again && version === latest ? undefined : known.get(version);
    if (schemaId !== undefined) {
      versions.push({ version, schemaId, deleted });
      continue;
    }
    const answer = await registry.readVersion(name, version);
    if (answer.ok) {
      versions.push({ version, schemaId: answer.value.id, deleted });
      texts.push(answer.value);
    } else if (latest === undefined) {
      // Some registries list the versions of a softly deleted subject, and tell nothing of them.
      versions.push({ version, schemaId: NOT_TOLD, deleted });
      // A type that Headgate does not know is left out; anything else means that the subject is changing just now.
    } else if (answer.error.code !== "unsupported_type") return null;
  }
  return { seen: { name, compatibility: level, ownLevel: own, versions }, texts };
}

/** The schema ids of a subject's known versions. */
export function knownVersions(seen: SeenSubject | undefined): Map<number, number> {
  return new Map(seen?.versions.map(({ version, schemaId }) => [version, schemaId]));
}
