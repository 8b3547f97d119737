import { z } from "zod";
import { Slug } from "#lib/domain/cluster";
import { line } from "#lib/domain/text";
import { Allowed, Cursor, Limit, Person, pageOf, Uuid } from "./common.ts";

export const MembershipRole = z.enum(["member", "owner"]);
export type MembershipRole = z.infer<typeof MembershipRole>;

/** Names that begin with it belong to the team alone. Ends with a separator, so that `orders.` does not claim `orders2.x`. */
export const Prefix = z
  .string()
  .min(2, "a prefix has at least one character before its separator")
  .max(100, "a prefix has at most 100 characters")
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]*[._-]$/, "a prefix begins with a letter or digit and ends with '.', '-' or '_'");

export const CreateTeam = z.strictObject({
  slug: Slug,
  name: line(100),
  contactMail: z.union([z.literal(""), z.email("is not an e-mail address").max(200)]).default(""),
  contactChat: line(200, 0).default(""),
});
export const UpdateTeam = CreateTeam.omit({ slug: true }).extend({ team: Slug, version: z.int() });
export const DeleteTeam = z.strictObject({ team: Slug });
export const SetMember = z.strictObject({ team: Slug, userId: Uuid, role: MembershipRole });
export const RemoveMember = z.strictObject({ team: Slug, userId: Uuid });
export const AddPrefix = z.strictObject({ team: Slug, prefix: Prefix });
export const RemovePrefix = z.strictObject({ team: Slug, prefix: z.string().max(100) });

export const TeamRow = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  members: z.int(),
  owners: z.int(),
  topics: z.int(),
  prefixes: z.array(z.string()),
});
export type TeamRow = z.infer<typeof TeamRow>;
export const TeamPage = pageOf(TeamRow);
export const ListTeams = z.strictObject({
  q: z.string().trim().max(100).optional(),
  cursor: Cursor.optional(),
  limit: Limit,
});

export const TeamMember = Person.extend({
  email: z.string().nullable(),
  role: MembershipRole,
  source: z.enum(["manual", "group"]),
  disabled: z.boolean(),
});
export type TeamMember = z.infer<typeof TeamMember>;

/** How much of a budget is used, counting what is pending. */
export const BudgetUse = z.object({
  cluster: z.string(),
  field: z.enum(["topics", "partitions", "bytes"]),
  used: z.string(),
  pending: z.string(),
  limit: z.string().nullable(),
  policySlug: z.string().nullable(),
});
export type BudgetUse = z.infer<typeof BudgetUse>;

/** What the team's topics on one cluster cost a month, by what is on disk now. */
export const TeamCost = z.object({
  cluster: z.string(),
  topics: z.int(),
  /** Topics whose size nobody has seen: not part of the sums. */
  withoutFigure: z.int(),
  /** On all replicas, int64 as text. */
  bytes: z.string(),
  /** Money as decimal text; null where there is no price, or no topic has a figure. */
  perMonth: z.string().nullable(),
  currency: z.string(),
  /** False while the platform has set no price. */
  priced: z.boolean(),
});
export type TeamCost = z.infer<typeof TeamCost>;

export const GetTeam = z.strictObject({ team: z.string().max(100) });
export const TeamView = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  contactMail: z.string(),
  contactChat: z.string(),
  version: z.int(),
  members: z.array(TeamMember),
  prefixes: z.array(z.string()),
  topics: z.int(),
  openRequests: z.int(),
  budget: z.array(BudgetUse),
  costs: z.array(TeamCost),
  may: z.object({
    update: Allowed,
    manageMembers: Allowed,
    managePrefixes: Allowed,
    delete: Allowed,
    requestTopic: Allowed,
    /** Asking for another owner of what it owns. */
    transfer: Allowed,
  }),
});
export type TeamView = z.infer<typeof TeamView>;
