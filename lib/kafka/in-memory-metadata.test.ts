import { describe, expect, it } from "vitest";
import { codes } from "./contract-cluster.ts";
import { InMemoryCluster } from "./in-memory-cluster.ts";

const retention = (value: string) => new Map([["orders", { "retention.ms": value }]]);

/** A cluster of one topic, `orders`, whose brokers lag behind from now on. */
async function lagging() {
  const cluster = new InMemoryCluster({ brokers: 2 });
  cluster.createOutside({ name: "orders", partitions: 1, replicationFactor: 1, config: {} });
  cluster.metadata.lag();
  const admin = cluster.connect();
  const shown = async () => {
    const answer = (await admin.describeTopics(["orders"])).get("orders");
    return answer?.ok ? answer.value : undefined;
  };
  return { cluster, admin, shown };
}

describe("brokers in memory that lag behind", () => {
  it("show what the controller accepted one change after the other", async () => {
    const { cluster, admin, shown } = await lagging();
    await admin.alterTopicConfigs(retention("1000"));
    await admin.alterTopicConfigs(retention("2000"));
    await admin.growTopics(new Map([["orders", 3]]));
    expect(await shown()).toMatchObject({ partitions: 1, config: {} });

    cluster.metadata.showOne();
    expect(await shown()).toMatchObject({ partitions: 1, config: { "retention.ms": "1000" } });
    cluster.metadata.showOne();
    expect(await shown()).toMatchObject({ partitions: 1, config: { "retention.ms": "2000" } });
    expect((await admin.partitionReplicas(["orders"])).get("orders")?.size).toBe(1);
    cluster.metadata.showOne();
    expect(await shown()).toMatchObject({ partitions: 3 });
    expect((await admin.partitionReplicas(["orders"])).get("orders")?.size).toBe(3);
  });

  it("do not keep the controller from judging by what it accepted", async () => {
    const { cluster, admin } = await lagging();
    await admin.growTopics(new Map([["orders", 3]]));
    expect(codes(await admin.growTopics(new Map([["orders", 3]])))).toEqual({ orders: "invalid_partitions" });
    await admin.createTopics([{ name: "late", partitions: 1, replicationFactor: 1, config: {} }]);
    const again = await admin.createTopics([{ name: "late", partitions: 1, replicationFactor: 1, config: {} }]);
    expect(codes(again)).toEqual({ late: "already_exists" });
    expect(cluster.snapshot().get("orders")?.partitions).toBe(3);
  });

  it("show late what comes and what goes", async () => {
    const { cluster, admin, shown } = await lagging();
    const topicId = (await shown())?.topicId ?? "";
    await admin.deleteTopics([topicId]);
    await admin.createTopics([{ name: "late", partitions: 1, replicationFactor: 1, config: {} }]);
    expect((await admin.listTopics()).map(({ name }) => name)).toEqual(["orders"]);

    cluster.metadata.catchUp();
    expect((await admin.listTopics()).map(({ name }) => name)).toEqual(["late"]);
    await admin.growTopics(new Map([["late", 2]]));
    expect(codes(await admin.describeTopics(["late", "orders"]))).toEqual({ late: "ok", orders: "unknown_topic" });
    expect((await admin.listTopics())[0]?.partitions).toBe(2);
  });
});
