import { expect, it } from "vitest";
import { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import { lookAtTopics } from "./look-at-topics.ts";

const spec = { partitions: 1, replicationFactor: 1, config: { "retention.ms": "1000" } };
const many = Array.from({ length: 200 }, (_, index) => `orders.topic-${index}.v1`);

function clusterOf(...names: string[]): { cluster: InMemoryCluster; calls: string[] } {
  const calls: string[] = [];
  const cluster = new InMemoryCluster({ faults: { before: ({ method }) => void calls.push(method) } });
  for (const name of names) cluster.createOutside({ name, ...spec });
  return { cluster, calls };
}

it.each([
  ["by name on a cluster that was never swept", null, ["describeTopics"]],
  ["by name on a large cluster", 1_601, ["describeTopics"]],
  ["in the list of a small one", 1_599, ["listTopics", "describeTopics"]],
])("looks many up %s, and sees the same", async (_, topicsOnCluster, expected) => {
  const { cluster, calls } = clusterOf("orders.topic-7.v1", "elsewhere");
  const looked = await lookAtTopics(cluster.connect(), many, ["retention.ms"], topicsOnCluster);
  expect(calls).toEqual(expected);
  expect([...looked.keys()]).toEqual(many);
  expect(looked.get("orders.topic-7.v1")).toMatchObject({ ok: true, value: spec });
  expect(looked.get("orders.topic-8.v1")).toEqual({ ok: true, value: null });
});

it("looks few up by name", async () => {
  const { cluster, calls } = clusterOf();
  await lookAtTopics(cluster.connect(), ["a"], [], 10);
  expect(calls).toEqual(["describeTopics"]);
});

it("does not take an error for an absence", async () => {
  const { cluster } = clusterOf("a", "b");
  const error = { code: "not_authorized", retriable: false, message: "No." } as const;
  cluster.faults = { refuse: (_, name) => (name === "a" ? error : undefined) };
  const looked = await lookAtTopics(cluster.connect(), ["a", "b"], [], 10);
  expect(looked.get("a")).toEqual({ ok: false, error });
  expect(looked.get("b")).toMatchObject({ ok: true });
});
