import { answersByName, DONE, refused } from "./answers.ts";
import type { BrokerConnections } from "./broker-connections.ts";
import type { Answer } from "./cluster-admin.ts";
import { clusterError } from "./cluster-error.ts";
import { apis } from "./kafka-apis.ts";
import { topicIdFromUuid, uuidFromTopicId } from "./topic-id.ts";

const UNKNOWN_TOPIC_ID = 100;

/** Deletes topics by their ids (KIP-516), in one request; one that is gone already is a success. */
export async function deleteTopics(
  brokers: BrokerConnections,
  topicIds: readonly string[],
): Promise<Map<string, Answer<null>>> {
  const wanted = [...new Set(topicIds)]; // an id twice in one request is refused for both
  if (wanted.length === 0) return new Map();
  const topics = wanted.map((topicId) => ({ name: null, topicId: uuidFromTopicId(topicId) }));
  const { responses } = await brokers.ask(apis.DeleteTopics, topics, brokers.brokerTimeoutMs);
  const deleted = new Map(responses.map((response) => [topicIdFromUuid(response.topicId), response]));

  return answersByName(wanted, (topicId) => {
    const response = deleted.get(topicId);
    if (!response) return undefined;
    if (response.errorCode === 0 || response.errorCode === UNKNOWN_TOPIC_ID) return DONE;
    return refused(clusterError(response.errorCode, response.errorMessage));
  });
}
