import { z } from "zod";
import { Slug } from "#lib/domain/cluster";
import { CompatibilityLevel } from "#lib/domain/compatibility";
import { isDeeperThan } from "#lib/domain/json-depth";
import { Plan } from "#lib/domain/plan";
import { Violation } from "#lib/domain/policy";
import { SubjectPlace } from "#lib/domain/request-kind";
import {
  SchemaChange,
  SchemaDefinition,
  SchemaField,
  SchemaProblem,
  SchemaReference,
  SchemaType,
} from "#lib/domain/schema";
import { Risk } from "#lib/domain/slot";
import { SubjectName, SubjectPart, SubjectStrategy } from "#lib/domain/subject-name";
import { TopicName } from "#lib/domain/topic-name";
import { TeamRef } from "./common.ts";
import { MAX_SAMPLE } from "./probes.ts";
import { AnySubject, aboutSubject, registryVersion, SubjectReader } from "./subjects.ts";
import { FieldProblem, Reason, SlotWithHolders } from "./topic-requests.ts";

/** A new version of a subject, the first one too. The subject's name follows from strategy, topic and record. */
export const RequestSchema = z.strictObject({
  cluster: Slug,
  strategy: SubjectStrategy.default("TopicNameStrategy"),
  /** The topic whose records it describes; not with RecordNameStrategy. */
  topic: TopicName.nullish(),
  part: SubjectPart.nullish(),
  /** With RecordNameStrategy: the team whose prefix the record's name begins with. */
  team: Slug.nullish(),
  ...SchemaDefinition.shape,
  /** Of a subject that is not there yet; another one keeps its own until that is changed by a request. */
  compatibility: CompatibilityLevel.nullish(),
  /** Register it although it is incompatible: the level is lowered for it and restored. */
  forced: z.boolean().default(false),
  reason: Reason,
});
export type RequestSchema = z.infer<typeof RequestSchema>;

/** The same while it is typed: the answer names what is wrong and judges the rest. */
export const PreviewSchema = z.strictObject({
  cluster: Slug,
  strategy: SubjectStrategy.default("TopicNameStrategy"),
  topic: z.string().max(1_000).nullish(),
  part: SubjectPart.nullish(),
  team: Slug.nullish(),
  schemaType: SchemaType,
  schema: z.string().max(1_000_000),
  references: z.array(SchemaReference).max(50, "at most 50 references").default([]),
  compatibility: CompatibilityLevel.nullish(),
  forced: z.boolean().default(false),
  reason: z.unknown().optional(),
});

/** What the registry itself said. `none`: there is no version to be compatible with. `unjudged`: it was not asked yet, or about something else. */
export const RegistryVerdict = z.discriminatedUnion("state", [
  z.object({ state: z.literal("none") }),
  z.object({ state: z.literal("unjudged") }),
  z.object({
    state: z.literal("judged"),
    compatible: z.boolean(),
    level: CompatibilityLevel,
    /** In its own words; some registries give none. */
    messages: z.array(z.string()),
    judgedAt: z.string(),
  }),
]);
export type RegistryVerdict = z.infer<typeof RegistryVerdict>;

/** How a subject changes: what a person who asks, acknowledges or decides has to know. */
export const SchemaImpact = z.object({
  subject: z.string(),
  /** The version that it is compared with; null for the first. */
  base: z.object({ version: z.int(), schemaId: z.int() }).nullable(),
  changes: z.array(SchemaChange),
  fields: z.array(SchemaField),
  verdict: RegistryVerdict,
  /** Why it is incompatible by our own comparison, where the registry says no more than that. */
  explanation: z.array(z.string()),
  /** Those who lose something by it, as far as this person may know them. */
  readers: z.array(SubjectReader),
  /** How many readers there are in all. */
  readerCount: z.int(),
});
export type SchemaImpact = z.infer<typeof SchemaImpact>;

export const SchemaPreview = z.object({
  submittable: z.boolean(),
  errors: z.array(FieldProblem),
  /** What is wrong with the text, with line and column. */
  problems: z.array(SchemaProblem),
  conflicts: z.array(FieldProblem),
  violations: z.array(Violation),
  /** SHA-256 of the schema's meaning; what the registry is asked about. */
  hash: z.string().nullable(),
  impact: SchemaImpact.nullable(),
  plan: Plan.nullable(),
  fingerprint: z.string().nullable(),
  risk: Risk.nullable(),
  requiredApprovals: z.array(SlotWithHolders),
  /** The name of a topic of the next major version, to which an incompatible change can go instead. */
  nextMajorTopic: z.string().nullable(),
});
export type SchemaPreview = z.infer<typeof SchemaPreview>;

/** On a request's page: what is asked about a subject. */
export const SchemaRequestDetail = z.object({
  place: SubjectPlace,
  definition: SchemaDefinition,
  forced: z.boolean(),
  compatibility: CompatibilityLevel,
  impact: SchemaImpact,
  /** The text that it is compared with; null for the first version. */
  baseSchema: z.string().nullable(),
});
export type SchemaRequestDetail = z.infer<typeof SchemaRequestDetail>;

export const GetSchemaForm = z.strictObject({
  cluster: Slug.optional(),
  topic: z.string().max(249).optional(),
  part: SubjectPart.optional(),
  subject: AnySubject.optional(),
});

/** Everything the form needs before the first keystroke. */
export const SchemaForm = z.object({
  clusters: z.array(z.object({ slug: z.string(), name: z.string(), tier: z.string(), registry: z.boolean() })),
  cluster: z.string().nullable(),
  /** Teams of this person, with the prefixes that record names may begin with. */
  teams: z.array(TeamRef.extend({ prefixes: z.array(z.string()) })),
  /** Managed topics of this person's teams. */
  topics: z.array(z.string()),
  topic: z.string().nullable(),
  part: SubjectPart,
  strategy: SubjectStrategy,
  /** Of the subject's latest version, else a starting point of each type. */
  latest: z.object({ version: z.int(), definition: SchemaDefinition, compatibility: CompatibilityLevel }).nullable(),
  templates: z.record(SchemaType, z.string()),
  limits: z.array(z.string()),
});
export type SchemaForm = z.infer<typeof SchemaForm>;

export const RequestCompatibility = z.strictObject({
  ...aboutSubject,
  compatibility: CompatibilityLevel,
  reason: Reason,
});

/** Makes a subject that nobody owns a team's, or what was changed outside the desired state. */
export const RequestSubjectAdoption = z.strictObject({
  ...aboutSubject,
  /** Of a subject that nobody owns; a managed one has its team. */
  team: Slug.nullish(),
  topic: TopicName.nullish(),
  part: SubjectPart.nullish(),
  reason: Reason,
});

export const RequestSubjectRevert = z.strictObject({ ...aboutSubject, reason: Reason });

export const RequestSubjectDeletion = z.strictObject({
  ...aboutSubject,
  /** The registry's numbers; absent for the whole subject. */
  versions: z
    .array(registryVersion)
    .min(1, "name a version, or leave it out for all")
    .max(200, "at most 200 versions")
    .nullish(),
  /** For good. Only what was softly deleted before. */
  permanent: z.boolean().default(false),
  reason: Reason,
});

export const RetrySubject = z.strictObject(aboutSubject);

export const SubjectRetried = z.object({ id: z.string(), name: z.string() });

/** Levels inside a value from which a schema is inferred. What people write has fewer than ten. */
const MAX_VALUE_DEPTH = 12;

/** Looked at for its depth first: to parse JSON is to recurse. */
const SampleValue = z
  .unknown()
  .refine((value) => !isDeeperThan(value, MAX_VALUE_DEPTH), `is nested deeper than ${MAX_VALUE_DEPTH} levels`)
  .pipe(z.json());

/** A starting point from values, such as those of a sample. */
export const DraftSchema = z.strictObject({
  schemaType: SchemaType,
  /** The record's full name: `orders.OrderPlaced`. */
  recordName: SubjectName,
  values: z.array(SampleValue).min(1, "at least one value").max(MAX_SAMPLE, `at most ${MAX_SAMPLE}`),
});

export const SchemaDraft = z.object({ schema: z.string() });
export type SchemaDraft = z.infer<typeof SchemaDraft>;
