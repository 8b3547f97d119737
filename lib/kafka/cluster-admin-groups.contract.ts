import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ClusterUnderTest } from "./cluster-admin.contract.ts";
import type { ClusterAdmin, CommittedOffset } from "./cluster-admin.ts";

/** What every {@link ClusterAdmin} promises about consumer groups. */
export function clusterGroupsContract(start: () => Promise<ClusterUnderTest>): void {
  let cluster: ClusterUnderTest;
  let admin: ClusterAdmin;
  let topic: string;
  let one: string;
  let other: string;
  let offsets: { [group: string]: CommittedOffset[] };

  beforeAll(async () => {
    cluster = await start();
    admin = cluster.connect();
    [topic, one, other] = [`${cluster.prefix}read-by-groups`, `${cluster.prefix}one`, `${cluster.prefix}other`];
    await admin.createTopics([{ name: topic, partitions: 3, replicationFactor: 1, config: {} }]);
    await vi.waitFor(async () =>
      expect(await admin.listTopics()).toContainEqual(expect.objectContaining({ name: topic })),
    );
    offsets = {
      [one]: [
        { topic, partition: 0, offset: 7n },
        { topic, partition: 2, offset: 9_007_199_254_740_993n },
      ],
      [other]: [{ topic, partition: 1, offset: 0n }],
    };
    await Promise.all(Object.entries(offsets).map(([group, committed]) => cluster.commitOffsets(group, committed)));
  });
  afterAll(async () => {
    await admin.close();
    await cluster.stop();
  });

  const offsetsOf = async (...groups: string[]) => {
    const answered = await admin.committedOffsets(groups);
    return Object.fromEntries([...answered].map(([group, committed]) => [group, inOrder(committed)]));
  };

  describe("consumer groups", () => {
    it("are listed, empty when their consumers have gone", async () => {
      const { groups, complete } = await admin.listGroups();

      expect(complete).toBe(true);
      const empty = { type: "classic", protocolType: "consumer", state: "Empty", members: 0 };
      expect(groups).toEqual(expect.arrayContaining([one, other].map((groupId) => ({ groupId, ...empty }))));
    });

    it("tell their committed offsets, only of partitions that have one", async () => {
      expect(await offsetsOf(one, other)).toEqual(offsets);
    });

    it("that do not exist have no offsets, also when more are asked about than fit into one read", async () => {
      const absent = Array.from({ length: 300 }, (_, index) => `${cluster.prefix}absent-${index}`);

      expect(await offsetsOf(...absent, one, one)).toEqual({
        ...Object.fromEntries(absent.map((group) => [group, []])),
        [one]: offsets[one],
      });
    });

    it("need no call when none are asked about", async () => {
      expect(await admin.committedOffsets([])).toEqual(new Map());
    });
  });
}

function inOrder(offsets: readonly CommittedOffset[]): CommittedOffset[] {
  return offsets.toSorted((a, b) => a.partition - b.partition);
}
