import type { metadataV12 } from "@platformatic/kafka";
import { ClusterCallFailed, type ListedTopic } from "./cluster-admin.ts";
import { clusterError } from "./cluster-error.ts";
import { topicIdFromUuid } from "./topic-id.ts";

export type TopicMetadataAnswer = metadataV12.MetadataResponseTopic;

const LEADER_NOT_AVAILABLE = 5;
const UNKNOWN_TOPIC = 3;

/**
 * The error of a topic in a metadata answer, 0 when the answer can be used. A topic whose partitions have no leader is there all
 * the same: its names, ids and counts are right.
 */
export function topicErrorCode(topic: TopicMetadataAnswer): number {
  return topic.errorCode === LEADER_NOT_AVAILABLE ? 0 : topic.errorCode;
}

/**
 * All topics of a metadata answer about all topics. A topic that is just being deleted (3) is left out; any other error throws,
 * because a part of the topics must never be taken for all of them.
 * @throws {ClusterCallFailed}
 */
export function listedTopics(answer: metadataV12.MetadataResponse): ListedTopic[] {
  return answer.topics
    .filter((topic) => topic.errorCode !== UNKNOWN_TOPIC)
    .map((topic) => {
      const errorCode = topicErrorCode(topic);
      if (errorCode !== 0 || typeof topic.name !== "string") throw new ClusterCallFailed(clusterError(errorCode, null));
      return listedTopic(topic.name, topic);
    });
}

/** The stable facts of one topic. `replicationFactor` is that of partition 0, as Kafka's own tools print it. */
export function listedTopic(name: string, { topicId, isInternal, partitions }: TopicMetadataAnswer): ListedTopic {
  return {
    name,
    topicId: topicIdFromUuid(topicId),
    internal: isInternal,
    partitions: partitions.length,
    replicationFactor: partitions.find(({ partitionIndex }) => partitionIndex === 0)?.replicaNodes.length ?? 0,
    leaderless: partitions.filter(({ leaderId }) => leaderId < 0).length,
  };
}
