import { z } from "zod";
import { Slug } from "#lib/domain/cluster";
import { NamePattern } from "#lib/domain/grant";
import { GroupOffsets } from "#lib/domain/group-offsets";
import { Plan } from "#lib/domain/plan";
import { INT64_MAX } from "#lib/domain/quantity";
import { OffsetTarget } from "#lib/domain/request-kind";
import { Risk } from "#lib/domain/slot";
import { TopicName } from "#lib/domain/topic-name";
import { TeamRef } from "./common.ts";
import { FieldProblem, Reason, SlotWithHolders } from "./topic-requests.ts";

const RetentionMs = z
  .string()
  .regex(/^(-1|\d{1,19})$/, "is a number of milliseconds, or -1 for unlimited")
  .refine((value) => !/^\d+$/.test(value) || BigInt(value) <= INT64_MAX, "is more than Kafka can keep");

/** What would be deleted if a topic kept its records for so long only. */
export const AskLoss = z.strictObject({ cluster: Slug, topic: TopicName, retentionMs: RetentionMs });

/** Records have times from 1970 on. */
const AskedTarget = OffsetTarget.refine(
  (target) => target.kind !== "time" || (target.time.length <= 40 && Date.parse(target.time) >= 0),
  { path: ["time"], error: "is a time from 1970 on, such as 2026-11-21T09:00:00Z" },
);

const aboutGroup = {
  /** Whose group it is; asked by a member of its team. */
  application: Slug,
  cluster: Slug,
  /** A consumer group that the application was granted. */
  group: NamePattern.shape.name,
  topic: TopicName,
  target: AskedTarget,
};

/** Where a group stands in a topic, and where it would go on. */
export const AskOffsets = z.strictObject(aboutGroup);

/** A group's offsets in one topic are to be set, from where the worker last saw them for this target. */
export const RequestOffsetReset = z.strictObject({ ...aboutGroup, reason: Reason });
export const PreviewOffsetReset = z.strictObject({ ...aboutGroup, reason: z.unknown().optional() });

/** The answer to "what if I asked for this": nothing is stored. */
export const OffsetResetPreview = z.object({
  submittable: z.boolean(),
  errors: z.array(FieldProblem),
  conflicts: z.array(FieldProblem),
  /** What the worker saw; null while nobody has looked lately. */
  seen: GroupOffsets.nullable(),
  /** Records that are read again and that are never read; int64 as text. */
  totals: z.object({ again: z.string(), skipped: z.string() }).nullable(),
  plan: Plan.nullable(),
  fingerprint: z.string().nullable(),
  risk: Risk.nullable(),
  requiredApprovals: z.array(SlotWithHolders),
});
export type OffsetResetPreview = z.infer<typeof OffsetResetPreview>;

const RecordedOffset = z.object({ partition: z.int(), offset: z.string().nullable() });

/** On a request's page: where the group stood when it was asked, right before it was set, and after. */
export const OffsetResetDetail = z.object({
  group: z.string(),
  topic: z.string(),
  target: OffsetTarget,
  offsets: z.array(z.object({ partition: z.int(), before: z.string().nullable(), after: z.string() })),
  /** Null before the worker has begun. */
  state: z.enum(["pending", "blocked", "done"]).nullable(),
  message: z.string(),
  before: z.array(RecordedOffset).nullable(),
  after: z.array(RecordedOffset).nullable(),
});
export type OffsetResetDetail = z.infer<typeof OffsetResetDetail>;

export const GetOffsetForm = z.strictObject({
  cluster: Slug.optional(),
  group: z.string().max(1_000).optional(),
  topic: z.string().max(1_000).optional(),
});
/** What the form needs: applications of this person's teams that may consume the topic, with their groups. */
export const OffsetForm = z.object({
  cluster: z.string().nullable(),
  topic: z.string().nullable(),
  group: z.string().nullable(),
  applications: z.array(z.object({ slug: z.string(), name: z.string(), team: TeamRef, groups: z.array(z.string()) })),
});
export type OffsetForm = z.infer<typeof OffsetForm>;
