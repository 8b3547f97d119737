import { answersByName, DONE, refused } from "./answers.ts";
import type { BrokerConnections } from "./broker-connections.ts";
import type { Answer } from "./cluster-admin.ts";
import { clusterError } from "./cluster-error.ts";
import { apis } from "./kafka-apis.ts";

/** Grows topics to so many partitions, in one request; the cluster chooses the brokers of the new ones. */
export async function growTopics(
  brokers: BrokerConnections,
  partitions: ReadonlyMap<string, number>,
): Promise<Map<string, Answer<null>>> {
  if (partitions.size === 0) return new Map();
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
