import type { TopicSpec } from "./topic-spec.ts";

/** Kafka's ConfigSource (org.apache.kafka.clients.admin.ConfigEntry.ConfigSource); "topic" = set on the topic itself. */
export type ConfigSource = "topic" | "dynamic_broker" | "static_broker" | "default" | "unknown";

/** A topic as the cluster reported it. `config` holds only what is set on the topic itself, key → value. */
export type ObservedTopic = { topicId: string; internal: boolean } & TopicSpec;
