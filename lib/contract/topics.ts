import { z } from "zod";
import { Slug } from "#lib/domain/cluster";
import { Plan } from "#lib/domain/plan";
import { Classification, TopicMetadata, TopicSpec } from "#lib/domain/topic-spec";
import { Allowed, Cursor, Limit, pageOf, TeamRef } from "./common.ts";
import { Progress } from "./requests.ts";

export const TOPIC_STATES = ["pending", "ready", "drifted", "blocked", "missing", "deleting", "unmanaged"] as const;
export const TopicState = z.enum(TOPIC_STATES);
export type TopicState = z.infer<typeof TopicState>;

export const ListTopics = z.strictObject({
  cluster: Slug.optional(),
  team: Slug.optional(),
  /** Part of a name; three and more characters use the index. */
  q: z.string().trim().max(249).optional(),
  state: TopicState.optional(),
  classification: Classification.optional(),
  /** Only topics nobody owns. */
  unowned: z.stringbool().optional(),
  cursor: Cursor.optional(),
  limit: Limit,
});
export type ListTopics = z.infer<typeof ListTopics>;

export const TopicRow = z.object({
  cluster: z.string(),
  name: z.string(),
  team: TeamRef.nullable(),
  state: TopicState,
  classification: Classification.nullable(),
  description: z.string(),
  partitions: z.int(),
  replicationFactor: z.int(),
  retentionMs: z.string().nullable(),
  /** Bytes on disk of all replicas, int64 as text. */
  sizeBytes: z.string().nullable(),
  lastWrittenAt: z.string().nullable(),
});
export type TopicRow = z.infer<typeof TopicRow>;
export const TopicPage = pageOf(TopicRow);

/** The name comes from an address and may be anything; an unknown one is not found. */
export const GetTopic = z.strictObject({ cluster: z.string().max(100), name: z.string().max(1_000) });

/** One field of the Config tab: what is wanted, what is there, what was last applied. */
export const ConfigRow = z.object({
  field: z.string(),
  desired: z.string().nullable(),
  live: z.string().nullable(),
  lastApplied: z.string().nullable(),
  managed: z.boolean(),
  /** What the rules allow, in words. */
  limit: z.string().nullable(),
});

export const TopicCondition = z.object({
  state: TopicState,
  since: z.string().nullable(),
  reason: z.string().nullable(),
  message: z.string(),
});

export const TopicView = z.object({
  cluster: z.string(),
  clusterName: z.string(),
  name: z.string(),
  id: z.string().nullable(),
  team: TeamRef.nullable(),
  desired: TopicSpec.nullable(),
  metadata: TopicMetadata.nullable(),
  generation: z.int().nullable(),
  observed: TopicSpec.extend({ topicId: z.string() }).nullable(),
  observedGeneration: z.int().nullable(),
  condition: TopicCondition,
  progress: Progress,
  /** When the spec was last verified by a fresh read, and when the cluster was last swept. */
  verifiedAt: z.string().nullable(),
  seenAt: z.string().nullable(),
  sizeBytes: z.string().nullable(),
  lastWrittenAt: z.string().nullable(),
  /** Of desired against observed; no changes when they agree. Null for an unmanaged topic. */
  plan: Plan.nullable(),
  config: z.array(ConfigRow),
  openRequests: z.array(z.object({ id: z.number(), kind: z.string(), state: z.string() })),
  may: z.object({ retry: Allowed }),
});
export type TopicView = z.infer<typeof TopicView>;

export const RetryTopic = z.strictObject({ cluster: Slug, name: z.string().max(249) });
