import { z } from "zod";

/** Everything that a person, a token or an operator may be allowed to do. Who may is stated once, in `lib/policy/permissions.ts`. */
export const PERMISSIONS = [
  "topic.read",
  "topic.request",
  "topic.retry",
  "request.read",
  "request.edit",
  "request.withdraw",
  "request.approve",
  "request.reject",
  "request.comment",
  "request.copy",
  "team.read",
  "team.create",
  "team.update",
  "team.manage-members",
  "team.manage-prefixes",
  "team.delete",
  "user.read",
  "user.manage",
  "policy.read",
  "cluster.read",
  "cluster.confirm-identity",
  "audit.read",
  "token.read",
  "token.create",
  "token.revoke",
  "settings.update",
  "application.read",
  "application.create",
  "application.update",
  "application.delete",
  "principal.request",
  "principal.issue-credential",
  "principal.end",
  "principal.retry",
  "access.request",
  "access.read",
  "access.revoke",
  "access.release",
  "acl.read",
  "acl.request-removal",
  "campaign.create",
  "campaign.decide",
  "subject.read",
  "schema.request",
  "subject.adopt",
  "subject.retry",
  "topic.announce",
  "topic.sample",
  "webhook.manage",
] as const;
export const Permission = z.enum(PERMISSIONS);
export type Permission = z.infer<typeof Permission>;

/**
 * What a token may be given. A token never makes another token (it could outlive its own end date that way) and never changes its
 * user's settings; both need the person.
 */
export const TokenPermission = Permission.exclude(["token.create", "settings.update"]);
export type TokenPermission = z.infer<typeof TokenPermission>;
