import { z } from "zod";

/** What counts on a cluster for keys that a topic does not set, as a topic would spell it. Keys of which the cluster has not told are absent. */
export const TopicDefaults = z.record(z.string(), z.string());
export type TopicDefaults = Readonly<z.infer<typeof TopicDefaults>>;

/** Of a cluster that has told nothing: what stock Kafka does counts for every key. */
export const STOCK_DEFAULTS: TopicDefaults = {};

/** What the cluster told to count for a key that is not set; undefined where it told nothing. */
export function toldDefault(key: string, defaults: TopicDefaults): string | undefined {
  return Object.hasOwn(defaults, key) ? defaults[key] : undefined;
}
