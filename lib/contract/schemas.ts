import { z } from "zod";
import { Slug } from "#lib/domain/cluster";
import { CompatibilityLevel } from "#lib/domain/compatibility";
import { GroupOffsets } from "#lib/domain/group-offsets";
import { isDeeperThan } from "#lib/domain/json-depth";
import { Loss, Plan } from "#lib/domain/plan";
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
import { Allowed, Cursor, Limit, pageOf, TeamRef } from "./common.ts";
import { FieldProblem, Reason, SlotWithHolders } from "./topic-requests.ts";

/** A subject as it may stand in an address: also one that was made outside, whatever it is called. */
export const AnySubject = z.string().min(1, "must not be empty").max(1_000, "has at most 1,000 characters");

/** Records in a sample. */
export const MAX_SAMPLE = 50;

const registryVersion = z.coerce.number().int("is a version's number").min(1).max(2_147_483_647);

// Asking -----------------------------------------------------------------------------------------------------------------

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

/** Who reads what a subject describes: an application by its grant, or a group that no grant explains. */
export const SubjectReader = z.object({
  application: z.object({ slug: z.string(), name: z.string() }).nullable(),
  /** Null where nobody is known to own the group. */
  team: TeamRef.nullable(),
  /** Consumer groups, as granted or as seen. */
  groups: z.array(
    z.object({
      groupId: z.string(),
      lag: z.string().nullable(),
      lastActiveAt: z.string().nullable(),
      state: z.string().nullable(),
    }),
  ),
  /** Fields that an agreement promises them; of a change, only those that it would take away. */
  promisedFields: z.array(z.string()),
});
export type SubjectReader = z.infer<typeof SubjectReader>;

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

const aboutSubject = { cluster: Slug, subject: AnySubject };

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

// Probes -----------------------------------------------------------------------------------------------------------------

export const AskCompatibility = z.strictObject({ ...aboutSubject, ...SchemaDefinition.shape });
export const AskSample = z.strictObject({
  cluster: Slug,
  topic: TopicName,
  count: z.coerce
    .number()
    .int("is a whole number")
    .min(1, "at least 1")
    .max(MAX_SAMPLE, `at most ${MAX_SAMPLE}`)
    .default(10),
  /** Why somebody wants to see the data; stands in the audit trail. */
  reason: Reason,
});
export const ProbeAsked = z.object({ probeId: z.string(), expiresAt: z.string() });
export type ProbeAsked = z.infer<typeof ProbeAsked>;
export const GetProbe = z.strictObject({ probeId: z.uuid("is not a probe's id") });

/** One side of a record as far as it could be understood. */
export const SampledPayload = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("null") }),
  z.object({ kind: z.literal("decoded"), schemaId: z.int(), value: z.json() }),
  z.object({ kind: z.literal("json"), value: z.json() }),
  z.object({ kind: z.literal("text"), text: z.string() }),
  z.object({ kind: z.literal("bytes"), base64: z.string(), reason: z.string() }),
]);
export type SampledPayload = z.infer<typeof SampledPayload>;
export const SampledRecord = z.object({
  partition: z.int(),
  offset: z.string(),
  timestamp: z.string().nullable(),
  key: SampledPayload,
  value: SampledPayload,
  headers: z.array(z.object({ key: z.string(), value: z.string() })),
  /** Paths of sensitive fields whose values were taken out. */
  masked: z.array(z.string()),
});
export type SampledRecord = z.infer<typeof SampledRecord>;
export const Sample = z.object({ records: z.array(SampledRecord), note: z.string() });
export type Sample = z.infer<typeof Sample>;

/** What a registry answers about a schema for a subject, by the level in force. */
export const RegistrySaid = z.object({
  compatible: z.boolean(),
  level: CompatibilityLevel,
  messages: z.array(z.string()),
});

/** The worker's answer, as soon as it is there. After `expired` it is forgotten. */
export const ProbeView = z.object({
  id: z.string(),
  kind: z.enum(["compatibility", "sample", "loss", "offsets"]),
  state: z.enum(["waiting", "answered", "failed", "expired"]),
  message: z.string(),
  verdict: RegistrySaid.nullable(),
  sample: Sample.nullable(),
  loss: Loss.nullable(),
  offsets: GroupOffsets.nullable(),
});
export type ProbeView = z.infer<typeof ProbeView>;

// Reading ----------------------------------------------------------------------------------------------------------------

export const SubjectState = z.enum(["pending", "ready", "blocked", "drifted", "deleted", "purged", "unmanaged"]);

export const ListSubjects = z.strictObject({
  /** In the subject's name, a field's path or its documentation. */
  q: z.string().max(200).optional(),
  cluster: Slug.optional(),
  team: Slug.optional(),
  type: SchemaType.optional(),
  state: SubjectState.optional(),
  cursor: Cursor.optional(),
  limit: Limit,
});
export type ListSubjects = z.infer<typeof ListSubjects>;
export const SubjectSummary = z.object({
  cluster: z.string(),
  subject: z.string(),
  schemaType: SchemaType,
  team: TeamRef.nullable(),
  topic: z.string().nullable(),
  latestVersion: z.int().nullable(),
  compatibility: z.string(),
  state: SubjectState,
  /** Fields that the search found: path and documentation; at most three. */
  found: z.array(z.object({ path: z.string(), doc: z.string() })),
});
export type SubjectSummary = z.infer<typeof SubjectSummary>;
export const SubjectPage = pageOf(SubjectSummary);

export const GetSubject = z.strictObject({ ...aboutSubject, version: registryVersion.optional() });
export const SubjectVersionView = z.object({
  version: z.int().nullable(),
  schemaId: z.int().nullable(),
  /** `registered`, `pending`, `blocked`, `missing`, `deleted`, `purged`; `unasked` for one that was registered outside. */
  state: z.enum(["registered", "pending", "blocked", "missing", "deleted", "purged", "unasked"]),
  message: z.string(),
  requestId: z.number().nullable(),
  seenAt: z.string().nullable(),
});
export type SubjectVersionView = z.infer<typeof SubjectVersionView>;

/** A program that uses a subject; see `subjectSnippets`. */
const SubjectSnippet = z.object({
  tool: z.enum(["java", "python", "node", "cli"]),
  operation: z.enum(["consume", "produce"]),
  fileName: z.string(),
  needs: z.string(),
  text: z.string(),
});

const OpenRequest = z.object({ id: z.number(), kind: z.string(), state: z.string(), name: z.string() });

/** Whether the cluster has a registry (`none`: it has not), and when it was last seen. */
const RegistryState = z.object({ condition: z.string(), message: z.string(), seenAt: z.string().nullable() });

export const SubjectView = SubjectSummary.extend({
  strategy: SubjectStrategy.nullable(),
  part: SubjectPart.nullable(),
  message: z.string(),
  stateSince: z.string().nullable(),
  seenAt: z.string().nullable(),
  levels: z.object({
    desired: z.string().nullable(),
    observed: z.string().nullable(),
    own: z.boolean().nullable(),
    global: z.string().nullable(),
  }),
  versions: z.array(SubjectVersionView),
  /** The version that is shown: the one asked for, else the latest. Null where none was ever seen. */
  shown: z
    .object({
      version: z.int(),
      schemaId: z.int(),
      definition: SchemaDefinition,
      fields: z.array(SchemaField),
      recordName: z.string().nullable(),
      problem: z.string().nullable(),
    })
    .nullable(),
  drift: z.array(
    z.object({
      field: z.string(),
      desired: z.string().nullable(),
      applied: z.string().nullable(),
      observed: z.string().nullable(),
    }),
  ),
  /** Who reads the topic that it describes, as far as this person may know them; null where they may not. */
  readers: z.array(SubjectReader).nullable(),
  /** How many readers there are in all. */
  readerCount: z.int(),
  referencedBy: z.array(z.object({ subject: z.string(), version: z.int() })),
  openRequests: z.array(OpenRequest),
  registry: RegistryState,
  /** Empty where the cluster has no registry or no listener to connect to. */
  snippets: z.array(SubjectSnippet),
  may: z.object({ request: Allowed, adopt: Allowed, retry: Allowed }),
});
export type SubjectView = z.infer<typeof SubjectView>;

export const GetTopicSchemas = z.strictObject({ cluster: z.string().max(100), name: z.string().max(1_000) });
/** What a topic's records look like and who reads them, in one place. */
export const TopicSchemas = z.object({
  /** Subjects that were decided for the topic, and those whose name is the topic's. */
  subjects: z.array(SubjectSummary.omit({ found: true }).extend({ part: SubjectPart.nullable(), message: z.string() })),
  readers: z.array(SubjectReader).nullable(),
  readerCount: z.int(),
  openRequests: z.array(OpenRequest),
  registry: RegistryState,
  may: z.object({ request: Allowed, sample: Allowed, announce: Allowed }),
});
export type TopicSchemas = z.infer<typeof TopicSchemas>;

export const CompareVersions = z.strictObject({ ...aboutSubject, from: registryVersion, to: registryVersion });
export const VersionComparison = z.object({
  from: z.object({ version: z.int(), schema: z.string() }),
  to: z.object({ version: z.int(), schema: z.string() }),
  changes: z.array(SchemaChange),
  /** Where one of the two could not be understood, why; the texts are compared all the same. */
  problem: z.string().nullable(),
});
export type VersionComparison = z.infer<typeof VersionComparison>;

// Exports ----------------------------------------------------------------------------------------------------------------

export const ExportFormat = z.enum(["yaml", "json"]);
export type ExportFormat = z.infer<typeof ExportFormat>;
const format = ExportFormat.default("yaml");
export const ExportTopic = z.strictObject({ cluster: z.string().max(100), name: z.string().max(1_000), format });
export const ExportTeam = z.strictObject({ team: z.string().max(100), format });
