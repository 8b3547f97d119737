import type { CompatibilityLevel } from "#lib/domain/compatibility";
import type { SchemaDefinition, SchemaType } from "#lib/domain/schema";

/** What went wrong with one call about one item, in Headgate's words; `message` is the registry's own text, made safe to show. */
export type RegistryError = { code: RegistryErrorCode; retriable: boolean; message: string };

export type RegistryErrorCode =
  | "unknown_subject"
  | "unknown_version"
  | "unknown_schema"
  | "incompatible"
  | "invalid_schema"
  /** A schema that Headgate cannot read: registries know further types than {@link SchemaType}. */
  | "unsupported_type"
  | "invalid_level"
  | "referenced"
  /** Permanent deletion before the soft one. */
  | "not_soft_deleted"
  | "read_only"
  | "not_authorized"
  | "rate_limited"
  | "unavailable"
  | "timed_out"
  /** The answer was larger than what is read. */
  | "too_large"
  /** No answer of a registry: HTML, a redirect, another shape. */
  | "unexpected";

/** What the registry said about one item. */
export type RegistryAnswer<T> = { ok: true; value: T } | { ok: false; error: RegistryError };

/** Thrown when a call got no usable answer: nothing is known, a write may or may not have happened. */
export class RegistryCallFailed extends Error {
  readonly error: RegistryError;
  constructor(error: RegistryError, options?: ErrorOptions) {
    super(error.message, options);
    this.name = "RegistryCallFailed";
    this.error = error;
  }
}

/** A version as the registry holds it. `id` is unique in the registry and the same for the same schema in any subject. */
export type RegisteredVersion = SchemaDefinition & { subject: string; version: number; id: number };

/** A version's number, and whether it was softly deleted. */
export type ListedVersion = { version: number; deleted: boolean };

/** The least that two calls tell of a subject: its living versions in ascending order, none for an unknown one, and the level in force for it. */
export type SubjectGlance = { living: number[]; level: CompatibilityLevel };

/** What this server can do; read when it is first reached. */
export type RegistryDescription = {
  schemaTypes: SchemaType[];
  /** What counts where a subject says nothing; null where nothing was ever set, which some registries treat as NONE. */
  globalCompatibility: CompatibilityLevel | null;
  /** `READWRITE`, `READONLY`, …; null where the server does not tell. */
  mode: string | null;
  /** Whether a subject without a level of its own can be told from one that was given one. */
  tellsOwnLevel: boolean;
};

/** The registry's verdict on a schema for a subject, by the level in force. `messages` are its reasons; some registries give none. */
export type CompatibilityVerdict = { compatible: boolean; level: CompatibilityLevel; messages: string[] };

/**
 * The worker's way to one schema registry. Every call is sent once and ends by its time-out. Every method throws {@link RegistryCallFailed} when
 * there was no usable answer (away, time-out, 401, 5xx, 429, too large, not JSON, a redirect); what the registry refuses is an answer, and where
 * a method has no room for one it is thrown. `.`, `..` and what is not Unicode cannot be asked about over HTTP (`unexpected`).
 */
export interface SubjectRegistry {
  /** How long one call may take, in ms; the lease must outlast it. */
  readonly requestTimeoutMs: number;
  describe(): Promise<RegistryDescription>;
  /**
   * All subjects that have a living version, sorted by code units; with `deleted`, softly deleted ones too. Names that cannot be asked about are
   * left out. A listing that grows or shrinks while it is read may miss one, so a subject is gone only when the next listing says so too.
   */
  listSubjects(options?: { deleted?: boolean }): Promise<string[]>;
  /** Versions of a subject in ascending order, softly deleted ones marked; an unknown subject answers an empty list. */
  listVersions(subject: string): Promise<ListedVersion[]>;
  /** Half of the calls of {@link listVersions} and {@link readLevel} together; softly deleted versions, and whose the level is, remain unseen. */
  glanceAt(subject: string): Promise<SubjectGlance>;
  /**
   * One version, a softly deleted one too. `unknown_subject`, `unknown_version` or `unsupported_type`. Apicurio calls a subject unknown whose
   * versions are all softly deleted; their schemas can still be read by id.
   */
  readVersion(subject: string, version: number): Promise<RegistryAnswer<RegisteredVersion>>;
  /** A schema by its id, as a record's first bytes name it. `unknown_schema` or `unsupported_type`. */
  readSchema(id: number): Promise<RegistryAnswer<SchemaDefinition>>;
  /** The living version of the subject that holds exactly this schema; null where none does. */
  findVersion(
    subject: string,
    definition: SchemaDefinition,
  ): Promise<RegistryAnswer<{ version: number; id: number } | null>>;
  /** Judges a schema for a subject by the level in force there; under NONE nothing is asked. A subject without versions takes anything that is valid. */
  checkCompatibility(subject: string, definition: SchemaDefinition): Promise<RegistryAnswer<CompatibilityVerdict>>;
  /** Registers a version; the same schema again is a success. `incompatible` with the registry's reasons, `invalid_schema`. */
  register(subject: string, definition: SchemaDefinition): Promise<RegistryAnswer<{ id: number }>>;
  /** The level of a subject, or the global one that counts for it. `own` is null where the registry cannot tell. */
  readLevel(subject: string): Promise<{ level: CompatibilityLevel; own: boolean | null }>;
  /** A level may be set before the subject has a version. */
  setLevel(subject: string, level: CompatibilityLevel): Promise<RegistryAnswer<null>>;
  setGlobalLevel(level: CompatibilityLevel): Promise<RegistryAnswer<null>>;
  /** Soft deletion of one version, or with `permanent` the second step. What is gone already is a success. `referenced`, `not_soft_deleted`. */
  deleteVersion(subject: string, version: number, permanent: boolean): Promise<RegistryAnswer<null>>;
  /** The same for all versions of a subject. */
  deleteSubject(subject: string, permanent: boolean): Promise<RegistryAnswer<null>>;
  /** Ids of schemas that refer to this version. */
  referencedBy(subject: string, version: number): Promise<number[]>;
  close(): Promise<void>;
}
