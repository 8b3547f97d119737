import type { TopicRow } from "#lib/db/worker-stores/due-topics";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import type { Answer, ClusterAdmin } from "#lib/kafka/cluster-admin";
import { factorOf, type Placement } from "./place-replicas.ts";

/** Where the partitions are of topics whose number of replicas is, or may be, about to change. */
export type Placements = ReadonlyMap<string, Placement>;

/**
 * Metadata counts the brokers that a partition is still being moved to, so whoever waits for a move, or may begin one, has to look closer.
 * @throws ClusterCallFailed
 */
export async function lookAtMoves(
  admin: ClusterAdmin,
  topics: readonly TopicRow[],
  observed: ReadonlyMap<string, Answer<ObservedTopic | null>>,
): Promise<Placements> {
  const names = topics.filter((topic) => isAboutReplicas(topic, observed.get(topic.name))).map(({ name }) => name);
  return names.length === 0 ? new Map() : admin.partitionReplicas(names);
}

function isAboutReplicas(topic: TopicRow, answer: Answer<ObservedTopic | null> | undefined): boolean {
  if (!answer?.ok || !answer.value || topic.deleting) return false;
  const { progress, requests, replicationFactor } = topic;
  const isAsked = requests.some(({ changes }) => changes.some(({ field }) => field === "replicationFactor"));
  return progress !== null || isAsked || answer.value.replicationFactor !== replicationFactor;
}

/** A topic as it was read, with the number of replicas that it has when moves under way are looked at. */
export function withFactor(topic: TopicRow, observed: ObservedTopic, placements: Placements): ObservedTopic {
  const placement = placements.get(topic.name);
  const factor = placement && factorOf(placement, topic.replicationFactor);
  return factor === undefined ? observed : { ...observed, replicationFactor: factor };
}
