import { describe, expect, it, vi } from "vitest";
import { BrokerConnections } from "./broker-connections.ts";
import { commitGroupOffsets } from "./group-offsets.ts";

const offsets = [{ topic: "orders", partition: 0, offset: 5n }];

function connectionsWhere(coordinators: unknown[]): BrokerConnections {
  const connections = new BrokerConnections({
    clusterSlug: "test",
    bootstrapServers: [{ host: "any", port: 1 }],
    tls: false,
    requestTimeoutMs: 100,
    connectTimeoutMs: 50,
  });
  vi.spyOn(connections, "ask").mockResolvedValue({ coordinators } as never);
  vi.spyOn(connections, "askBroker").mockResolvedValue({ topics: [] } as never);
  return connections;
}

describe("commitGroupOffsets", () => {
  it("commits nothing while the group has no coordinator, and may be tried again", async () => {
    const connections = connectionsWhere([{ key: "billing", nodeId: -1, host: "", port: -1, errorCode: 15 }]);

    const answer = await commitGroupOffsets(connections, "billing", offsets);

    expect(answer).toMatchObject({ ok: false, error: { code: "unavailable", retriable: true } });
    expect(connections.askBroker).not.toHaveBeenCalled();
  });

  it("commits nothing when the coordinator of another group is told", async () => {
    const connections = connectionsWhere([{ key: "other", nodeId: 1, host: "one", port: 1, errorCode: 0 }]);

    expect(await commitGroupOffsets(connections, "billing", offsets)).toMatchObject({ ok: false });
    expect(connections.askBroker).not.toHaveBeenCalled();
  });
});
