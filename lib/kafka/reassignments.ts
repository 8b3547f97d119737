import { answersByName, DONE, inReads, refused } from "./answers.ts";
import type { BrokerConnections } from "./broker-connections.ts";
import { type Answer, ClusterCallFailed, type PartitionReplicas } from "./cluster-admin.ts";
import { clusterError } from "./cluster-error.ts";
import { apis } from "./kafka-apis.ts";
import { topicErrorCode } from "./topic-metadata.ts";

const NO_REASSIGNMENT_IN_PROGRESS = 85;

/**
 * Where partitions are. What is being moved is read first: a move that ends between the two reads is then told once more as under way,
 * and never as ended with the brokers of both ends.
 * @throws {ClusterCallFailed} also when Headgate may not see what is being moved (DESCRIBE on the cluster)
 */
export async function partitionReplicas(
  brokers: BrokerConnections,
  topics: readonly string[],
): Promise<Map<string, Map<number, PartitionReplicas>>> {
  if (topics.length === 0) return new Map();
  const moving = await readMoves(brokers);

  return inReads([...new Set(topics)], async (some) => {
    const metadata = await brokers.ask(apis.Metadata, [...some], false, false);
    const placed = metadata.topics.filter((topic) => topicErrorCode(topic) === 0);
    return new Map(
      placed.flatMap(({ name, partitions }) => {
        if (typeof name !== "string") return [];
        const moves = moving.get(name);
        const replicas = partitions.map(
          ({ partitionIndex, replicaNodes }) =>
            [
              partitionIndex,
              moves?.get(partitionIndex) ?? { replicas: replicaNodes, adding: [], removing: [] },
            ] as const,
        );
        return [[name, new Map(replicas)] as const];
      }),
    );
  });
}

/** All moves under way on the cluster, by topic and partition. */
async function readMoves(brokers: BrokerConnections): Promise<Map<string, Map<number, PartitionReplicas>>> {
  const answer = await brokers.ask(apis.ListPartitionReassignments, brokers.brokerTimeoutMs, null);
  if (answer.errorCode !== 0) throw new ClusterCallFailed(clusterError(answer.errorCode, answer.errorMessage));

  return new Map(
    answer.topics.map(({ name, partitions }) => [
      name,
      new Map(
        partitions.map(({ partitionIndex, replicas, addingReplicas, removingReplicas }) => [
          partitionIndex,
          { replicas, adding: addingReplicas, removing: removingReplicas },
        ]),
      ),
    ]),
  );
}

/**
 * Begins or takes back moves of partitions, in one request (KIP-455). A topic answers its first refused partition; the others of the
 * same topic are being moved all the same.
 */
export async function reassignPartitions(
  brokers: BrokerConnections,
  moves: ReadonlyMap<string, ReadonlyMap<number, readonly number[] | null>>,
): Promise<Map<string, Answer<null>>> {
  if (moves.size === 0) return new Map();
  const topics = [...moves].map(([name, partitions]) => ({
    name,
    partitions: [...partitions].map(([partitionIndex, replicas]) => ({
      partitionIndex,
      replicas: replicas && [...replicas],
    })),
  }));
  const answer = await brokers.ask(apis.AlterPartitionReassignments, brokers.brokerTimeoutMs, true, topics);
  if (answer.errorCode !== 0) throw new ClusterCallFailed(clusterError(answer.errorCode, answer.errorMessage));
  const answered = new Map(answer.responses.map((response) => [response.name, response]));

  return answersByName([...moves.keys()], (name) => {
    const response = answered.get(name);
    if (!response) return undefined;
    const failed = response.partitions.find(
      ({ errorCode }) => errorCode !== 0 && errorCode !== NO_REASSIGNMENT_IN_PROGRESS,
    );
    return failed ? refused(clusterError(failed.errorCode, failed.errorMessage)) : DONE;
  });
}
