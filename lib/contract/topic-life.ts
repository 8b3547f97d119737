import { z } from "zod";
import { Slug } from "#lib/domain/cluster";
import { TopicBlockPatch } from "#lib/domain/request-kind";
import { TopicChangePatch, TopicDescription } from "#lib/domain/topic-spec";
import { Reason } from "./topic-requests.ts";

/** Which topic, and why. The name may be anything; an unknown one is not found. */
const About = z.strictObject({ cluster: Slug, name: z.string().min(1).max(249), reason: Reason });

const anyField = (patch: object) => Object.values(patch).some((value) => value !== undefined);

/** Another spec or classification for a topic that is there: only what is named changes, a config key with null is unset. */
export const RequestTopicChange = About.extend({
  kind: z.literal("change"),
  patch: TopicChangePatch.refine(
    anyField,
    "names no field; give partitions, replicationFactor, config or classification",
  ),
});

/** What differs on the cluster is made as it was desired: the named fields, or all that differ. */
export const RequestTopicRevert = About.extend({
  kind: z.literal("revert"),
  fields: z.array(z.string().max(100)).min(1).max(60).optional(),
});

/** What differs on the cluster becomes what is desired: the named fields, or all that differ. Keys that nobody manages are taken over when named. */
export const RequestTopicAdoption = About.extend({
  kind: z.literal("adopt"),
  fields: z.array(z.string().max(100)).min(1).max(60).optional(),
});

/** Nobody may read or write the topic for so many days. */
export const RequestTopicBlock = About.extend({ kind: z.literal("block"), days: TopicBlockPatch.shape.days });

/** The topic goes, with all that is in it. */
export const RequestTopicDeletion = About.extend({
  kind: z.literal("delete"),
  /** The topic's name once more: what is deleted cannot be had back. */
  confirm: z.string().max(249),
  /** Who uses it still and is left without it: groups that are active, and whether somebody wrote to it lately. */
  despite: z
    .strictObject({
      groups: z.array(z.string().max(1_000)).max(1_000).default([]),
      recentWrites: z.boolean().default(false),
    })
    .prefault({}),
  /** Asks for the deletion of its subjects too; each is a request of its own that waits for this one. */
  subjects: z.boolean().default(false),
});

/** Every kind of request about a topic that is there, told apart by `kind`. */
export const TopicLifeRequest = z.discriminatedUnion("kind", [
  RequestTopicChange,
  RequestTopicRevert,
  RequestTopicAdoption,
  RequestTopicBlock,
  RequestTopicDeletion,
]);
export type TopicLifeRequest = z.infer<typeof TopicLifeRequest>;

/** The same shape while it is typed: the inside of a patch may still be wrong. */
export const PreviewTopicLife = z.strictObject({
  kind: z.enum(["change", "revert", "adopt", "block", "delete"]),
  cluster: Slug,
  name: z.string().max(1_000),
  reason: z.unknown().optional(),
  patch: z.unknown().optional(),
  fields: z.unknown().optional(),
  days: z.unknown().optional(),
  confirm: z.unknown().optional(),
  despite: z.unknown().optional(),
  subjects: z.unknown().optional(),
});

export const UnblockTopic = z.strictObject({ cluster: Slug, name: z.string().max(249), reason: Reason });
export const TopicUnblocked = z.object({ cluster: z.string(), name: z.string(), generation: z.int() });

/** What people say about a topic; everything but the classification, which is asked for. `version` is the one that this is based on. */
export const DescribeTopic = TopicDescription.extend({ cluster: Slug, name: z.string().max(249), version: z.int() });
export const TopicDescribed = z.object({ cluster: z.string(), name: z.string(), version: z.int() });
