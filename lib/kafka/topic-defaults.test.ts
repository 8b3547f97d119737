import { expect, it, vi } from "vitest";
import { BrokerConnections } from "./broker-connections.ts";
import { topicDefaults } from "./topic-defaults.ts";

const NOT_READY = { errorCode: 7, errorMessage: "", configs: [] };
const NOT_ALLOWED = { errorCode: 31, errorMessage: "", configs: [] };
const DAY = {
  errorCode: 0,
  errorMessage: null,
  configs: [{ name: "log.retention.ms", value: "86400000", isSensitive: false }],
};

/** Brokers 1, 2 … that answer this, each about itself. */
function brokersWhere(...answers: object[]): BrokerConnections {
  const connections = new BrokerConnections({
    clusterSlug: "test",
    bootstrapServers: [{ host: "any", port: 1 }],
    tls: false,
    requestTimeoutMs: 100,
    connectTimeoutMs: 50,
  });
  const brokers = answers.map((_, index) => ({ nodeId: index + 1, host: "any", port: index + 1 }));
  vi.spyOn(connections, "ask").mockResolvedValue({ brokers } as never);
  vi.spyOn(connections, "askBroker").mockImplementation(({ port }) =>
    Promise.resolve({ results: [answers[port - 1]] } as never),
  );
  return connections;
}

it("are asked of the next broker while one is not ready to tell", async () => {
  expect(await topicDefaults(brokersWhere(NOT_READY, DAY))).toEqual({
    ok: true,
    value: { "retention.ms": "86400000" },
  });
});

it("are not taken for refused while no broker is ready to tell", async () => {
  await expect(topicDefaults(brokersWhere(NOT_READY, NOT_READY))).rejects.toMatchObject({
    error: { code: "timed_out", retriable: true },
  });
});

it("are refused where Headgate may not read them", async () => {
  expect(await topicDefaults(brokersWhere(NOT_ALLOWED, DAY))).toMatchObject({
    ok: false,
    error: { code: "not_authorized" },
  });
});
