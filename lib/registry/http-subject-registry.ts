import type { z } from "zod";
import type { CompatibilityLevel } from "#lib/domain/compatibility";
import type { RegistryConnection } from "#lib/domain/registry-connection";
import { SCHEMA_TYPES, type SchemaDefinition } from "#lib/domain/schema";
import * as answers from "./registry-answers.ts";
import { isAddressable, type RegistryCall, RegistryCalls, type Reply } from "./registry-calls.ts";
import { answered, callFailed, NO_OWN_LEVEL, refused, safeRegistryText } from "./registry-error.ts";
import {
  type CompatibilityVerdict,
  type ListedVersion,
  type RegisteredVersion,
  type RegistryAnswer,
  RegistryCallFailed,
  type RegistryDescription,
  type RegistryErrorCode,
  type SubjectGlance,
  type SubjectRegistry,
} from "./subject-registry.ts";

/**
 * Without a limit Apicurio stops at 1,000 subjects and does not say so; others answer all at once. One page for all, if it can be: Apicurio 3.3.3
 * orders pages by something that is not unique, so one subject may be on two of them and another on none.
 */
const SUBJECTS_PER_PAGE = 100_000;
const MAX_SUBJECT_PAGES = 20;
const MAX_REASONS = 100;

/** A name that nobody gives to a subject, to see how the registry answers about one that it does not know. */
const UNKNOWN_SUBJECT = "headgate-asks-what-this-registry-can-do";

/** Refusals that mean "there is none". */
const ABSENT: readonly RegistryErrorCode[] = ["unknown_subject", "unknown_version", "unknown_schema"];

/** The same about what a registry can do: older ones refuse to tell with a code of HTTP, and some tell it to few. */
const UNTOLD: readonly RegistryErrorCode[] = [...ABSENT, "unexpected", "not_authorized"];

/** A client of any registry that speaks Confluent's HTTP API. It connects with the first call, and keeps connections alive. */
export function createHttpSubjectRegistry(connection: RegistryConnection): SubjectRegistry {
  return new HttpSubjectRegistry(new RegistryCalls(connection));
}

class HttpSubjectRegistry implements SubjectRegistry {
  readonly #calls: RegistryCalls;

  constructor(calls: RegistryCalls) {
    this.#calls = calls;
  }

  get requestTimeoutMs(): number {
    return this.#calls.requestTimeoutMs;
  }

  async describe(): Promise<RegistryDescription> {
    const [types, globalCompatibility, mode, ofUnknown] = await Promise.all([
      this.#readIfAny(answers.Names, { method: "GET", path: ["schemas", "types"] }, UNTOLD),
      this.#readIfAny(answers.Level, { method: "GET", path: ["config"] }),
      this.#readIfAny(answers.Mode, { method: "GET", path: ["mode"] }, UNTOLD),
      this.#calls.send({ method: "GET", path: ["config", UNKNOWN_SUBJECT] }),
    ]);
    return {
      // Registries before 5.5 know Avro only, and have no list of types.
      schemaTypes: SCHEMA_TYPES.filter((type) => (types ?? ["AVRO"]).includes(type)),
      globalCompatibility: globalCompatibility ?? null,
      mode: mode === undefined ? null : safeRegistryText(mode.mode),
      tellsOwnLevel: !ofUnknown.ok && ofUnknown.registryCode === NO_OWN_LEVEL,
    };
  }

  async listSubjects({ deleted = false } = {}): Promise<string[]> {
    const subjects = new Set<string>();
    for (let page = 0, offset = 0; page < MAX_SUBJECT_PAGES; page += 1) {
      const query = { ...(deleted && { deleted }), limit: SUBJECTS_PER_PAGE, offset };
      const names = await this.#read(answers.Names, { method: "GET", path: ["subjects"], query });
      const before = subjects.size;
      for (const name of names) subjects.add(name);
      // A registry that does not page answers the same again.
      if (subjects.size === before) return [...subjects].filter(isAddressable).sort();
      offset += names.length;
    }
    throw callFailed("too_large", `The registry lists more than ${subjects.size} subjects.`);
  }

  async listVersions(subject: string): Promise<ListedVersion[]> {
    const call = { method: "GET", path: ["subjects", subject, "versions"] } as const;
    const [all, living] = await Promise.all([
      this.#readIfAny(answers.Versions, { ...call, query: { deleted: true } }),
      this.#readIfAny(answers.Versions, call),
    ]);
    const alive = new Set(living);
    const versions = [...new Set([...(all ?? []), ...alive])].sort((a, b) => a - b);
    return versions.map((version) => ({ version, deleted: !alive.has(version) }));
  }

  async glanceAt(subject: string): Promise<SubjectGlance> {
    const [living, level] = await Promise.all([
      this.#readIfAny(answers.Versions, { method: "GET", path: ["subjects", subject, "versions"] }),
      this.#levelInForce(subject),
    ]);
    return { living: (living ?? []).sort((a, b) => a - b), level };
  }

  async readVersion(subject: string, version: number): Promise<RegistryAnswer<RegisteredVersion>> {
    const path = ["subjects", subject, "versions", version];
    const reply = await this.#calls.send({ method: "GET", path, query: { deleted: true } });
    if (!reply.ok) return refused(reply.error);
    const answer = answers.parseAnswer(answers.SchemaOfVersion, reply.body);
    const { id } = answer;
    return withDefinition(answer, (definition) => ({ ...definition, subject, version: answer.version, id }));
  }

  async readSchema(id: number): Promise<RegistryAnswer<SchemaDefinition>> {
    const reply = await this.#calls.send({ method: "GET", path: ["schemas", "ids", id] });
    if (!reply.ok) return refused(reply.error);
    return withDefinition(answers.parseAnswer(answers.SchemaById, reply.body), (definition) => definition);
  }

  async findVersion(
    subject: string,
    definition: SchemaDefinition,
  ): Promise<RegistryAnswer<{ version: number; id: number } | null>> {
    const reply = await this.#calls.send({
      method: "POST",
      path: ["subjects", subject],
      body: answers.bodyOf(definition),
    });
    if (isAbsent(reply)) return answered(null);
    if (!reply.ok) return refused(reply.error);
    const { version, id } = answers.parseAnswer(answers.Found, reply.body);
    return answered({ version, id });
  }

  async checkCompatibility(
    subject: string,
    definition: SchemaDefinition,
  ): Promise<RegistryAnswer<CompatibilityVerdict>> {
    const level = await this.#levelInForce(subject);
    // Apicurio calls everything incompatible where no level is set, and takes it all the same.
    if (level === "NONE") return answered({ compatible: true, level, messages: [] });

    // Without a version Confluent looks at the last one or at all of them, as the level says; Apicurio always looks at all.
    const last = level.endsWith("_TRANSITIVE") ? [] : ["latest"];
    const path = ["compatibility", "subjects", subject, "versions", ...last];
    const body = answers.bodyOf(definition);
    const reply = await this.#calls.send({ method: "POST", path, query: { verbose: true }, body });
    if (isAbsent(reply)) return answered({ compatible: true, level, messages: [] });
    if (!reply.ok) return refused(reply.error);
    const verdict = answers.parseAnswer(answers.Verdict, reply.body);
    const messages = (verdict.messages ?? []).slice(0, MAX_REASONS).map(safeRegistryText);
    return answered({ compatible: verdict.is_compatible, level, messages });
  }

  async register(subject: string, definition: SchemaDefinition): Promise<RegistryAnswer<{ id: number }>> {
    const path = ["subjects", subject, "versions"];
    const reply = await this.#calls.send({ method: "POST", path, body: answers.bodyOf(definition) });
    if (!reply.ok) return refused(reply.error);
    return answered({ id: answers.parseAnswer(answers.Registered, reply.body).id });
  }

  async readLevel(subject: string): Promise<{ level: CompatibilityLevel; own: boolean | null }> {
    const path = ["config", subject];
    const own = await this.#readIfAny(answers.Level, { method: "GET", path });
    if (own === undefined) return { level: await this.#globalLevel(), own: false };
    if (own !== "NONE") return { level: own, own: true };

    // Apicurio answers NONE for a subject without a level of its own too, whatever counts for it.
    const level = await this.#levelInForce(subject);
    if (level !== "NONE") return { level, own: false };
    return { level, own: (await this.#globalLevel()) === "NONE" ? null : true };
  }

  setLevel(subject: string, level: CompatibilityLevel): Promise<RegistryAnswer<null>> {
    return this.#do({ method: "PUT", path: ["config", subject], body: { compatibility: level } });
  }

  setGlobalLevel(level: CompatibilityLevel): Promise<RegistryAnswer<null>> {
    return this.#do({ method: "PUT", path: ["config"], body: { compatibility: level } });
  }

  deleteVersion(subject: string, version: number, permanent: boolean): Promise<RegistryAnswer<null>> {
    const path = ["subjects", subject, "versions", version];
    return this.#delete({ method: "DELETE", path, ...(permanent && { query: { permanent } }) });
  }

  deleteSubject(subject: string, permanent: boolean): Promise<RegistryAnswer<null>> {
    return this.#delete({ method: "DELETE", path: ["subjects", subject], ...(permanent && { query: { permanent } }) });
  }

  async referencedBy(subject: string, version: number): Promise<number[]> {
    const path = ["subjects", subject, "versions", version, "referencedby"];
    return (await this.#readIfAny(answers.Ids, { method: "GET", path })) ?? [];
  }

  async close(): Promise<void> {
    this.#calls.close();
  }

  async #levelInForce(subject: string): Promise<CompatibilityLevel> {
    const call = { method: "GET", path: ["config", subject], query: { defaultToGlobal: true } } as const;
    return (await this.#readIfAny(answers.Level, call)) ?? (await this.#globalLevel());
  }

  /** Where nothing is said, nothing is checked. */
  async #globalLevel(): Promise<CompatibilityLevel> {
    return (await this.#readIfAny(answers.Level, { method: "GET", path: ["config"] })) ?? "NONE";
  }

  async #do(call: RegistryCall): Promise<RegistryAnswer<null>> {
    const reply = await this.#calls.send(call);
    return reply.ok ? answered(null) : refused(reply.error);
  }

  async #delete(call: RegistryCall): Promise<RegistryAnswer<null>> {
    const reply = await this.#calls.send(call);
    if (isAbsent(reply)) return answered(null);
    return reply.ok ? answered(null) : refused(reply.error);
  }

  async #read<T>(shape: z.ZodType<T>, call: RegistryCall): Promise<T> {
    const reply = await this.#calls.send(call);
    if (!reply.ok) throw new RegistryCallFailed(reply.error);
    return answers.parseAnswer(shape, reply.body);
  }

  /** @param absent refusals that mean "there is none"; the others are thrown */
  async #readIfAny<T>(shape: z.ZodType<T>, call: RegistryCall, absent = ABSENT): Promise<T | undefined> {
    const reply = await this.#calls.send(call);
    if (reply.ok) return answers.parseAnswer(shape, reply.body);
    if (absent.includes(reply.error.code)) return undefined;
    throw new RegistryCallFailed(reply.error);
  }
}

function isAbsent(reply: Reply): boolean {
  return !reply.ok && ABSENT.includes(reply.error.code);
}

function withDefinition<T>(
  answer: Parameters<typeof answers.definitionOf>[0],
  wrap: (definition: SchemaDefinition) => T,
): RegistryAnswer<T> {
  const definition = answers.definitionOf(answer);
  if (definition) return answered(wrap(definition));
  const type = safeRegistryText(answer.schemaType ?? "").slice(0, 50);
  return refused({
    code: "unsupported_type",
    retriable: false,
    message: `Headgate does not know schemas of type ${type}.`,
  });
}
