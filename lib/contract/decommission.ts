import { z } from "zod";
import { Slug } from "#lib/domain/cluster";
import { Allowed, Cursor, Limit, pageOf, TeamRef } from "./common.ts";
import { TopicEnding } from "./topics.ts";

/** How far a topic is on its way out. Each step but the last can be taken back at once. */
export const DECOMMISSION_STEPS = ["found", "announced", "blocked", "deleting"] as const;
export const DecommissionStep = z.enum(DECOMMISSION_STEPS);
export type DecommissionStep = z.infer<typeof DecommissionStep>;

export const ListStaleTopics = z.strictObject({
  cluster: Slug.optional(),
  team: Slug.optional(),
  step: DecommissionStep.optional(),
  /** Only topics of the teams of who asks. */
  mine: z.stringbool().optional(),
  cursor: Cursor.optional(),
  limit: Limit,
});
export type ListStaleTopics = z.infer<typeof ListStaleTopics>;

/** A topic on its way out, or one that nobody seems to need. */
export const Decommission = z.object({
  cluster: z.string(),
  name: z.string(),
  team: TeamRef,
  step: DecommissionStep,
  /** Nothing was written to it and no group was active for as long as the platform says. */
  stale: z.boolean(),
  /** How long that is, in days. */
  staleAfterDays: z.int(),
  /** Since when its end offsets have stood still; null while nobody has measured them. */
  quietSince: z.string().nullable(),
  /** Groups that have members, or were active within that time. */
  activeGroups: z.int(),
  /** Bytes on disk of all replicas, int64 as text. */
  sizeBytes: z.string().nullable(),
  ending: TopicEnding.nullable(),
  block: z
    .object({
      since: z.string(),
      /** When the people who asked wanted to know more. */
      until: z.string().nullable(),
      /** Whole days until then, rounded up; null without such a day. */
      daysLeft: z.int().nullable(),
      /** Seen on the cluster: reads and writes are denied to everybody. */
      inForce: z.boolean(),
      /** Why it is not, in the worker's words; null while it is only under way. */
      problem: z.string().nullable(),
    })
    .nullable(),
  deletingAt: z.string().nullable(),
  /** The request for the next step that waits for a decision or for the worker, where this person may see it. */
  request: z.object({ id: z.number(), kind: z.enum(["topic.block", "topic.delete"]), state: z.string() }).nullable(),
  may: z.object({ announce: Allowed, block: Allowed, unblock: Allowed, delete: Allowed, withdraw: Allowed }),
});
export type Decommission = z.infer<typeof Decommission>;
export const StaleTopicPage = pageOf(Decommission);

/** The name comes from an address and may be anything; an unknown one is not found. */
export const GetDecommission = z.strictObject({ cluster: z.string().max(100), name: z.string().max(1_000) });
