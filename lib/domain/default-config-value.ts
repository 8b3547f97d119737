import { topicConfigKey } from "./topic-config-keys.ts";
import type { TopicDefaults } from "./topic-defaults.ts";

/**
 * The value that counts when a key is not set on the topic: the cluster's default, stock Kafka's where the cluster has not told. Undefined for a
 * key that nobody knows.
 */
export function defaultConfigValue(key: string, defaults: TopicDefaults): string | undefined {
  return Object.hasOwn(defaults, key) ? defaults[key] : topicConfigKey(key)?.default;
}
