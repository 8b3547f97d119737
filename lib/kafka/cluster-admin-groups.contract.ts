import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ClusterUnderTest } from "./cluster-admin.contract.ts";
import type { ClusterAdmin, CommittedOffset } from "./cluster-admin.ts";

/** What every {@link ClusterAdmin} promises about consumer groups. */
export function clusterGroupsContract(start: () => Promise<ClusterUnderTest>): void {
  let cluster: ClusterUnderTest;
  let admin: ClusterAdmin;
  let topic: string;

  beforeAll(async () => {
    cluster = await start();
    admin = cluster.connect();
    topic = `${cluster.prefix}read-by-groups`;
    await admin.createTopics([{ name: topic, partitions: 3, replicationFactor: 1, config: {} }]);
    await vi.waitFor(async () =>
      expect(await admin.listTopics()).toContainEqual(expect.objectContaining({ name: topic })),
    );
  });
  afterAll(async () => {
    await admin.close();
    await cluster.stop();
  });

  const offsetsOf = async (...groups: string[]) =>
    new Map([...(await admin.committedOffsets(groups))].map(([group, offsets]) => [group, inOrder(offsets)]));

  describe("consumer groups", () => {
    it("are listed, with nobody connected when only offsets were committed", async () => {
      const group = `${cluster.prefix}listed`;
      await cluster.commitOffsets(group, [{ topic, partition: 0, offset: 0n }]);

      const { groups, complete } = await admin.listGroups();

      expect(complete).toBe(true);
      expect(groups.filter(({ groupId }) => groupId === group)).toEqual([
        { groupId: group, protocolType: "consumer", state: "Empty", members: 0 },
      ]);
    });

    it("tell their committed offsets, only of partitions that have one", async () => {
      const [group, other] = [`${cluster.prefix}one`, `${cluster.prefix}other`];
      const offsets = [
        { topic, partition: 0, offset: 7n },
        { topic, partition: 2, offset: 9_007_199_254_740_993n },
      ];
      await cluster.commitOffsets(group, offsets);
      await cluster.commitOffsets(other, [{ topic, partition: 1, offset: 0n }]);

      expect(await offsetsOf(group, other)).toEqual(
        new Map([
          [group, offsets],
          [other, [{ topic, partition: 1, offset: 0n }]],
        ]),
      );
    });

    it("that do not exist have no offsets, also when more are asked about than fit into one read", async () => {
      const group = `${cluster.prefix}one-of-many`;
      await cluster.commitOffsets(group, [{ topic, partition: 0, offset: 1n }]);
      const absent = Array.from({ length: 300 }, (_, index) => `${cluster.prefix}absent-${index}`);

      const offsets = await offsetsOf(...absent, group, group);

      expect(offsets.size).toBe(301);
      expect(offsets.get(group)).toEqual([{ topic, partition: 0, offset: 1n }]);
      expect(absent.map((name) => offsets.get(name))).toEqual(absent.map(() => []));
    });

    it("need no call when none are asked about", async () => {
      expect(await admin.committedOffsets([])).toEqual(new Map());
    });
  });
}

function inOrder(offsets: readonly CommittedOffset[]): CommittedOffset[] {
  return offsets.toSorted((a, b) => a.topic.localeCompare(b.topic) || a.partition - b.partition);
}
