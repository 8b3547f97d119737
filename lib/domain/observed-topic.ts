import type { TopicSpec } from "./topic-spec.ts";

/** A topic as the cluster reported it. `config` holds only what is set on the topic itself, key → value. */
export type ObservedTopic = { topicId: string; internal: boolean } & TopicSpec;
