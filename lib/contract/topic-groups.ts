import { z } from "zod";
import { Cursor, Limit, pageOf, TeamRef } from "./common.ts";

export const GetTopicGroups = z.strictObject({
  cluster: z.string().max(100),
  name: z.string().max(1_000),
  cursor: Cursor.optional(),
  limit: Limit,
});

/** How far behind a group was over the last day: the most in each step of time, oldest first. */
export const LagHistory = z.object({
  from: z.string(),
  stepMs: z.int(),
  /** int64 as text; null where it was not known. The last step is the one that is going on. */
  lags: z.array(z.string().nullable()),
});
export type LagHistory = z.infer<typeof LagHistory>;

/** A consumer group that has committed on a topic. Offsets and lags are int64 as text. */
export const TopicGroup = z.object({
  groupId: z.string(),
  /** Applications of which a grant explains the group; none when nobody granted it. */
  applications: z.array(z.object({ slug: z.string(), name: z.string() })),
  /** The team of these applications, or the one whose namespace the group's name is in. */
  team: TeamRef.nullable(),
  /** Kafka's words: `classic`, `consumer`, `share`, `streams`; `Stable`, `Empty`. Null where nobody told. */
  type: z.string().nullable(),
  state: z.string().nullable(),
  members: z.int().nullable(),
  lag: z.string().nullable(),
  /** An estimate: the lag at the topic's write rate. Null where either is not known, or nothing is written. */
  lagMs: z.number().nullable(),
  /** Where the group has committed. */
  partitions: z.array(z.object({ partition: z.int(), committed: z.string(), lag: z.string().nullable() })),
  /** When it was last seen with members, or to commit. */
  lastActiveAt: z.string(),
  history: LagHistory,
});
export type TopicGroup = z.infer<typeof TopicGroup>;

export const TopicGroupPage = pageOf(TopicGroup).extend({
  /** `everything`: all groups; `own`: those of this person's teams; `none`: a token that may not read access. */
  sight: z.enum(["everything", "own", "none"]),
  /** How many there are, also of those that are not shown. */
  groupCount: z.int(),
  /** When the groups of the cluster were last read; null when they never were. */
  readAt: z.string().nullable(),
  /** Of the topic; null until it was measured twice. */
  recordsPerSecond: z.number().nullable(),
});
export type TopicGroupPage = z.infer<typeof TopicGroupPage>;
