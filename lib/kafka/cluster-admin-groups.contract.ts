import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ClusterAdmin, CommittedOffset } from "./cluster-admin.ts";
import { type ClusterUnderTest, openCluster } from "./contract-cluster.ts";

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
    await vi.waitFor(
      async () => expect(await admin.listTopics()).toContainEqual(expect.objectContaining({ name: topic })),
      PATIENT,
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

/** What every {@link ClusterAdmin} promises about groups of which somebody is a member, and about commits in their names. */
export function activeGroupsContract(start: () => Promise<ClusterUnderTest>): void {
  const on = openCluster(start);
  const listed = async (groupId: string) =>
    (await on.admin.listGroups()).groups.find((group) => group.groupId === groupId);
  const at = (topic: string, partition: number, offset: bigint): CommittedOffset => ({ topic, partition, offset });
  const committed = async (groupId: string) => inOrder((await on.admin.committedOffsets([groupId])).get(groupId) ?? []);
  beforeAll(() => on.cluster.makeInternalTopic());

  describe.each(["classic", "consumer"] as const)("a group of the %s protocol", (protocol) => {
    it("tells its type and its members, and takes commits only when they have gone", async () => {
      const { name } = await on.create();
      const groupId = `${on.cluster.prefix}${protocol}`;
      const facts = { groupId, type: protocol, protocolType: "consumer" };
      const member = await on.cluster.join(name, groupId, protocol);

      await expect.poll(() => listed(groupId), PATIENT).toEqual({ ...facts, state: "Stable", members: 1 });
      expect(await on.admin.commitGroupOffsets(groupId, [at(name, 0, 5n)])).toMatchObject({
        ok: false,
        error: { code: "group_active", retriable: false },
      });
      expect(await committed(groupId)).toEqual([]);

      await member.leave();
      await expect.poll(() => listed(groupId), PATIENT).toEqual({ ...facts, state: "Empty", members: 0 });
      expect(await on.admin.commitGroupOffsets(groupId, [at(name, 0, 5n)])).toEqual({ ok: true, value: null });
      expect(await committed(groupId)).toEqual([at(name, 0, 5n)]);
    });
  });

  describe("committing offsets", () => {
    it("replaces those of the named partitions, and of a group that consumed before", async () => {
      const [{ name }, groupId] = [await on.create({ partitions: 3 }), `${on.cluster.prefix}consumed`];
      await on.cluster.commitOffsets(groupId, [at(name, 0, 3n), at(name, 1, 4n)]);

      const answer = await on.admin.commitGroupOffsets(groupId, [at(name, 1, 0n), at(name, 2, 9n)]);

      expect(answer).toEqual({ ok: true, value: null });
      expect(await committed(groupId)).toEqual([at(name, 0, 3n), at(name, 1, 0n), at(name, 2, 9n)]);
    });

    it("makes a group that is not there", async () => {
      const [{ name }, groupId] = [await on.create(), `${on.cluster.prefix}new`];

      expect(await on.admin.commitGroupOffsets(groupId, [at(name, 0, 1n)])).toEqual({ ok: true, value: null });

      const made = { groupId, type: "classic", protocolType: "", state: "Empty", members: 0 };
      expect(await listed(groupId)).toEqual(made);
    });

    it("tells of partitions that are not there, and commits the others", async () => {
      const [{ name }, groupId] = [await on.create(), `${on.cluster.prefix}partly`];

      const answer = await on.admin.commitGroupOffsets(groupId, [at(name, 7, 1n), at(name, 0, 1n)]);

      expect(answer).toMatchObject({ ok: false, error: { code: "unknown_topic" } });
      expect(await committed(groupId)).toEqual([at(name, 0, 1n)]);
    });

    it("of nothing is done at once", async () => {
      expect(await on.admin.commitGroupOffsets("nobody", [])).toEqual({ ok: true, value: null });
      expect(await listed("nobody")).toBeUndefined();
    });
  });
}

/** A consumer's first assignment takes some seconds on a real broker. */
const PATIENT = { timeout: 20_000, interval: 200 };

function inOrder(offsets: readonly CommittedOffset[]): CommittedOffset[] {
  return offsets.toSorted((a, b) => a.partition - b.partition);
}
