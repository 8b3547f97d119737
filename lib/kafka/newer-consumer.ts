import { Consumer } from "@platformatic/kafka";
import type { ClusterConnection } from "./cluster-connection.ts";

/** For tests: a consumer of this topic in a group of KIP-848's protocol, which the witness' library does not speak; it joins soon and stays. */
export async function joinNewerGroup(
  { bootstrapServers, sasl }: ClusterConnection,
  topic: string,
  groupId: string,
): Promise<{ leave(): Promise<void> }> {
  const consumer = new Consumer({
    clientId: "headgate-witness",
    groupId,
    groupProtocol: "consumer",
    bootstrapBrokers: [...bootstrapServers],
    autocommit: false,
    ...(sasl && { sasl }),
  });
  const stream = await consumer.consume({ topics: [topic], mode: "earliest" });
  stream.resume();
  return {
    leave: async () => {
      await stream.close();
      await consumer.close(true);
    },
  };
}
