import type { CompatibilityLevel } from "#lib/domain/compatibility";
import type { SchemaDefinition } from "#lib/domain/schema";
import {
  type RegistryAnswer,
  RegistryCallFailed,
  type RegistryError,
  type SubjectRegistry,
} from "#lib/registry/subject-registry";

export type FakeCall = { method: string; subject: string };
export type FakeFaults = {
  before?(call: FakeCall): void | Promise<void>;
  refuse?(call: FakeCall): RegistryError | undefined;
  after?(call: FakeCall): void | Promise<void>;
};

type Version = { version: number; id: number; definition: SchemaDefinition; deleted: boolean };
type Subject = { versions: Version[]; level: CompatibilityLevel | null };

const ok = <T>(value: T): RegistryAnswer<T> => ({ ok: true, value });
const no = (code: RegistryError["code"], message: string): { ok: false; error: RegistryError } => ({
  ok: false,
  error: { code, retriable: false, message },
});

/** A registry in memory, as much of one as the worker needs: schemas that hold the word "incompatible" are so, to everything. */
export class FakeRegistry {
  readonly subjects = new Map<string, Subject>();
  readonly calls: FakeCall[] = [];
  faults: FakeFaults = {};
  globalLevel: CompatibilityLevel | null = "BACKWARD";
  requestTimeoutMs = 1_000;
  #running = true;
  readonly #ids = new Map<string, number>();

  stop(): void {
    this.#running = false;
  }

  start(): void {
    this.#running = true;
  }

  /** Versions that live, by subject. */
  living(name: string): number[] {
    return (this.subjects.get(name)?.versions ?? []).filter(({ deleted }) => !deleted).map(({ version }) => version);
  }

  levelOf(name: string): CompatibilityLevel {
    return this.subjects.get(name)?.level ?? this.globalLevel ?? "NONE";
  }

  registerOutside(name: string, definition: SchemaDefinition): number {
    const subject = this.subjects.get(name) ?? { versions: [], level: null };
    this.subjects.set(name, subject);
    const same = subject.versions.find((one) => !one.deleted && textOf(one.definition) === textOf(definition));
    if (same) return same.version;
    const version = (subject.versions.at(-1)?.version ?? 0) + 1;
    subject.versions.push({ version, id: this.#idOf(definition), definition, deleted: false });
    return version;
  }

  setLevelOutside(name: string, level: CompatibilityLevel): void {
    const subject = this.subjects.get(name);
    if (subject) subject.level = level;
  }

  deleteOutside(name: string, version: number | null = null, permanent = false): void {
    const subject = this.subjects.get(name);
    if (!subject) return;
    for (const one of subject.versions) if (version === null || one.version === version) one.deleted = true;
    if (permanent) subject.versions = subject.versions.filter((one) => version !== null && one.version !== version);
    if (subject.versions.length === 0) this.subjects.delete(name);
  }

  #idOf(definition: SchemaDefinition): number {
    const text = textOf(definition);
    const id = this.#ids.get(text) ?? this.#ids.size + 1;
    this.#ids.set(text, id);
    return id;
  }

  connect(): SubjectRegistry {
    const call = async <T>(method: string, subject: string, work: () => T): Promise<T> => {
      const one = { method, subject };
      this.calls.push(one);
      if (!this.#running)
        throw new RegistryCallFailed({
          code: "unavailable",
          retriable: true,
          message: "The registry cannot be reached.",
        });
      await this.faults.before?.(one);
      const error = this.faults.refuse?.(one);
      const answer = error ? ({ ok: false, error } as T) : work();
      await this.faults.after?.(one);
      return answer;
    };
    const versionsOf = (name: string) => this.subjects.get(name)?.versions ?? [];
    const living = (name: string) => versionsOf(name).filter(({ deleted }) => !deleted);
    return {
      requestTimeoutMs: this.requestTimeoutMs,
      describe: () =>
        call("describe", "", () => ({
          schemaTypes: ["AVRO", "JSON", "PROTOBUF"],
          globalCompatibility: this.globalLevel,
          mode: "READWRITE",
          tellsOwnLevel: true,
        })),
      listSubjects: ({ deleted = false } = {}) =>
        call("listSubjects", "", () =>
          [...this.subjects.keys()].filter((name) => deleted || living(name).length > 0).sort(),
        ),
      listVersions: (name) =>
        call("listVersions", name, () => versionsOf(name).map(({ version, deleted }) => ({ version, deleted }))),
      readVersion: (name, version) =>
        call("readVersion", name, () => {
          const found = versionsOf(name).find((one) => one.version === version);
          return found
            ? ok({ ...found.definition, subject: name, version, id: found.id })
            : no("unknown_version", "No.");
        }),
      readSchema: (id) =>
        call("readSchema", "", () => {
          const text = [...this.#ids].find(([, one]) => one === id)?.[0];
          return text ? ok(JSON.parse(text) as SchemaDefinition) : no("unknown_schema", "No.");
        }),
      findVersion: (name, definition) =>
        call("findVersion", name, () => {
          const found = living(name).find((one) => textOf(one.definition) === textOf(definition));
          return ok(found ? { version: found.version, id: found.id } : null);
        }),
      checkCompatibility: (name, definition) =>
        call("checkCompatibility", name, () => {
          const level = this.levelOf(name);
          const compatible =
            level === "NONE" || living(name).length === 0 || !definition.schema.includes("incompatible");
          return ok({ compatible, level, messages: compatible ? [] : ["It is incompatible."] });
        }),
      register: (name, definition) =>
        call("register", name, () => {
          if (definition.schema.includes("invalid")) return no("invalid_schema", "It is no schema.");
          const refused = this.levelOf(name) !== "NONE" && living(name).length > 0;
          if (refused && definition.schema.includes("incompatible")) return no("incompatible", "It is incompatible.");
          this.registerOutside(name, definition);
          return ok({ id: this.#idOf(definition) });
        }),
      readLevel: (name) =>
        call("readLevel", name, () => ({
          level: this.levelOf(name),
          own: (this.subjects.get(name)?.level ?? null) !== null,
        })),
      setLevel: (name, level) =>
        call("setLevel", name, () => {
          if (!this.subjects.has(name)) return no("unknown_subject", "No.");
          this.setLevelOutside(name, level);
          return ok(null);
        }),
      setGlobalLevel: (level) =>
        call("setGlobalLevel", "", () => {
          this.globalLevel = level;
          return ok(null);
        }),
      deleteVersion: (name, version, permanent) =>
        call("deleteVersion", name, () => {
          const found = versionsOf(name).find((one) => one.version === version);
          if (found && permanent && !found.deleted) return no("not_soft_deleted", "Not yet.");
          if (found) this.deleteOutside(name, version, permanent);
          return ok(null);
        }),
      deleteSubject: (name, permanent) =>
        call("deleteSubject", name, () => {
          if (permanent && living(name).length > 0) return no("not_soft_deleted", "Not yet.");
          this.deleteOutside(name, null, permanent);
          return ok(null);
        }),
      referencedBy: (name) => call("referencedBy", name, () => []),
      close: async () => undefined,
    };
  }
}

function textOf({ schemaType, schema, references }: SchemaDefinition): string {
  return JSON.stringify({ schemaType, schema, references });
}
