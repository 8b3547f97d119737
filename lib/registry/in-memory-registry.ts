import type { CompatibilityLevel } from "#lib/domain/compatibility";
import { SCHEMA_TYPES, type SchemaDefinition } from "#lib/domain/schema";
import { type CannotRead, cannotReadRecord, incompatibilities } from "./in-memory-compatibility.ts";
import { InMemorySubjects } from "./in-memory-subjects.ts";
import { isAddressable } from "./registry-calls.ts";
import { answered, callFailed, refusalOf, refused } from "./registry-error.ts";
import type { InMemoryCall, RegistryFaults } from "./registry-faults.ts";
import {
  type CompatibilityVerdict,
  type RegisteredVersion,
  type RegistryAnswer,
  RegistryCallFailed,
  type SubjectGlance,
  type SubjectRegistry,
} from "./subject-registry.ts";

export type InMemoryRegistryOptions = {
  requestTimeoutMs?: number;
  /** What decides whether one schema reads what was written with another; a small Avro rule unless it is given. */
  cannotRead?: CannotRead;
  faults?: RegistryFaults;
};

/**
 * A schema registry in memory: it refuses what a registry refuses, with the same codes (the contract suite holds it to that), and does what
 * a test tells it to: fail, lose replies, stop, or change behind Headgate's back (every method that ends in `Outside`).
 */
export class InMemoryRegistry {
  /** May be replaced at any time. */
  faults: RegistryFaults;
  readonly #requestTimeoutMs: number;
  readonly #cannotRead: CannotRead;
  readonly #subjects = new InMemorySubjects();
  readonly #levels = new Map<string, CompatibilityLevel>();
  #globalLevel: CompatibilityLevel = "NONE";
  #running = true;

  constructor({ requestTimeoutMs = 1_000, cannotRead = cannotReadRecord, faults = {} }: InMemoryRegistryOptions = {}) {
    this.#requestTimeoutMs = requestTimeoutMs;
    this.#cannotRead = cannotRead;
    this.faults = faults;
  }

  /** Calls fail as `unavailable` until {@link start}; everything is kept. */
  stop(): void {
    this.#running = false;
  }

  start(): void {
    this.#running = true;
  }

  /** Every living version now, by subject, as copies. */
  snapshot(): Map<string, RegisteredVersion[]> {
    return new Map(
      this.#subjects.list(false).map((subject) => {
        const versions = this.#subjects.versions(subject).filter(({ deleted }) => !deleted);
        const read = versions.map(({ version }) => this.#subjects.readVersion(subject, version));
        return [subject, read.flatMap((answer) => (answer.ok ? [answer.value] : []))];
      }),
    );
  }

  /** Levels that subjects have of their own now. */
  levelSnapshot(): Map<string, CompatibilityLevel> {
    return new Map(this.#levels);
  }

  /** Registers a version as somebody else would. @throws when the registry refuses it */
  registerOutside(subject: string, definition: SchemaDefinition): void {
    mustBeDone(this.#register(subject, definition));
  }

  /** @param version null for the whole subject */
  deleteOutside(subject: string, version: number | null = null, permanent = false): void {
    mustBeDone(this.#subjects.delete(subject, version, permanent));
  }

  setLevelOutside(subject: string, level: CompatibilityLevel): void {
    this.#levels.set(subject, level);
  }

  setGlobalLevelOutside(level: CompatibilityLevel): void {
    this.#globalLevel = level;
  }

  /** A client of its own; several may be connected at once. */
  connect(): SubjectRegistry {
    let open = true;
    const call: Call = async (method, subject, effect) => {
      await this.#admit(open, { method, subject });
      const refusal = this.faults.refuse?.({ method, subject });
      if (refusal) throw new RegistryCallFailed(refusal);
      const value = effect();
      await this.faults.after?.({ method, subject });
      return value;
    };
    const ask: Ask = async (method, subject, effect) => {
      await this.#admit(open, { method, subject });
      const refusal = this.faults.refuse?.({ method, subject });
      const answer = refusal ? refused<never>(refusal) : effect();
      await this.faults.after?.({ method, subject });
      return answer;
    };
    return {
      requestTimeoutMs: this.#requestTimeoutMs,
      ...this.#reads(call, ask),
      ...this.#writes(ask),
      close: async () => {
        open = false;
      },
    };
  }

  async #admit(open: boolean, call: InMemoryCall): Promise<void> {
    await Promise.resolve(); // an answer never comes in the same turn
    if (call.subject !== null && !isAddressable(call.subject))
      throw callFailed("unexpected", "A subject of this name cannot be asked about by URL.");
    if (!open || !this.#running) throw callFailed("unavailable", "The registry cannot be reached.");
    await this.faults.before?.(call);
  }

  #reads(call: Call, ask: Ask) {
    const subjects = this.#subjects;
    return {
      describe: () => call("describe", null, () => this.#describe()),
      listSubjects: ({ deleted = false } = {}) => call("listSubjects", null, () => subjects.list(deleted)),
      listVersions: (subject) => call("listVersions", subject, () => subjects.versions(subject)),
      glanceAt: (subject) => call("glanceAt", subject, () => this.#glanceAt(subject)),
      readVersion: (subject, version) => ask("readVersion", subject, () => subjects.readVersion(subject, version)),
      readSchema: (id) => ask("readSchema", null, () => subjects.readSchema(id)),
      findVersion: (subject, definition) =>
        ask("findVersion", subject, () => answered(subjects.findVersion(subject, definition))),
      checkCompatibility: (subject, definition) =>
        ask("checkCompatibility", subject, () => this.#check(subject, definition)),
      readLevel: (subject) => call("readLevel", subject, () => this.#readLevel(subject)),
      referencedBy: (subject, version) => call("referencedBy", subject, () => subjects.referencedBy(subject, version)),
    } satisfies Partial<SubjectRegistry>;
  }

  #writes(ask: Ask) {
    const done = (effect: () => void) => () => {
      effect();
      return answered(null);
    };
    return {
      register: (subject, definition) => ask("register", subject, () => this.#register(subject, definition)),
      setLevel: (subject, level) =>
        ask(
          "setLevel",
          subject,
          done(() => this.setLevelOutside(subject, level)),
        ),
      setGlobalLevel: (level) =>
        ask(
          "setGlobalLevel",
          null,
          done(() => this.setGlobalLevelOutside(level)),
        ),
      deleteVersion: (subject, version, permanent) =>
        ask("deleteVersion", subject, () => this.#subjects.delete(subject, version, permanent)),
      deleteSubject: (subject, permanent) =>
        ask("deleteSubject", subject, () => this.#subjects.delete(subject, null, permanent)),
    } satisfies Partial<SubjectRegistry>;
  }

  #describe() {
    const globalCompatibility = this.#globalLevel;
    return { schemaTypes: [...SCHEMA_TYPES], globalCompatibility, mode: "READWRITE", tellsOwnLevel: false };
  }

  #readLevel(subject: string): { level: CompatibilityLevel; own: boolean | null } {
    const own = this.#levels.get(subject);
    const level = own ?? this.#globalLevel;
    return { level, own: level === "NONE" && this.#globalLevel === "NONE" ? null : own !== undefined };
  }

  #glanceAt(subject: string): SubjectGlance {
    const living = this.#subjects.versions(subject).filter(({ deleted }) => !deleted);
    return { living: living.map(({ version }) => version), level: this.#readLevel(subject).level };
  }

  #check(subject: string, definition: SchemaDefinition): RegistryAnswer<CompatibilityVerdict> {
    const { level } = this.#readLevel(subject);
    const problem = level === "NONE" ? undefined : this.#subjects.problemOf(definition);
    if (problem) return refused(problem);
    const messages = incompatibilities(definition, this.#subjects.living(subject), level, this.#cannotRead);
    return answered({ compatible: messages.length === 0, level, messages });
  }

  #register(subject: string, definition: SchemaDefinition): RegistryAnswer<{ id: number }> {
    const problem = this.#subjects.problemOf(definition);
    if (problem) return refused(problem);
    const existing = this.#subjects.findVersion(subject, definition);
    if (existing) return answered({ id: existing.id });

    const { level } = this.#readLevel(subject);
    const reasons = incompatibilities(definition, this.#subjects.living(subject), level, this.#cannotRead);
    if (reasons.length > 0) return refused(refusalOf(409, `Incompatible: ${reasons.join("; ")}`));
    return answered({ id: this.#subjects.add(subject, definition) });
  }
}

type Call = <T>(method: InMemoryCall["method"], subject: string | null, effect: () => T) => Promise<T>;
type Ask = <T>(
  method: InMemoryCall["method"],
  subject: string | null,
  effect: () => RegistryAnswer<T>,
) => Promise<RegistryAnswer<T>>;

function mustBeDone(answer: RegistryAnswer<unknown>): void {
  if (!answer.ok) throw new Error(`Not done: ${answer.error.message}`);
}
