import { ConfigResourceTypes } from "@platformatic/kafka";
import type { TopicDefaults } from "#lib/domain/topic-defaults";
import { passedOver, refused } from "./answers.ts";
import type { BrokerConnections } from "./broker-connections.ts";
import { type Answer, ClusterCallFailed, type ClusterError } from "./cluster-admin.ts";
import type { BrokerAddress } from "./cluster-connection.ts";
import { clusterError } from "./cluster-error.ts";
import { apis } from "./kafka-apis.ts";
import { BROKER_KEYS, topicDefaultsOf } from "./topic-default-sources.ts";

/** The broker with the lowest id that answers tells for all, so that brokers whose settings differ do not seem to change from look to look. */
export async function topicDefaults(brokers: BrokerConnections): Promise<Answer<TopicDefaults>> {
  const { brokers: known } = await brokers.ask(apis.Metadata, [], false, false);
  let failure = new ClusterCallFailed(clusterError(-1, "The cluster names no broker."));
  for (const { nodeId, host, port } of known.toSorted((one, other) => one.nodeId - other.nodeId)) {
    try {
      return await readDefaults(brokers, nodeId, { host, port });
    } catch (error) {
      if (!(error instanceof ClusterCallFailed)) throw error;
      failure = error;
    }
  }
  throw failure;
}

async function readDefaults(
  brokers: BrokerConnections,
  nodeId: number,
  address: BrokerAddress,
): Promise<Answer<TopicDefaults>> {
  const resource = {
    resourceType: ConfigResourceTypes.BROKER,
    resourceName: String(nodeId),
    configurationKeys: [...BROKER_KEYS],
  };
  const { results } = await brokers.askBroker(address, apis.DescribeConfigs, [resource], false, false);
  const [result] = results;
  if (!result) throw new ClusterCallFailed(passedOver().error);
  if (result.errorCode !== 0) return notTold(clusterError(result.errorCode, result.errorMessage));

  const readable = result.configs.filter(({ isSensitive }) => !isSensitive);
  return { ok: true, value: topicDefaultsOf(new Map(readable.map(({ name, value }) => [name, value ?? null]))) };
}

/** A broker that is not ready to tell is no refusal: another one may tell, and nobody goes by what is older meanwhile. */
function notTold(error: ClusterError): Answer<TopicDefaults> {
  if (error.retriable) throw new ClusterCallFailed(error);
  return refused(error);
}
