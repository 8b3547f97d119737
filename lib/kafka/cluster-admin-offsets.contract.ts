import { describe, expect, it } from "vitest";
import type { OffsetPoint } from "./cluster-admin.ts";
import { type ClusterUnderTest, openCluster } from "./contract-cluster.ts";

/** Topics whose records keep, however old the time is that was written into them: by default a broker deletes those of long ago when it next looks. */
const KEPT = { config: { "retention.ms": "-1" } };
const written = (timestamp: number) => ({ value: "witness", timestamp });

/** What every {@link ClusterAdmin} promises about what is in topics: figures, and offsets at points of their logs. */
export function clusterOffsetsContract(start: () => Promise<ClusterUnderTest>): void {
  const on = openCluster(start);

  describe("figures", () => {
    const figures = async (name: string) =>
      (await on.admin.topicFigures((await on.admin.listTopics()).filter((topic) => topic.name === name))).get(name);

    it("of an empty topic are no bytes and no last write", async () => {
      const { name } = await on.create({ partitions: 3 });

      await expect
        .poll(() => figures(name))
        .toEqual({ sizeBytes: 0n, lastWrittenAt: null, startOffset: 0n, endOffset: 0n });
    });

    it("tell the bytes and the newest record", async () => {
      const { name } = await on.create({ ...KEPT, partitions: 2 });
      await on.cluster.produce(name, [written(1_700_000_000_000), written(1_600_000_000_000)]);

      await expect
        .poll(() => figures(name))
        .toMatchObject({ lastWrittenAt: 1_700_000_000_000, startOffset: 0n, endOffset: 2n });
      expect((await figures(name))?.sizeBytes).toBeGreaterThan(0n);
    });

    it("tell where the records begin and end, over all partitions", async () => {
      const { name } = await on.create({ ...KEPT, partitions: 2 });
      await on.cluster.produce(name, [written(1), written(2), { ...written(3), partition: 1 }]);
      await on.cluster.deleteRecords(name, 1);

      await expect.poll(() => figures(name)).toMatchObject({ startOffset: 1n, endOffset: 3n });
    });

    it("leave out topics that are gone or were made anew", async () => {
      const { name } = await on.create();
      const topic = (await on.admin.listTopics()).find((listed) => listed.name === name);
      if (!topic) throw new Error(`${name} is not listed.`);

      const asked = [
        { ...topic, topicId: "AAAAAAAAAAAAAAAAAAAAAA" },
        { ...topic, name: `${on.cluster.prefix}absent` },
      ];

      expect(await on.admin.topicFigures(asked)).toEqual(new Map());
      expect(await on.admin.topicFigures([])).toEqual(new Map());
    });
  });

  describe("ends of partitions", () => {
    it("tell the offset of the next record, for each partition", async () => {
      const [empty, full] = [await on.create({ partitions: 2 }), await on.create(KEPT)];
      await on.cluster.produce(
        full.name,
        [1, 2, 3].map((at) => written(at)),
      );

      await expect
        .poll(() => on.admin.endOffsets([empty.name, full.name, full.name]))
        .toEqual(
          new Map([
            [empty.name, new Map([0, 1].map((partition) => [partition, 0n]))],
            [full.name, new Map([[0, 3n]])],
          ]),
        );
    });

    it("leave out topics that are not there", async () => {
      const { name } = await on.create();

      // A broker shows a topic before it answers for its log.
      await expect
        .poll(async () => [...(await on.admin.endOffsets([`${on.cluster.prefix}absent`, name])).keys()])
        .toEqual([name]);
      expect(await on.admin.endOffsets([])).toEqual(new Map());
    });
  });

  describe("offsets at a point", () => {
    const NOON = 1_700_000_000_000;
    const offsets = async (name: string, at: OffsetPoint) => (await on.admin.offsetsAt([name], at)).get(name);
    const inPartition0 = async (name: string, at: OffsetPoint) => (await offsets(name, at))?.get(0);

    it("tell the start, the end and the first record at or after a time", async () => {
      const { name } = await on.create(KEPT);
      // Producers may write any time: the record of 20 s stands before the one of 10 s, and is found for a time before either.
      await on.cluster.produce(
        name,
        [0, 20_000, 10_000].map((after) => written(NOON + after)),
      );

      await expect.poll(() => inPartition0(name, "end")).toEqual({ offset: 3n, timestamp: null });
      expect(await inPartition0(name, "start")).toEqual({ offset: 0n, timestamp: null });
      expect(await inPartition0(name, NOON)).toEqual({ offset: 0n, timestamp: NOON });
      for (const after of [1, 0.5, 10_000, 20_000])
        expect(await inPartition0(name, NOON + after)).toEqual({ offset: 1n, timestamp: NOON + 20_000 });
    });

    it("tell the end for a time past the newest record, and the first record for one before 1970", async () => {
      const { name } = await on.create(KEPT);
      await on.cluster.produce(name, [written(NOON)]);

      await expect.poll(() => inPartition0(name, NOON + 1)).toEqual({ offset: 1n, timestamp: null });
      for (const before of [-1, -2, -3])
        expect(await inPartition0(name, before)).toEqual({ offset: 0n, timestamp: NOON });
    });

    it("begin behind records that were deleted", async () => {
      const { name } = await on.create(KEPT);
      await on.cluster.produce(
        name,
        [0, 1, 2].map((after) => written(NOON + after)),
      );
      await on.cluster.deleteRecords(name, 2);

      await expect.poll(() => inPartition0(name, "start")).toEqual({ offset: 2n, timestamp: null });
      expect(await inPartition0(name, NOON)).toEqual({ offset: 2n, timestamp: NOON + 2 });
    });

    it.each<OffsetPoint>(["start", "end", NOON])("are zero in an empty topic, in each partition (%s)", async (at) => {
      const { name } = await on.create({ partitions: 2 });
      const zero = { offset: 0n, timestamp: null };

      await expect.poll(() => offsets(name, at)).toEqual(new Map([0, 1].map((partition) => [partition, zero])));
    });

    it.each<OffsetPoint>(["start", "end", NOON])("leave out topics that are not there (%s)", async (at) => {
      const { name } = await on.create();

      await expect
        .poll(async () => [...(await on.admin.offsetsAt([`${on.cluster.prefix}absent`, name, name], at)).keys()])
        .toEqual([name]);
      expect(await on.admin.offsetsAt([], at)).toEqual(new Map());
    });
  });
}
