import { answersByName, DONE, refused } from "./answers.ts";
import type { BrokerConnections } from "./broker-connections.ts";
import type { Answer, ClusterError } from "./cluster-admin.ts";
import { clusterError } from "./cluster-error.ts";
import { apis } from "./kafka-apis.ts";

/**
 * Grows topics to so many partitions, in one request; the cluster chooses the brokers of the new ones. Nothing is sent where it could be
 * more than the controller writes at once: Kafka 4.3.1 then creates 10,000 partitions, and answers for every topic that it failed.
 */
export async function growTopics(
  brokers: BrokerConnections,
  partitions: ReadonlyMap<string, number>,
): Promise<Map<string, Answer<null>>> {
  if (partitions.size === 0) return new Map();
  const tooMany = growthRefusal(partitions);
  if (tooMany) return answersByName([...partitions.keys()], () => refused(tooMany));

  // An empty list of assignments would be refused (39): it says that the caller chooses, and then does not.
  const topics = [...partitions].map(([name, count]) => ({ name, count, assignments: null }));
  const { results } = await brokers.ask(apis.CreatePartitions, topics, brokers.brokerTimeoutMs, false);
  const grown = new Map(results.map((result) => [result.name, result]));

  return answersByName([...partitions.keys()], (name) => {
    const result = grown.get(name);
    if (!result) return undefined;
    return result.errorCode === 0 ? DONE : refused(clusterError(result.errorCode, result.errorMessage));
  });
}

const MAX_PARTITIONS_PER_REQUEST = 10_000;

/** Why a request to grow topics must not be sent; undefined when it may. All partitions count, because how many are there already is not known. */
export function growthRefusal(partitions: ReadonlyMap<string, number>): ClusterError | undefined {
  const sum = [...partitions.values()].reduce((total, count) => total + count, 0);
  if (sum <= MAX_PARTITIONS_PER_REQUEST) return undefined;
  const message = `Topics with ${sum} partitions cannot grow in one request: Kafka allows ${MAX_PARTITIONS_PER_REQUEST}.`;
  return { code: "policy_refused", retriable: false, message };
}
