import { z } from "zod";
import { AclBinding } from "./acl-binding.ts";
import { ClientQuota } from "./client-quota.ts";
import { CompatibilityLevel } from "./compatibility.ts";
import { Agreement, GrantTerms } from "./grant.ts";
import { PrincipalKind } from "./principal-name.ts";
import { SchemaDefinition, SchemaType } from "./schema.ts";
import { SubjectPart, SubjectStrategy } from "./subject-name.ts";
import type { TopicPatch } from "./topic-spec.ts";

/** What can be asked for. */
export const REQUEST_KINDS = [
  "topic.create",
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

export const QuotaPatch = z.strictObject({ quota: ClientQuota });
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

/** The patch of each kind of request. */
export type RequestPatches = {
  "topic.create": TopicPatch;
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
};
