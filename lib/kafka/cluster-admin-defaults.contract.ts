import { afterEach, expect, it } from "vitest";
import { type ClusterUnderTest, openCluster } from "./contract-cluster.ts";

/** What every {@link ClusterAdmin} promises about what counts for keys that a topic does not set. */
export function clusterDefaultsContract(start: () => Promise<ClusterUnderTest>): void {
  const on = openCluster(start);
  const told = async (key: string) => {
    const answer = await on.admin.topicDefaults();
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value[key];
  };

  afterEach(async () => {
    await on.cluster.setDefault("retention.ms", null);
    await expect.poll(() => told("retention.ms")).toBe("604800000");
  });

  it("is told in a topic's keys and units", async () => {
    // A broker's own setting of the last two is in hours.
    const stock = { "cleanup.policy": "delete", "retention.ms": "604800000", "segment.ms": "604800000" };
    expect(await on.admin.topicDefaults()).toMatchObject({ ok: true, value: stock });
  });

  it("is what the brokers are configured with now, whatever topics there are and set", async () => {
    await on.create({ config: { "retention.ms": "1000" } });

    await on.cluster.setDefault("retention.ms", "86400000");
    await expect.poll(() => told("retention.ms")).toBe("86400000");

    await on.cluster.setDefault("retention.ms", "-1");
    await expect.poll(() => told("retention.ms")).toBe("-1");
  });

  it("is only of keys that topics have", async () => {
    const others = [await told("log.retention.hours"), await told("log.dirs"), await told("broker.id")];
    expect(others).toEqual([undefined, undefined, undefined]);
  });
}
