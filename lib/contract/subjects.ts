import { z } from "zod";
import { Slug } from "#lib/domain/cluster";
import { SchemaChange, SchemaDefinition, SchemaField, SchemaType } from "#lib/domain/schema";
import { SubjectPart, SubjectStrategy } from "#lib/domain/subject-name";
import { Allowed, Cursor, Limit, pageOf, TeamRef } from "./common.ts";

/** A subject as it may stand in an address: also one that was made outside, whatever it is called. */
export const AnySubject = z.string().min(1, "must not be empty").max(1_000, "has at most 1,000 characters");

/** A version's number as the registry counts it. */
export const registryVersion = z.coerce.number().int("is a version's number").min(1).max(2_147_483_647);

/** How an operation names the subject that it is about. */
export const aboutSubject = { cluster: Slug, subject: AnySubject };

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
  may: z.object({ request: Allowed, adopt: Allowed, revert: Allowed, retry: Allowed }),
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
