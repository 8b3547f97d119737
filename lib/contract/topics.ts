import { z } from "zod";
import { Slug } from "#lib/domain/cluster";
import { Plan } from "#lib/domain/plan";
import { RequestState } from "#lib/domain/request";
import { RequestKind } from "#lib/domain/request-kind";
import { TopicName } from "#lib/domain/topic-name";
import { Classification, TopicMetadata, TopicSpec } from "#lib/domain/topic-spec";
import { Allowed, Cursor, Instant, Limit, pageOf, TeamRef } from "./common.ts";
import { DriftDifference } from "./drift.ts";
import { Progress } from "./requests.ts";
import { Reason } from "./topic-requests.ts";

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
  /** What counts on the cluster where the setting is not set; null for what is no setting, and where the cluster has not told. */
  byDefault: z.string().nullable(),
  /** What the rules allow, in words. */
  limit: z.string().nullable(),
});

export const TopicCondition = z.object({
  state: TopicState,
  since: z.string().nullable(),
  reason: z.string().nullable(),
  message: z.string(),
});

/** Until when a topic is written, and what takes its place. */
export const TopicEnding = z.object({ at: z.string(), successor: z.string().nullable(), reason: z.string() });
export type TopicEnding = z.infer<typeof TopicEnding>;

/** What a topic costs a month, by what is on disk now. */
export const TopicCost = z.object({
  /** Money as decimal text; null where there is no price, or nobody has seen how much is stored. */
  perMonth: z.string().nullable(),
  currency: z.string(),
  /** False while the platform has set no price. */
  priced: z.boolean(),
});
export type TopicCost = z.infer<typeof TopicCost>;

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
  /** Offsets between start and end of all partitions, int64 as text: at least as many as there are records. */
  records: z.string().nullable(),
  /** Write rates over the last minutes, bytes before replication; null until the topic was measured twice. */
  recordsPerSecond: z.number().nullable(),
  bytesPerSecond: z.number().nullable(),
  /** When size, offsets and last write were last read. */
  measuredAt: z.string().nullable(),
  /** Null for a topic that was never seen on its cluster. */
  cost: TopicCost.nullable(),
  /** Of desired against observed; no changes when they agree. Null for an unmanaged topic. */
  plan: Plan.nullable(),
  config: z.array(ConfigRow),
  /** What differs from what is desired, as two sweeps agreed. */
  drift: z.array(DriftDifference),
  /** Partitions that are being moved to other brokers; null while none are. */
  moving: z.object({ moving: z.int(), partitions: z.int() }).nullable(),
  /** Nobody may read or write it; `until` is when the people who asked wanted to know more. */
  block: z.object({ since: z.string(), until: z.string().nullable() }).nullable(),
  /** When its deletion was decided; it is gone once the cluster confirms it. */
  deletingAt: z.string().nullable(),
  /** Of what is said about it; an update states the one that it is based on. */
  version: z.int().nullable(),
  openRequests: z.array(z.object({ id: z.number(), kind: RequestKind, state: RequestState })),
  /** As its owners have announced it; null while nothing is. */
  ending: TopicEnding.nullable(),
  may: z.object({
    retry: Allowed,
    announce: Allowed,
    change: Allowed,
    describe: Allowed,
    resolveDrift: Allowed,
    block: Allowed,
    unblock: Allowed,
    delete: Allowed,
    /** Taking back an approved change while it is under way. */
    cancelChange: Allowed,
    /** Asking for another owner. */
    transfer: Allowed,
  }),
});
export type TopicView = z.infer<typeof TopicView>;

export const RetryTopic = z.strictObject({ cluster: Slug, name: z.string().max(249) });

/** Tells everybody who uses a topic until when it is written; or, without a time, that it goes on. */
export const AnnounceEnding = z.strictObject({
  cluster: Slug,
  name: z.string().max(249),
  at: Instant.nullable(),
  /** A topic of the same cluster that takes its place; it may still be asked for. */
  successor: TopicName.nullish(),
  reason: Reason,
});
export const EndingAnnounced = z.object({ cluster: z.string(), name: z.string(), ending: TopicEnding.nullable() });
export type EndingAnnounced = z.infer<typeof EndingAnnounced>;
