import { z } from "zod";
import { line, prose } from "./text.ts";

/** int32, as Kafka's CreateTopics carries it; what a rule allows is far below. */
const partitions = z
  .int("partitions is a whole number")
  .min(1, "at least 1 partition")
  .max(100_000, "at most 100,000 partitions");

/** int16 on the wire. */
const replicationFactor = z
  .int("replicationFactor is a whole number")
  .min(1, "at least 1 replica")
  .max(32_767, "at most 32,767 replicas");

const FORBIDDEN_KEYS = new Set(["__proto__", "constructor", "prototype"]);

const ConfigKey = z
  .string()
  .regex(/^[a-z][a-z0-9]*(\.[a-z0-9]+)*$/, "a config key is lower-case words joined by dots")
  .max(100)
  .refine((key) => !FORBIDDEN_KEYS.has(key), "not a config key");

const ConfigValue = z
  .string()
  .min(1, "a config value must not be empty")
  .max(1_000, "a config value has at most 1,000 characters")
  .regex(/^[\x20-\x7e]*$/, "a config value holds printable ASCII characters on one line");

/** Topic settings under Kafka's dotted keys; every value is text, exactly as the broker keeps it. */
export const TopicConfig = z
  .record(ConfigKey, ConfigValue)
  .refine((c) => Object.keys(c).length <= 50, "at most 50 config keys");
export type TopicConfig = z.infer<typeof TopicConfig>;

/** What the cluster is to hold: the part of a topic that Kafka knows. */
export const TopicSpec = z.strictObject({ partitions, replicationFactor, config: TopicConfig });
export type TopicSpec = z.infer<typeof TopicSpec>;

/** Some fields of a spec, as they are to be: a config key with null is to be unset, back to the broker's default. */
export const SpecPatch = z.strictObject({
  partitions: partitions.optional(),
  replicationFactor: replicationFactor.optional(),
  config: z
    .record(ConfigKey, ConfigValue.nullable())
    .refine((c) => Object.keys(c).length <= 50, "at most 50 config keys")
    .optional(),
});
export type SpecPatch = z.infer<typeof SpecPatch>;

/** Lowest to highest; the order is used to tell raising from lowering. */
export const CLASSIFICATIONS = ["public", "internal", "confidential", "restricted"] as const;
export const Classification = z.enum(CLASSIFICATIONS);
export type Classification = z.infer<typeof Classification>;

/** What people say about a topic; Kafka knows none of it. */
export const TopicMetadata = z.strictObject({
  description: prose(2_000, 0).default(""),
  classification: Classification.default("internal"),
  contact: line(200, 0).default(""),
  tags: z
    .array(line(40).regex(/^[a-z0-9-]+$/, "a tag is lower-case letters, digits and hyphens"))
    .max(20)
    .default([]),
  docs: prose(50_000, 0).default(""),
  /** Average write rate in bytes per second, before replication, as the requester expects it. */
  expectedBytesPerSecond: z.int().min(0).max(1_000_000_000_000).nullable().default(null),
});
export type TopicMetadata = z.infer<typeof TopicMetadata>;

/** What a change of a topic names; whatever is not named stays as it is. */
export const TopicChangePatch = SpecPatch.extend({ classification: Classification.optional() });
export type TopicChangePatch = z.infer<typeof TopicChangePatch>;

/** What people say about a topic and may say differently at once; the classification is asked for. */
export const TopicDescription = TopicMetadata.omit({ classification: true });
export type TopicDescription = z.infer<typeof TopicDescription>;

/** What a request for a topic carries: everything the new topic will be. */
export const TopicPatch = z.object({ spec: TopicSpec, metadata: TopicMetadata });
export type TopicPatch = z.infer<typeof TopicPatch>;
