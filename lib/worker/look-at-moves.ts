import type { TopicRow } from "#lib/db/worker-stores/due-topics";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import { unlessFailed } from "#lib/kafka/call-failed";
import type { Answer, ClusterAdmin, ListedTopic } from "#lib/kafka/cluster-admin";
import { factorOf, type Placement, targetFactor } from "./place-replicas.ts";

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

type WithFactor = { name: string; replicationFactor: number };

/**
 * A listing with the number of replicas that each topic has when moves under way are looked at: a listing counts the brokers that a partition comes from
 * and those that it goes to. A managed topic's is the one to be compared with what is desired; any other's is that at which the move ends, because
 * whoever takes it over does not mean both. Asked only about topics that seem to have another number than they should, or than they had.
 * @param known what was stored of the cluster's topics before
 */
export async function withoutMoves(
  admin: ClusterAdmin,
  listed: readonly ListedTopic[],
  { known, managed }: { known: readonly WithFactor[]; managed: readonly WithFactor[] },
): Promise<ListedTopic[]> {
  const factors = (topics: readonly WithFactor[]) => new Map(topics.map((one) => [one.name, one.replicationFactor]));
  const [before, desired] = [factors(known), factors(managed)];
  const unlike = listed.filter(({ name, replicationFactor }) => {
    return replicationFactor !== (desired.get(name) ?? before.get(name));
  });
  if (unlike.length === 0) return [...listed];
  // A cluster that does not tell what is being moved is taken at its listing.
  const placements = (await unlessFailed(admin.partitionReplicas(unlike.map(({ name }) => name)))) ?? new Map();
  return listed.map((topic) => {
    const placement: Placement | undefined = placements.get(topic.name);
    const wanted = desired.get(topic.name);
    const factor = placement && (wanted === undefined ? targetFactor(placement) : factorOf(placement, wanted));
    return factor === undefined ? topic : { ...topic, replicationFactor: factor };
  });
}
