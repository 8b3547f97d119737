import { ConfigResourceTypes, IncrementalAlterConfigOperationTypes } from "@platformatic/kafka";
import { BrokerConnections } from "./broker-connections.ts";
import type { ClusterConnection } from "./cluster-connection.ts";
import { apis } from "./kafka-apis.ts";

/**
 * For tests: sets a default of all brokers while they run, or takes it back with null. The witness' library can only replace all of their settings at
 * once. @throws when the broker refuses it
 */
export async function setBrokerDefault(
  connection: ClusterConnection,
  key: string,
  value: string | null,
): Promise<void> {
  const { SET, DELETE } = IncrementalAlterConfigOperationTypes;
  const config = value === null ? { name: key, configOperation: DELETE } : { name: key, configOperation: SET, value };
  const brokers = new BrokerConnections(connection);
  const everyBroker = { resourceType: ConfigResourceTypes.BROKER, resourceName: "", configs: [config] };
  const { responses } = await brokers.ask(apis.IncrementalAlterConfigs, [everyBroker], false);
  await brokers.close();
  for (const { errorCode, errorMessage } of responses) if (errorCode !== 0) throw new Error(`${key}: ${errorMessage}`);
}
