import { describe, expect, it } from "vitest";
import type { ConfigChanges } from "./cluster-admin.ts";
import { type ClusterUnderTest, codes, openCluster } from "./contract-cluster.ts";

/** What every {@link ClusterAdmin} promises about changes of topics that are there. */
export function clusterChangesContract(start: () => Promise<ClusterUnderTest>): void {
  const on = openCluster(start);
  const absent = () => `${on.cluster.prefix}absent`;
  const configOf = async (name: string) => (await on.admin.describeTopicConfigs([name])).get(name);
  const partitionsOf = async (name: string) => {
    const topic = (await on.admin.describeTopics([name])).get(name);
    return topic?.ok ? topic.value.partitions : undefined;
  };

  describe("changing settings", () => {
    const alter = (changes: Record<string, ConfigChanges>) =>
      on.admin.alterTopicConfigs(new Map(Object.entries(changes)));

    it("sets and unsets the named keys, and leaves the others that are set", async () => {
      const { name } = await on.create({ config: { "retention.ms": "1000", "segment.ms": "2000" } });
      expect(codes(await alter({ [name]: { "max.message.bytes": "1024" } }))).toEqual({ [name]: "ok" });

      const changes = { "retention.ms": null, "cleanup.policy": "compact, delete" };
      expect(codes(await alter({ [name]: changes }))).toEqual({ [name]: "ok" });

      const config = { "segment.ms": "2000", "max.message.bytes": "1024", "cleanup.policy": "compact,delete" };
      await expect.poll(() => configOf(name)).toEqual({ ok: true, value: config });
    });

    it("unsets what is not set, and what Kafka does not know", async () => {
      const { name } = await on.create({ config: { "retention.ms": "1000" } });

      expect(codes(await alter({ [name]: { "segment.ms": null, "no.such.key": null } }))).toEqual({ [name]: "ok" });
      expect(codes(await alter({ [name]: {} }))).toEqual({ [name]: "ok" });
      expect(await configOf(name)).toEqual({ ok: true, value: { "retention.ms": "1000" } });
    });

    it("refuses bad items one by one, each with all of its keys, and changes the others", async () => {
      const [good, badValue, badKey] = [await on.create(), await on.create(), await on.create()];

      const answers = await alter({
        [badValue.name]: { "segment.ms": "1000", "retention.ms": "soon" },
        [good.name]: { "retention.ms": "1000" },
        [badKey.name]: { "retention.msec": "1000" },
        [absent()]: { "retention.ms": "1000" },
        "not a name": { "retention.ms": "1000" },
      });

      expect(codes(answers)).toEqual({
        [badValue.name]: "invalid_config",
        [good.name]: "ok",
        [badKey.name]: "invalid_config",
        [absent()]: "unknown_topic",
        "not a name": "invalid_name",
      });
      const message = "Invalid value soon for configuration retention.ms: Not a number of type LONG";
      expect(answers.get(badValue.name)).toMatchObject({ error: { message } });
      await expect.poll(() => configOf(good.name)).toEqual({ ok: true, value: { "retention.ms": "1000" } });
      expect(await configOf(badValue.name)).toEqual({ ok: true, value: {} });
    });
  });

  describe("growing", () => {
    const grow = (partitions: Record<string, number>) => on.admin.growTopics(new Map(Object.entries(partitions)));

    it("refuses what is no growth and what is not there, and grows the others", async () => {
      const [good, same, fewer] = [await on.create(), await on.create(), await on.create({ partitions: 3 })];

      const answers = await grow({ [same.name]: 1, [good.name]: 4, [fewer.name]: 2, [absent()]: 2 });

      expect(codes(answers)).toEqual({
        [same.name]: "invalid_partitions",
        [good.name]: "ok",
        [fewer.name]: "invalid_partitions",
        [absent()]: "unknown_topic",
      });
      expect(answers.get(same.name)).toMatchObject({ error: { message: "Topic already has 1 partition(s)." } });
      await expect.poll(() => partitionsOf(good.name)).toBe(4);
      expect([await partitionsOf(same.name), await partitionsOf(fewer.name)]).toEqual([1, 3]);
    });

    it("refuses more partitions than the controller writes at once, all of them", async () => {
      const [one, other] = [await on.create(), await on.create()];

      const answers = await grow({ [one.name]: 9_999, [other.name]: 2 });

      expect(codes(answers)).toEqual({ [one.name]: "policy_refused", [other.name]: "policy_refused" });
      expect([await partitionsOf(one.name), await partitionsOf(other.name)]).toEqual([1, 1]);
    });
  });

  describe("deleting", () => {
    it("deletes by id, with the offsets that groups have committed, and nothing else", async () => {
      const [gone, kept] = [await on.create(), await on.create()];
      const group = `${on.cluster.prefix}deleting`;
      const offsets = [gone, kept].map(({ name }) => ({ topic: name, partition: 0, offset: 1n }));
      await on.cluster.commitOffsets(group, offsets);

      expect(codes(await on.admin.deleteTopics([gone.topicId]))).toEqual({ [gone.topicId]: "ok" });

      const left = { [gone.name]: "unknown_topic", [kept.name]: "ok" };
      await expect.poll(async () => codes(await on.admin.describeTopics([gone.name, kept.name]))).toEqual(left);
      await expect
        .poll(() => on.admin.committedOffsets([group]))
        .toEqual(new Map([[group, offsets.filter(({ topic }) => topic === kept.name)]]));
    });

    it("never hits a topic of the same name that was made anew", async () => {
      const before = await on.create();
      await on.admin.deleteTopics([before.topicId]);
      await expect
        .poll(async () => codes(await on.admin.describeTopics([before.name])))
        .toEqual({ [before.name]: "unknown_topic" });
      const anew = await on.create({ name: before.name });

      expect(codes(await on.admin.deleteTopics([before.topicId]))).toEqual({ [before.topicId]: "ok" });

      const described = (await on.admin.describeTopics([anew.name])).get(anew.name);
      expect(described).toMatchObject({ ok: true, value: { topicId: anew.topicId } });
    });

    it("takes what is gone for done, among others and twice in one call", async () => {
      const { name, topicId } = await on.create();
      const never = "AAAAAAAAAAAAAAAAAAAAAg";

      expect(codes(await on.admin.deleteTopics([never, topicId, topicId]))).toEqual({ [never]: "ok", [topicId]: "ok" });

      await expect.poll(async () => codes(await on.admin.describeTopics([name]))).toEqual({ [name]: "unknown_topic" });
    });
  });

  describe("moving partitions", () => {
    const move = (moves: Record<string, [partition: number, brokers: number[] | null][]>) =>
      on.admin.reassignPartitions(new Map(Object.entries(moves).map(([name, some]) => [name, new Map(some)])));

    it("tells where each partition is, and leaves out topics that are not there", async () => {
      const { name } = await on.create({ partitions: 2 });

      const at = { replicas: [expect.any(Number)], adding: [], removing: [] };
      expect(await on.admin.partitionReplicas([name, absent(), name, "not a name"])).toEqual(
        new Map([[name, new Map([0, 1].map((partition) => [partition, at]))]]),
      );
    });

    it("to where they are already changes nothing, nor does taking back what is not under way", async () => {
      const { name } = await on.create({ partitions: 2 });
      const before = await on.admin.partitionReplicas([name]);
      const here = before.get(name)?.get(0)?.replicas ?? [];

      expect(
        codes(
          await move({
            [name]: [
              [0, here],
              [1, null],
            ],
          }),
        ),
      ).toEqual({ [name]: "ok" });
      expect(await on.admin.partitionReplicas([name])).toEqual(before);
    });

    it("refuses brokers, partitions and topics that are not there, one topic at a time", async () => {
      const [good, broker, twice, none, partition] = await Promise.all(Array.from({ length: 5 }, () => on.create()));
      const here = good && (await on.admin.partitionReplicas([good.name])).get(good.name)?.get(0)?.replicas;
      if (!good || !broker || !twice || !none || !partition || !here) throw new Error("A topic is not there.");

      const answers = await move({
        [broker.name]: [[0, [99]]],
        [good.name]: [[0, here]],
        [twice.name]: [[0, [...here, ...here]]],
        [none.name]: [[0, []]],
        [partition.name]: [
          [0, here],
          [7, here],
        ],
        [absent()]: [[0, null]],
      });

      expect(codes(answers)).toEqual({
        [broker.name]: "invalid_replication_factor",
        [good.name]: "ok",
        [twice.name]: "invalid_replication_factor",
        [none.name]: "invalid_replication_factor",
        [partition.name]: "unknown_topic",
        [absent()]: "unknown_topic",
      });
    });
  });

  it("answers nothing when asked to change nothing", async () => {
    expect(await on.admin.alterTopicConfigs(new Map())).toEqual(new Map());
    expect(await on.admin.growTopics(new Map())).toEqual(new Map());
    expect(await on.admin.deleteTopics([])).toEqual(new Map());
    expect(await on.admin.reassignPartitions(new Map())).toEqual(new Map());
    expect(await on.admin.partitionReplicas([])).toEqual(new Map());
  });
}
