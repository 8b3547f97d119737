import { ListOffsetTimestamps } from "@platformatic/kafka";
import { expect, test, vi } from "vitest";
import { BrokerConnections } from "./broker-connections.ts";
import { offsetsAt } from "./partition-offsets.ts";

type Asked = { partitions: { timestamp: bigint }[] }[];

test("a record that is written while a time is looked for is never passed over", async () => {
  const connections = new BrokerConnections({
    clusterSlug: "test",
    bootstrapServers: [{ host: "any", port: 1 }],
    tls: false,
    requestTimeoutMs: 100,
    connectTimeoutMs: 50,
  });
  let end = 4n;
  const partitions = [{ partitionIndex: 0, leaderId: 1 }];
  vi.spyOn(connections, "ask").mockResolvedValue({
    brokers: [{ nodeId: 1, host: "one", port: 1 }],
    topics: [{ name: "orders", partitions }],
  } as never);
  vi.spyOn(connections, "askBroker").mockImplementation(async (_broker, _api, ...request) => {
    const [{ partitions: [asked] = [] } = { partitions: [] }] = request[2] as Asked;
    // Nothing is found by the time; whoever asks next finds one record more.
    const found = asked?.timestamp === ListOffsetTimestamps.LATEST ? end : -1n;
    end += 1n;
    const partition = { partitionIndex: 0, errorCode: 0, offset: found, timestamp: -1n };
    return { topics: [{ name: "orders", partitions: [partition] }] } as never;
  });

  expect(await offsetsAt(connections, ["orders"], 1_700_000_000_000)).toEqual(
    new Map([["orders", new Map([[0, { offset: 4n, timestamp: null }]])]]),
  );
});
