import { z } from "zod";
import { AclBinding } from "./acl-binding.ts";
import { ClientQuota } from "./client-quota.ts";
import { CompatibilityLevel } from "./compatibility.ts";
import { Agreement, GrantTerms } from "./grant.ts";
import { PrincipalKind } from "./principal-name.ts";
import { SchemaDefinition, SchemaType } from "./schema.ts";
import { SubjectPart, SubjectStrategy } from "./subject-name.ts";
import { SpecPatch, type TopicChangePatch, type TopicPatch } from "./topic-spec.ts";

/** What can be asked for. */
export const REQUEST_KINDS = [
  "topic.create",
  "topic.change",
  "topic.revert",
  "topic.adopt",
  "topic.block",
  "topic.delete",
  "topic.import",
  "ownership.transfer",
  "access.create",
  "access.renew",
  "principal.create",
  "principal.quota",
  "principal.revert",
  "acl.remove",
  "schema.register",
  "subject.compatibility",
  "subject.adopt",
  "subject.revert",
  "subject.delete",
  "group.reset",
] as const;
export const RequestKind = z.enum(REQUEST_KINDS);
export type RequestKind = z.infer<typeof RequestKind>;

/** Access of one application to one topic or prefix. `expiresAt` is ISO 8601 in UTC, as in every patch. */
export const AccessPatch = z.strictObject({ terms: GrantTerms, expiresAt: z.string(), agreement: Agreement });
export type AccessPatch = z.infer<typeof AccessPatch>;

/** A later end for a grant that lives. */
export const RenewPatch = z.strictObject({ expiresAt: z.string() });
export type RenewPatch = z.infer<typeof RenewPatch>;

/** A principal for an application; `replaces` is the one that it takes over from, which goes on working until `replacedEndsAt`. */
export const PrincipalPatch = z.strictObject({
  kind: PrincipalKind,
  name: z.string(),
  quota: ClientQuota,
  replaces: z.uuid().nullable(),
  replacedEndsAt: z.string().nullable(),
});
export type PrincipalPatch = z.infer<typeof PrincipalPatch>;

/** Another quota; `adopted` where it is the one that somebody set on the cluster, which becomes what is desired. */
export const QuotaPatch = z.strictObject({ quota: ClientQuota, adopted: z.literal(true).optional() });
export type QuotaPatch = z.infer<typeof QuotaPatch>;

/** The bindings of a principal that are missing on the cluster and are to be put back; its quota if that differs. */
export const RevertPatch = z.strictObject({ bindings: z.array(AclBinding), quota: z.boolean() });
export type RevertPatch = z.infer<typeof RevertPatch>;

/** Bindings that nobody granted, to be deleted. */
export const AclRemovalPatch = z.strictObject({ bindings: z.array(AclBinding).min(1).max(200) });
export type AclRemovalPatch = z.infer<typeof AclRemovalPatch>;

/** Which topic's records a subject describes, and how its name follows. */
export const SubjectPlace = z.strictObject({
  strategy: SubjectStrategy,
  topic: z.string().nullable(),
  part: SubjectPart.nullable(),
});
export type SubjectPlace = z.infer<typeof SubjectPlace>;

/** A new version of a subject, the first one too. `compatibility` is the subject's level: before, after and, for a new subject, from then on. */
export const SchemaPatch = z.strictObject({
  place: SubjectPlace,
  definition: SchemaDefinition,
  /** Of its meaning; see `parseSchema`. */
  hash: z.string(),
  compatibility: CompatibilityLevel,
  /** Incompatible and wanted all the same: the level is lowered to NONE for it and restored. */
  forced: z.boolean(),
});
export type SchemaPatch = z.infer<typeof SchemaPatch>;

export const CompatibilityPatch = z.strictObject({ compatibility: CompatibilityLevel });
export type CompatibilityPatch = z.infer<typeof CompatibilityPatch>;

/**
 * What the registry holds becomes what is desired: of a subject that nobody owned, everything; of one that is managed, what differs. `versions` are
 * all that live there, `compatibility` the level in force.
 */
export const SubjectAdoptionPatch = z.strictObject({
  place: SubjectPlace,
  schemaType: SchemaType,
  compatibility: CompatibilityLevel,
  versions: z.array(z.int()),
});
export type SubjectAdoptionPatch = z.infer<typeof SubjectAdoptionPatch>;

/** What differs is made as it was desired: the level is set, and versions that were deleted outside are registered again. `missing` are their numbers. */
export const SubjectRevertPatch = z.strictObject({
  compatibility: CompatibilityLevel.nullable(),
  missing: z.array(z.int()),
});
export type SubjectRevertPatch = z.infer<typeof SubjectRevertPatch>;

/** Versions by the registry's numbers, or with null the whole subject. For good only what was softly deleted before. */
export const SubjectDeletionPatch = z.strictObject({
  versions: z.array(z.int()).min(1).max(200).nullable(),
  permanent: z.boolean(),
});
export type SubjectDeletionPatch = z.infer<typeof SubjectDeletionPatch>;

/** Fields of a topic that differ on the cluster and are made as they were desired. */
export const TopicRevertPatch = z.strictObject({ fields: z.array(z.string()).min(1).max(60) });
export type TopicRevertPatch = z.infer<typeof TopicRevertPatch>;

/** What lives on the cluster becomes what is desired; a key with null is not set there and no longer managed. */
export const TopicAdoptionPatch = SpecPatch;
export type TopicAdoptionPatch = z.infer<typeof TopicAdoptionPatch>;

/** Nobody may read or write the topic for so many days, to see who misses it. */
export const TopicBlockPatch = z.strictObject({ days: z.int().min(1).max(365) });
export type TopicBlockPatch = z.infer<typeof TopicBlockPatch>;

/** The topic goes for good. `despite` names who still uses it: the groups that are active, and whether somebody wrote to it lately. */
export const TopicDeletionPatch = z.strictObject({
  despite: z.strictObject({ groups: z.array(z.string()).max(1_000), recentWrites: z.boolean() }),
});
export type TopicDeletionPatch = z.infer<typeof TopicDeletionPatch>;

/** Topics that nobody owned become one team's, exactly as they are. */
export const TopicImportPatch = z.strictObject({ topics: z.array(z.string()).min(1).max(10_000) });
export type TopicImportPatch = z.infer<typeof TopicImportPatch>;

/** What changes hands from the request's team to `to`: topics and subjects of the request's cluster, applications and prefixes of the whole installation. */
export const OwnershipTransferPatch = z.strictObject({
  to: z.strictObject({ id: z.uuid(), slug: z.string(), name: z.string() }),
  topics: z.array(z.string()).max(10_000),
  subjects: z.array(z.string()).max(10_000),
  applications: z.array(z.string()).max(1_000),
  prefixes: z.array(z.string()).max(1_000),
});
export type OwnershipTransferPatch = z.infer<typeof OwnershipTransferPatch>;

/** Where a group is to go on: the first or the end of what is there, a time (ISO 8601), or so many records on (positive) or back. */
export const OffsetTarget = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("earliest") }),
  z.strictObject({ kind: z.literal("latest") }),
  z.strictObject({ kind: z.literal("time"), time: z.iso.datetime({ offset: true }) }),
  z.strictObject({ kind: z.literal("shift"), by: z.int().min(-1_000_000_000_000).max(1_000_000_000_000) }),
]);
export type OffsetTarget = z.infer<typeof OffsetTarget>;

/** A group's offsets in one topic, as they were when it was asked and as they are to be; int64 as text, null where nothing was committed. */
export const OffsetResetPatch = z.strictObject({
  group: z.string(),
  topic: z.string(),
  target: OffsetTarget,
  offsets: z
    .array(z.strictObject({ partition: z.int(), before: z.string().nullable(), after: z.string() }))
    .max(10_000),
});
export type OffsetResetPatch = z.infer<typeof OffsetResetPatch>;

/** The patch of each kind of request. */
export type RequestPatches = {
  "topic.create": TopicPatch;
  "topic.change": TopicChangePatch;
  "topic.revert": TopicRevertPatch;
  "topic.adopt": TopicAdoptionPatch;
  "topic.block": TopicBlockPatch;
  "topic.delete": TopicDeletionPatch;
  "topic.import": TopicImportPatch;
  "ownership.transfer": OwnershipTransferPatch;
  "access.create": AccessPatch;
  "access.renew": RenewPatch;
  "principal.create": PrincipalPatch;
  "principal.quota": QuotaPatch;
  "principal.revert": RevertPatch;
  "acl.remove": AclRemovalPatch;
  "schema.register": SchemaPatch;
  "subject.compatibility": CompatibilityPatch;
  "subject.adopt": SubjectAdoptionPatch;
  "subject.revert": SubjectRevertPatch;
  "subject.delete": SubjectDeletionPatch;
  "group.reset": OffsetResetPatch;
};
