import { z } from "zod";
import { AclBinding } from "./acl-binding.ts";
import { ClientQuota } from "./client-quota.ts";
import { Agreement, GrantTerms } from "./grant.ts";
import { PrincipalKind } from "./principal-name.ts";
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

/** The patch of each kind of request. */
export type RequestPatches = {
  "topic.create": TopicPatch;
  "access.create": AccessPatch;
  "access.renew": RenewPatch;
  "principal.create": PrincipalPatch;
  "principal.quota": QuotaPatch;
  "principal.revert": RevertPatch;
  "acl.remove": AclRemovalPatch;
};
