import type { SchemaDefinition } from "#lib/domain/schema";
import { answered, refusalOf, refused } from "./registry-error.ts";
import type { ListedVersion, RegisteredVersion, RegistryAnswer, RegistryError } from "./subject-registry.ts";

type StoredVersion = { version: number; id: number; definition: SchemaDefinition; deleted: boolean };
type StoredSubject = { versions: StoredVersion[]; lastVersion: number };

const DONE: RegistryAnswer<null> = { ok: true, value: null };

/** The subjects of a registry in memory, with Apicurio's answers where registries differ. Everything given or answered is a copy. */
export class InMemorySubjects {
  readonly #subjects = new Map<string, StoredSubject>();
  /** Schemas are never forgotten: records refer to them by id. */
  readonly #schemas = new Map<number, SchemaDefinition>();
  readonly #ids = new Map<string, number>();

  list(deleted: boolean): string[] {
    const shown = [...this.#subjects].filter(([, { versions }]) =>
      versions.some((stored) => deleted || isAlive(stored)),
    );
    return shown.map(([subject]) => subject).sort();
  }

  versions(subject: string): ListedVersion[] {
    return this.#versions(subject).map(({ version, deleted }) => ({ version, deleted }));
  }

  /** The schemas that new ones are compared with. */
  living(subject: string): SchemaDefinition[] {
    return structuredClone(
      this.#versions(subject)
        .filter(isAlive)
        .map(({ definition }) => definition),
    );
  }

  readVersion(subject: string, version: number): RegistryAnswer<RegisteredVersion> {
    // Apicurio tells nothing of a subject without a living version.
    if (!this.#versions(subject).some(isAlive)) return refused(refusalOf(40401, ""));
    const found = this.#versions(subject).find((stored) => stored.version === version);
    if (!found) return refused(refusalOf(40402, ""));
    return answered({ ...structuredClone(found.definition), subject, version, id: found.id });
  }

  readSchema(id: number): RegistryAnswer<SchemaDefinition> {
    const schema = this.#schemas.get(id);
    return schema ? answered(structuredClone(schema)) : refused(refusalOf(40403, ""));
  }

  findVersion(subject: string, definition: SchemaDefinition): { version: number; id: number } | null {
    const same = this.#versions(subject).find(
      (stored) => isAlive(stored) && keyOf(stored.definition) === keyOf(definition),
    );
    return same ? { version: same.version, id: same.id } : null;
  }

  /** What is wrong with a schema by itself; undefined when it can be registered. */
  problemOf({ schemaType, schema, references }: SchemaDefinition): RegistryError | undefined {
    if (schemaType === "PROTOBUF" ? !/\bmessage\b/.test(schema) : !isJson(schema))
      return refusalOf(42201, `Syntax violation for ${schemaType} artifact.`);
    const known = references.every(({ subject, version }) =>
      this.#versions(subject).some((stored) => stored.version === version),
    );
    return known ? undefined : refusalOf(42201, "Unresolved reference");
  }

  /** Adds a version; the caller has found no problem with it. */
  add(subject: string, definition: SchemaDefinition): number {
    const existing = this.findVersion(subject, definition);
    if (existing) return existing.id;

    const id = this.#ids.get(keyOf(definition)) ?? this.#ids.size + 1;
    this.#ids.set(keyOf(definition), id);
    this.#schemas.set(id, structuredClone(definition));
    const stored = this.#subjects.get(subject) ?? { versions: [], lastVersion: 0 };
    stored.lastVersion += 1;
    stored.versions.push({ version: stored.lastVersion, id, definition: structuredClone(definition), deleted: false });
    this.#subjects.set(subject, stored);
    return id;
  }

  /** @param version null for all of the subject */
  delete(subject: string, version: number | null, permanent: boolean): RegistryAnswer<null> {
    const chosen = this.#versions(subject).filter((stored) => version === null || stored.version === version);
    if (permanent) return this.#deleteForGood(subject, chosen, version === null ? 40405 : 40407);

    const living = chosen.filter(isAlive);
    if (living.some((stored) => this.referencedBy(subject, stored.version).length > 0))
      return refused(refusalOf(42206, `There are subjects referencing ${subject}`));
    for (const stored of living) stored.deleted = true;
    return DONE;
  }

  referencedBy(subject: string, version: number): number[] {
    const all = [...this.#subjects.values()].flatMap(({ versions }) => versions.filter(isAlive));
    const referring = all.filter(({ definition }) =>
      definition.references.some((reference) => reference.subject === subject && reference.version === version),
    );
    return [...new Set(referring.map(({ id }) => id))];
  }

  #deleteForGood(subject: string, chosen: readonly StoredVersion[], tooEarly: number): RegistryAnswer<null> {
    if (chosen.some(isAlive)) return refused(refusalOf(tooEarly, ""));
    const stored = this.#subjects.get(subject);
    if (!stored) return DONE;
    stored.versions = stored.versions.filter((version) => !chosen.includes(version));
    return DONE;
  }

  #versions(subject: string): StoredVersion[] {
    return this.#subjects.get(subject)?.versions ?? [];
  }
}

function isAlive({ deleted }: StoredVersion): boolean {
  return !deleted;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Schemas that differ in nothing but blanks are the same. */
function keyOf({ schemaType, schema, references }: SchemaDefinition): string {
  const written = isJson(schema) ? JSON.stringify(JSON.parse(schema)) : schema.replace(/\s+/g, " ").trim();
  return JSON.stringify([schemaType, written, references]);
}
