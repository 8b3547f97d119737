import {
  ConfigResourceTypes,
  IncrementalAlterConfigOperationTypes,
  type incrementalAlterConfigsV1,
} from "@platformatic/kafka";
import { answersByName, DONE, refused } from "./answers.ts";
import type { BrokerConnections } from "./broker-connections.ts";
import type { Answer, ConfigChanges } from "./cluster-admin.ts";
import { clusterError } from "./cluster-error.ts";
import { apis } from "./kafka-apis.ts";

/**
 * Sets and unsets config keys of topics, in one request. Kafka takes the changes of one topic together or not at all; keys that are not
 * named stay (IncrementalAlterConfigs, KIP-339).
 */
export async function alterTopicConfigs(
  brokers: BrokerConnections,
  changes: ReadonlyMap<string, ConfigChanges>,
): Promise<Map<string, Answer<null>>> {
  if (changes.size === 0) return new Map();
  const resources = [...changes].map(([resourceName, changed]) => ({
    resourceType: ConfigResourceTypes.TOPIC,
    resourceName,
    configs: Object.entries(changed).map(([key, value]) => operation(key, value)),
  }));
  const { responses } = await brokers.ask(apis.IncrementalAlterConfigs, resources, false);
  const altered = new Map(responses.map((response) => [response.resourceName, response]));

  return answersByName([...changes.keys()], (name) => {
    const response = altered.get(name);
    if (!response) return undefined;
    return response.errorCode === 0 ? DONE : refused(clusterError(response.errorCode, response.errorMessage));
  });
}

function operation(name: string, value: string | null): incrementalAlterConfigsV1.IncrementalAlterConfigsRequestConfig {
  const { SET, DELETE } = IncrementalAlterConfigOperationTypes;
  return value === null ? { name, configOperation: DELETE } : { name, configOperation: SET, value };
}
