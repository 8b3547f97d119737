import { z } from "zod";
import { Slug } from "#lib/domain/cluster";
import { Plan } from "#lib/domain/plan";
import { Violation } from "#lib/domain/policy";
import { RequestState } from "#lib/domain/request";
import { RequestKind } from "#lib/domain/request-kind";
import { Risk } from "#lib/domain/slot";
import { prose } from "#lib/domain/text";
import { TopicPatch } from "#lib/domain/topic-spec";
import { AccessRequestDetail } from "./access.ts";
import { PrincipalRequestDetail } from "./applications.ts";
import { Allowed, Cursor, Instant, Limit, Person, pageOf, RequestId, TeamRef } from "./common.ts";
import { OffsetResetDetail } from "./offset-resets.ts";
import { OwnershipTransferDetail } from "./ownership.ts";
import { SchemaRequestDetail } from "./schema-requests.ts";
import { TopicImportDetail } from "./topic-imports.ts";
import { SlotWithHolders } from "./topic-requests.ts";

const Fingerprint = z.string().regex(/^[0-9a-f]{64}$/, "is not a plan's fingerprint (64 hexadecimal digits)");

export const ApproveRequest = z.strictObject({
  requestId: RequestId,
  /** Of the plan that was read; another plan needs another look. */
  fingerprint: Fingerprint,
  comment: prose(2_000, 0).default(""),
  /** Access only: an earlier end than was asked for. */
  expiresAt: Instant.optional(),
});
export const RejectRequest = z.strictObject({ requestId: RequestId, reason: prose(2_000) });
export const WithdrawRequest = z.strictObject({ requestId: RequestId, reason: prose(2_000, 0).default("") });
export const CommentRequest = z.strictObject({ requestId: RequestId, body: prose(5_000) });
/** Tries again what is blocked and belongs to the request itself: a removal of ACLs, a reset of offsets. */
export const RetryRequest = z.strictObject({ requestId: RequestId });
/** Takes back what is approved and not yet on the cluster. */
export const CancelRequest = z.strictObject({ requestId: RequestId, reason: prose(2_000) });
export const CopyRequest = z.strictObject({ requestId: RequestId, cluster: Slug });

/** Where an approved request stands on the cluster; read from the topic, never stored on the request. */
export const Progress = z.object({
  /** `applying`, `waiting` (for the cluster), `blocked`, `applied`, or null before approval. */
  step: z.enum(["applying", "waiting", "blocked", "applied"]).nullable(),
  since: z.string().nullable(),
  message: z.string(),
  verifiedAt: z.string().nullable(),
});
export type Progress = z.infer<typeof Progress>;

export const RequestSummary = z.object({
  id: z.number(),
  kind: RequestKind,
  cluster: z.string(),
  name: z.string(),
  /** The side that owns what is asked for, and the side in whose name it is asked. */
  team: TeamRef,
  askingTeam: TeamRef,
  requester: Person,
  state: RequestState,
  risk: Risk,
  reason: z.string(),
  fingerprint: z.string(),
  createdAt: z.string(),
  decidedAt: z.string().nullable(),
  progress: Progress,
});
export type RequestSummary = z.infer<typeof RequestSummary>;

export const ApprovalView = z.object({
  slot: z.string(),
  by: Person,
  comment: z.string(),
  standIn: z.boolean(),
  at: z.string(),
  /** True when a later edit dropped it. */
  dropped: z.boolean(),
});
export const CommentView = z.object({ id: z.string(), by: Person, body: z.string(), at: z.string() });

export const RequestView = RequestSummary.extend({
  version: z.int(),
  /** Of a request for a topic. */
  patch: TopicPatch.nullable(),
  /** Of a request for access or its renewal. */
  access: AccessRequestDetail.nullable(),
  /** Of a request about a principal. */
  principal: PrincipalRequestDetail.nullable(),
  /** Of a request for a new version of a subject. */
  schema: SchemaRequestDetail.nullable(),
  /** Of a request for a group's offsets. */
  offsetReset: OffsetResetDetail.nullable(),
  /** Of a request to take topics over that nobody owned. */
  topicImport: TopicImportDetail.nullable(),
  /** Of a request for another owner. */
  transfer: OwnershipTransferDetail.nullable(),
  /** Asked together with this one. */
  bundle: z.array(z.object({ id: z.number(), kind: RequestKind, name: z.string(), state: RequestState })),
  /** Waits for this request; null when it waits for none. */
  dependsOn: z.object({ id: z.number(), state: RequestState }).nullable(),
  plan: Plan,
  violations: z.array(Violation),
  slots: z.array(SlotWithHolders.extend({ filled: z.boolean(), mine: z.boolean() })),
  approvals: z.array(ApprovalView),
  comments: z.array(CommentView),
  lapsesAt: z.string(),
  endedAt: z.string().nullable(),
  outcome: z.string().nullable(),
  may: z.object({
    approve: Allowed,
    reject: Allowed,
    withdraw: Allowed,
    /** Taking back what was approved and is not on the cluster yet. */
    cancel: Allowed,
    edit: Allowed,
    comment: Allowed,
    copy: Allowed,
    retry: Allowed,
  }),
});
export type RequestView = z.infer<typeof RequestView>;

export const ListRequests = z.strictObject({
  state: RequestState.optional(),
  team: Slug.optional(),
  /** Only requests that the caller made. */
  mine: z.stringbool().optional(),
  /** Only requests that the caller could decide now. */
  decidable: z.stringbool().optional(),
  cursor: Cursor.optional(),
  limit: Limit,
});
export const GetRequest = z.strictObject({ requestId: RequestId });
export const RequestPage = pageOf(RequestSummary);

export const BulkApprove = z.strictObject({
  items: z
    .array(z.strictObject({ requestId: RequestId, fingerprint: Fingerprint }))
    .min(1)
    .max(100),
  comment: prose(2_000, 0).default(""),
});
export const BulkApproveResult = z.object({
  results: z.array(
    z.object({ requestId: z.number(), ok: z.boolean(), code: z.string().nullable(), detail: z.string() }),
  ),
});
export type BulkApproveResult = z.infer<typeof BulkApproveResult>;
