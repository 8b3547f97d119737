import type { TopicRow } from "#lib/db/worker-stores/due-topics";

/** A topic that is to go. `kafkaTopicId` is of what was ours; null when we never made anything. */
export type EndingTopic = { topic: TopicRow; kafkaTopicId: string | null };
