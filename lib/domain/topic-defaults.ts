import { z } from "zod";
import { topicConfigKey } from "./topic-config-keys.ts";

/** What counts on a cluster for keys that a topic does not set, as a topic would spell it. Keys of which the cluster has not told are absent. */
export const TopicDefaults = z.record(z.string(), z.string());
export type TopicDefaults = Readonly<z.infer<typeof TopicDefaults>>;

/** Of a cluster that has told nothing: what stock Kafka does counts for every key. */
export const STOCK_DEFAULTS: TopicDefaults = {};

/**
 * The value that counts when a key is not set on the topic: the cluster's default, stock Kafka's where the cluster has not told. Undefined for a
 * key that nobody knows.
 */
export function defaultConfigValue(key: string, defaults: TopicDefaults): string | undefined {
  return Object.hasOwn(defaults, key) ? defaults[key] : topicConfigKey(key)?.default;
}
