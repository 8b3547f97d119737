import { z } from "zod";
import { ClientQuota } from "#lib/domain/client-quota";
import { ClientSettings } from "#lib/domain/client-settings";
import { Slug, Tier } from "#lib/domain/cluster";
import { PrincipalKind } from "#lib/domain/principal-name";
import { RequestState } from "#lib/domain/request";
import { RequestKind } from "#lib/domain/request-kind";
import { line, prose } from "#lib/domain/text";
import { GrantView } from "./access.ts";
import { Allowed, Cursor, Instant, Limit, pageOf, TeamRef, Uuid } from "./common.ts";
import { Reason } from "./topic-requests.ts";

export const CreateApplication = z.strictObject({
  /** Unique in the installation; consumer groups and transactional ids that begin with `slug.` are this application's alone. */
  slug: Slug,
  name: line(100),
  description: prose(2_000, 0).default(""),
  /** Slug of the team that it belongs to. */
  team: Slug,
});
export type CreateApplication = z.infer<typeof CreateApplication>;

export const UpdateApplication = z.strictObject({
  application: Slug,
  /** The version the change is based on; another one is a conflict. */
  version: z.int(),
  name: line(100),
  description: prose(2_000, 0),
});
export const DeleteApplication = z.strictObject({ application: Slug });

export const ApplicationRow = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  team: TeamRef,
  /** Clusters on which it has a principal that has not ended. */
  clusters: z.array(z.string()),
  grants: z.int(),
  /** Grants that end within 14 days. */
  expiring: z.int(),
  blocked: z.int(),
});
export type ApplicationRow = z.infer<typeof ApplicationRow>;

export const ListApplications = z.strictObject({
  q: z.string().trim().max(100).optional(),
  team: Slug.optional(),
  cursor: Cursor.optional(),
  limit: Limit,
});
export const ApplicationPage = pageOf(ApplicationRow);

/** `scram`: the name that the rules suggest is `<team>.<application>`; `external`: as the broker reports it, without `User:`. */
export const RequestPrincipal = z.strictObject({
  application: Slug,
  cluster: Slug,
  kind: PrincipalKind,
  /** Checked by kind in the command: what is allowed for a certificate's name is not for a SCRAM user. */
  name: z.string().min(1, "must not be empty").max(200, "has at most 200 characters"),
  /** Absent: the most that the rules allow. `{}`: not limited. */
  quota: ClientQuota.optional(),
  /** Id of the principal whose place it takes (rotation); both work until `replacedEndsAt`, or until somebody ends the old one. */
  replaces: Uuid.optional(),
  replacedEndsAt: Instant.optional(),
  reason: Reason,
});
export type RequestPrincipal = z.infer<typeof RequestPrincipal>;

export const RequestQuota = z.strictObject({ principalId: Uuid, quota: ClientQuota, reason: Reason });
export const IssueCredential = z.strictObject({ principalId: Uuid });
export const EndPrincipal = z.strictObject({ principalId: Uuid, reason: Reason });
export const PrincipalEnded = z.object({ id: z.string(), name: z.string(), ended: z.literal(true) });
export const RetryPrincipal = z.strictObject({ principalId: Uuid });
/** Puts back on the cluster what is missing there. */
export const RequestRevert = z.strictObject({ principalId: Uuid, reason: Reason });
/** Makes the quota that was seen on the cluster what is desired. */
export const RequestQuotaAdoption = z.strictObject({ principalId: Uuid, reason: Reason });

/** Answered once. A replay of the same idempotency key has `password: null`. */
export const CredentialIssued = z.object({
  principalId: z.string(),
  username: z.string(),
  /** Null in a replay: a secret is shown once. */
  password: z.string().nullable(),
  mechanism: z.literal("SCRAM-SHA-512"),
  secretShown: z.boolean(),
  /** An earlier password stops working, for new connections, as soon as this one is on the broker. Without downtime: a second principal. */
  replacesPassword: z.boolean(),
});
export type CredentialIssued = z.infer<typeof CredentialIssued>;

export const BINDING_STATES = ["applied", "pending", "refused", "missing", "unmanaged", "removing"] as const;

/** One ACL line as people read it, and how it stands. */
export const BindingView = z.object({
  resourceType: z.string(),
  resourceName: z.string(),
  patternType: z.string(),
  operation: z.string(),
  permissionType: z.string(),
  host: z.string(),
  principal: z.string(),
  state: z.enum(BINDING_STATES),
  message: z.string(),
});
export type BindingView = z.infer<typeof BindingView>;

export const PrincipalView = z.object({
  id: z.string(),
  cluster: z.string(),
  clusterName: z.string(),
  tier: Tier,
  name: z.string(),
  kind: PrincipalKind,
  state: z.enum(["pending", "ready", "blocked", "drifted", "ended"]),
  reason: z.string().nullable(),
  message: z.string(),
  stateSince: z.string().nullable(),
  verifiedAt: z.string().nullable(),
  /** `none`: never made; `sealed`: waits for the worker; `confirmed`: on the broker; `external`: not ours. */
  credential: z.enum(["none", "sealed", "confirmed", "external"]),
  credentialAt: z.string().nullable(),
  quota: ClientQuota,
  endsAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  endReason: z.string().nullable(),
  bindings: z.array(BindingView),
  may: z.object({ issueCredential: Allowed, end: Allowed, retry: Allowed, revert: Allowed }),
});
export type PrincipalView = z.infer<typeof PrincipalView>;

/** On a request's page: what the owner needs to decide about a principal. */
export const PrincipalRequestDetail = z.object({
  application: z.object({ id: z.string(), slug: z.string(), name: z.string(), team: TeamRef }),
  kind: PrincipalKind,
  name: z.string(),
  quota: ClientQuota,
  /** Name and last day of the principal that it takes over from. */
  replaces: z.object({ name: z.string(), endsAt: z.string().nullable() }).nullable(),
});
export type PrincipalRequestDetail = z.infer<typeof PrincipalRequestDetail>;

export const GetApplication = z.strictObject({ application: z.string().max(100) });

/** What anybody who may look at an application sees of it. */
const ApplicationFacts = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  team: TeamRef,
  openRequests: z.array(z.object({ id: z.number(), kind: RequestKind, state: RequestState, name: z.string() })),
});

/** An application as its team, the platform and auditors see it. */
export const ApplicationView = ApplicationFacts.extend({
  view: z.literal("own"),
  version: z.int(),
  createdAt: z.string(),
  principals: z.array(PrincipalView),
  /** Live ones first, then the ended ones of the last 90 days. */
  grants: z.array(GrantView),
  clients: z.array(ClientSettings),
  /** Clusters on which a principal can be asked for. */
  clusters: z.array(z.object({ slug: z.string(), name: z.string(), tier: Tier })),
  may: z.object({ update: Allowed, delete: Allowed, requestPrincipal: Allowed, requestAccess: Allowed }),
});
export type ApplicationView = z.infer<typeof ApplicationView>;

/** An application as a team sees it that gives it access, or is asked to: who it is, whom to talk to, and what this team gives it. */
export const GivenApplicationView = ApplicationFacts.extend({
  view: z.literal("giving-side"),
  /** How to reach the team that it belongs to; empty where it does not say. */
  contact: z.object({ mail: z.string(), chat: z.string() }),
  /** Only what this person's teams give: live ones first, then the ended ones of the last 90 days. */
  grants: z.array(GrantView),
});
export type GivenApplicationView = z.infer<typeof GivenApplicationView>;

export const ApplicationSeen = z.discriminatedUnion("view", [ApplicationView, GivenApplicationView]);
export type ApplicationSeen = z.infer<typeof ApplicationSeen>;
