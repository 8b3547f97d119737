import type { Connection } from "#lib/db/database";
import type { ManagedTopic } from "#lib/db/stores/managed-topics";
import { lastObservation } from "#lib/db/stores/topics";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import type { TopicDefaults } from "#lib/domain/topic-defaults";

/** A topic of ours as it was last seen on its cluster, and what keys mean there that are not set. */
export type TopicSight = {
  observed: ObservedTopic;
  seenAt: string | null;
  brokers: number | null;
  defaults: TopicDefaults;
};

/** What was last seen of a managed topic; in words why there is nothing of ours to plan on, where there is not. */
export async function topicSight(db: Connection, topic: ManagedTopic): Promise<TopicSight | string> {
  const { cluster, name, kafkaTopicId, deletingAt } = topic;
  if (deletingAt !== null) return `${name} is being deleted.`;
  const { seenAt, brokers, defaults, observed } = await lastObservation(db, cluster, name);
  if (kafkaTopicId === null) return `${name} has not been seen on ${cluster} yet.`;
  if (!observed) return `${name} is not on ${cluster} any more.`;
  if (observed.topicId !== kafkaTopicId)
    return `${name} was deleted and made anew outside: what is on ${cluster} now is not what is managed here.`;
  return { observed, seenAt, brokers, defaults };
}
