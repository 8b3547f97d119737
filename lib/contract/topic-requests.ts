import { z } from "zod";
import { Slug } from "#lib/domain/cluster";
import { CostOutlook } from "#lib/domain/cost";
import { GrantOperation, NamePattern } from "#lib/domain/grant";
import { Plan } from "#lib/domain/plan";
import { Violation } from "#lib/domain/policy";
import { Risk, Slot } from "#lib/domain/slot";
import { prose } from "#lib/domain/text";
import { TopicName } from "#lib/domain/topic-name";
import { TopicMetadata, TopicSpec } from "#lib/domain/topic-spec";
import { Instant, Person, RequestId } from "./common.ts";

/** Why somebody asks; read by the one who decides. */
export const Reason = prose(2_000);

/** Access to the topic that is asked for, for an application of the caller's; a request of its own, which waits for the topic's. */
export const TopicAccessItem = z.strictObject({
  application: Slug,
  operation: GrantOperation,
  consumerGroup: NamePattern.nullish(),
  transactionalId: NamePattern.nullish(),
  expiresAt: Instant,
});
export type TopicAccessItem = z.infer<typeof TopicAccessItem>;

/** A request for a topic. The same by form and by API. */
export const RequestTopic = z.strictObject({
  kind: z.literal("create"),
  cluster: Slug,
  name: TopicName,
  /** Slug of the team that will own the topic. */
  team: Slug,
  spec: TopicSpec,
  metadata: TopicMetadata.prefault({}),
  reason: Reason,
  /** Asked for together with it; each is decided for itself, after the topic. */
  access: z.array(TopicAccessItem).max(20, "at most 20 at once").optional(),
});
export type RequestTopic = z.infer<typeof RequestTopic>;

export const EditTopicRequest = z.strictObject({
  requestId: RequestId,
  /** The version the edit is based on; another one is a conflict. */
  version: z.int(),
  name: TopicName,
  spec: TopicSpec,
  metadata: TopicMetadata.prefault({}),
  reason: Reason,
});

/**
 * The same shape while it is being typed: the shell must be right, the inside may still be wrong. The answer names every wrong
 * field and judges the rest.
 */
export const PreviewTopicRequest = z.strictObject({
  kind: z.literal("create"),
  cluster: Slug,
  name: z.string().max(1_000),
  team: Slug,
  spec: z.unknown(),
  metadata: z.unknown().optional(),
  reason: z.unknown().optional(),
  access: z.unknown().optional(),
  /** An open request that is being edited: its own reservation is not counted against it. */
  editing: RequestId.optional(),
});
export type PreviewTopicRequest = z.infer<typeof PreviewTopicRequest>;

/** A required approval and who could give it now. */
export const SlotWithHolders = z.object({ slot: Slot, holders: z.array(Person), moreHolders: z.int() });
export type SlotWithHolders = z.infer<typeof SlotWithHolders>;

export const FieldProblem = z.object({ path: z.string(), message: z.string() });

/** The answer to "what if I asked for this": nothing is stored. */
export const TopicPreview = z.object({
  /** True when it could be submitted as it stands. */
  submittable: z.boolean(),
  /** Fields that are wrong in themselves. */
  errors: z.array(FieldProblem),
  /** A name that is taken, or that collides with one. */
  conflicts: z.array(FieldProblem),
  violations: z.array(Violation),
  plan: Plan.nullable(),
  fingerprint: z.string().nullable(),
  risk: Risk.nullable(),
  requiredApprovals: z.array(SlotWithHolders),
  /** What it would store and cost; null while its settings are wrong. */
  cost: CostOutlook.nullable(),
});
export type TopicPreview = z.infer<typeof TopicPreview>;

export const RequestSubmitted = z.object({
  id: z.number(),
  state: z.string(),
  version: z.int(),
  fingerprint: z.string(),
  plan: Plan,
  violations: z.array(Violation),
  requiredApprovals: z.array(Slot),
});
export type RequestSubmitted = z.infer<typeof RequestSubmitted>;

/** A topic, and the access that was asked for with it. */
export const TopicRequested = RequestSubmitted.extend({ access: z.array(RequestSubmitted) });
export type TopicRequested = z.infer<typeof TopicRequested>;
