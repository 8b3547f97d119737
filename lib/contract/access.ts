import { z } from "zod";
import { AclBinding } from "#lib/domain/acl-binding";
import { Slug } from "#lib/domain/cluster";
import {
  Agreement,
  GrantEndKind,
  GrantHost,
  GrantOperation,
  GrantState,
  GrantTerms,
  NamePattern,
} from "#lib/domain/grant";
import { Plan } from "#lib/domain/plan";
import { Violation } from "#lib/domain/policy";
import { RequestState } from "#lib/domain/request";
import { RequestKind } from "#lib/domain/request-kind";
import { Risk } from "#lib/domain/slot";
import { Classification } from "#lib/domain/topic-spec";
import { Allowed, Instant, TeamRef, Uuid } from "./common.ts";
import { FieldProblem, Reason, RequestSubmitted, SlotWithHolders } from "./topic-requests.ts";

/** One topic or prefix that access is asked to. */
export const AccessItem = z.strictObject({
  operation: GrantOperation,
  patternType: z.enum(["LITERAL", "PREFIXED"]).default("LITERAL"),
  /** A topic's name; with PREFIXED the text that names begin with. */
  topic: z.string().min(1, "must not be empty").max(249, "has at most 249 characters"),
  consumerGroup: NamePattern.nullish(),
  transactionalId: NamePattern.nullish(),
});
export type AccessItem = z.infer<typeof AccessItem>;

/** What all items of one access request share. */
const AccessFrame = {
  application: Slug,
  cluster: Slug,
  expiresAt: Instant,
  host: GrantHost.default("*"),
  agreement: Agreement.prefault({}),
  /** The purpose: the owner decides by it, and it stands on the grant. */
  reason: Reason,
};

/** Access of one application to one or more topics: one request per item, in one bundle; each is decided for itself. */
export const RequestAccess = z.strictObject({
  ...AccessFrame,
  items: z.array(AccessItem).min(1, "at least one topic").max(50, "at most 50 topics"),
});
export type RequestAccess = z.infer<typeof RequestAccess>;

/** The same while it is typed: items may still be wrong, and each is answered for itself. */
export const PreviewAccessRequest = z.strictObject({
  application: Slug,
  cluster: Slug,
  expiresAt: z.unknown(),
  host: z.unknown().optional(),
  agreement: z.unknown().optional(),
  reason: z.unknown().optional(),
  items: z.array(z.unknown()).min(1).max(50),
});

export const AccessItemPreview = z.object({
  topic: z.string(),
  conflicts: z.array(FieldProblem),
  violations: z.array(Violation),
  plan: Plan.nullable(),
  fingerprint: z.string().nullable(),
  risk: Risk.nullable(),
  owner: TeamRef.nullable(),
  requiredApprovals: z.array(SlotWithHolders),
});
export const AccessPreview = z.object({
  submittable: z.boolean(),
  /** Paths as in the input: `expiresAt`, `items.0.consumerGroup.name`. */
  errors: z.array(FieldProblem),
  items: z.array(AccessItemPreview),
});
export type AccessPreview = z.infer<typeof AccessPreview>;

export const AccessSubmitted = z.object({ bundleId: z.string(), requests: z.array(RequestSubmitted) });
export type AccessSubmitted = z.infer<typeof AccessSubmitted>;

export const RenewGrant = z.strictObject({
  grantId: Uuid,
  /** Default: as long again as it was granted for, within the rules. */
  expiresAt: Instant.optional(),
  reason: Reason,
});
export const RevokeGrant = z.strictObject({ grantId: Uuid, reason: Reason });
export const ReleaseGrant = z.strictObject({ grantId: Uuid, reason: Reason });
export const GrantEnded = z.object({ id: z.string(), state: GrantState, endKind: GrantEndKind });
export const RequestAclRemoval = z.strictObject({
  cluster: Slug,
  /** In whose name it is asked; where nobody owns what the bindings name, platform admins decide. */
  team: Slug,
  bindings: z.array(AclBinding).min(1, "at least one binding").max(200, "at most 200 bindings"),
  reason: Reason,
});

/** How a grant stands: stored states, and those derived from date and worker. */
export const GRANT_CONDITIONS = ["pending", "active", "expiring", "blocked", "drifted", "ending", "ended"] as const;
export const GrantCondition = z.enum(GRANT_CONDITIONS);
export type GrantCondition = z.infer<typeof GrantCondition>;

export const GrantView = z.object({
  id: z.string(),
  cluster: z.string(),
  application: z.object({ id: z.string(), slug: z.string(), name: z.string(), team: TeamRef }),
  /** Who gives: the owner of the topic or prefix. */
  owner: TeamRef,
  terms: GrantTerms,
  purpose: z.string(),
  agreement: Agreement,
  state: GrantState,
  condition: GrantCondition,
  /** The worker's words while it is blocked or drifted. */
  message: z.string(),
  since: z.string(),
  expiresAt: z.string(),
  verifiedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  endKind: GrantEndKind.nullable(),
  endedBy: z.string().nullable(),
  endReason: z.string().nullable(),
  requestId: z.number(),
  /** When the group last had a member or committed on the topic, as far as the brokers tell; null when never seen. */
  lastActiveAt: z.string().nullable(),
  principals: z.array(z.string()),
  may: z.object({ renew: Allowed, revoke: Allowed, release: Allowed }),
});
export type GrantView = z.infer<typeof GrantView>;

/** An ACL on the cluster that no grant asked for. */
export const UnmanagedAcl = AclBinding.extend({
  cluster: z.string(),
  firstSeenAt: z.string(),
  /** The application whose principal it is, if that is managed. */
  application: z.object({ slug: z.string(), name: z.string() }).nullable(),
});
export type UnmanagedAcl = z.infer<typeof UnmanagedAcl>;

export const GetTopicAccess = z.strictObject({ cluster: z.string().max(100), name: z.string().max(1_000) });
export const TopicAccess = z.object({
  /** `owner`: everything; `own`: only the grants of this person's teams; who reads it otherwise is not theirs to see. */
  sight: z.enum(["everything", "own"]),
  grants: z.array(GrantView),
  unmanaged: z.array(UnmanagedAcl),
  /** Consumer groups seen on the topic that no shown grant explains. */
  groups: z.array(z.object({ groupId: z.string(), lastActiveAt: z.string().nullable(), members: z.int().nullable() })),
  openRequests: z.array(z.object({ id: z.number(), kind: RequestKind, state: RequestState, name: z.string() })),
  seenAt: z.string().nullable(),
  /** Applications of this person's teams that may ask. */
  applications: z.array(z.object({ slug: z.string(), name: z.string() })),
  may: z.object({ requestRemoval: Allowed }),
});
export type TopicAccess = z.infer<typeof TopicAccess>;

export const GetAccessForm = z.strictObject({
  application: Slug.optional(),
  cluster: Slug.optional(),
  topic: z.string().max(249).optional(),
});
/** Everything the access form needs before the first keystroke. */
export const AccessForm = z.object({
  applications: z.array(
    z.object({
      slug: z.string(),
      name: z.string(),
      team: TeamRef,
      clusters: z.array(z.string()),
      principals: z.array(z.object({ cluster: z.string(), name: z.string() })),
    }),
  ),
  clusters: z.array(z.object({ slug: z.string(), name: z.string(), tier: z.string() })),
  application: z.string().nullable(),
  cluster: z.string().nullable(),
  topic: z.string().nullable(),
  /** The latest end that the rules allow now, and a usual one; ISO 8601. */
  latestExpiry: z.string().nullable(),
  suggestedExpiry: z.string(),
  limits: z.array(z.string()),
});
export type AccessForm = z.infer<typeof AccessForm>;

/** On a request's page: what the owner needs to decide about access. */
export const AccessRequestDetail = z.object({
  application: z.object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    team: TeamRef,
    /** Whether this person may open its page. */
    visible: z.boolean(),
  }),
  terms: GrantTerms.nullable(),
  purpose: z.string(),
  agreement: Agreement,
  expiresAt: z.string(),
  /** Null for a new grant. */
  currentExpiresAt: z.string().nullable(),
  classification: Classification.nullable(),
  /** What else this application can reach: its live grants. */
  reach: z.array(
    z.object({
      operation: GrantOperation,
      resource: z.string(),
      cluster: z.string(),
      owner: z.string(),
      expiresAt: z.string(),
    }),
  ),
  /** Who else reads or writes what is asked for: for the giving side and the platform; null for anybody else, who may not know. */
  others: z
    .array(z.object({ application: z.string(), team: z.string(), operation: GrantOperation, expiresAt: z.string() }))
    .nullable(),
});
export type AccessRequestDetail = z.infer<typeof AccessRequestDetail>;

export const GetTeamAccess = z.strictObject({ team: z.string().max(100) });
/** A live grant; applications and teams by their short names. */
const Edge = z.object({
  application: z.string(),
  applicationTeam: z.string(),
  operation: GrantOperation,
  resource: z.string(),
  patternType: z.string(),
  cluster: z.string(),
  owner: z.string(),
  expiresAt: z.string(),
  grantId: z.string(),
});
/** What a team's applications reach, and what reaches its topics. */
export const TeamAccess = z.object({ reaches: z.array(Edge), reachedBy: z.array(Edge), capped: z.boolean() });
export type TeamAccess = z.infer<typeof TeamAccess>;
export type AccessEdge = z.infer<typeof Edge>;

export const ListUnmanagedAcls = z.strictObject({
  cluster: Slug,
  q: z.string().trim().max(249).optional(),
  cursor: z
    .string()
    .max(4_000)
    .regex(/^[A-Za-z0-9_-]+$/, "is not a cursor that a list answered")
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const UnmanagedAclPage = z.object({ items: z.array(UnmanagedAcl), nextCursor: z.string().nullable() });
