import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ClusterAdmin } from "./cluster-admin.ts";
import type { ProducedRecord } from "./in-memory-logs.ts";
import { type MessageReader, MOST_ANSWER_BYTES, MOST_FIELD_BYTES, MOST_RECORDS } from "./message-reader.ts";

/** A cluster to read from. Names begin with `prefix`, so that leftovers of other runs do not matter. */
export type ReadableCluster = {
  prefix: string;
  connect(): ClusterAdmin;
  connectReader(): MessageReader;
  /** A client of a cluster where nothing listens. */
  connectReaderToNothing(): MessageReader;
  produce(topic: string, records: readonly ProducedRecord[]): Promise<void>;
  stop(): Promise<void>;
};

/** What every {@link MessageReader} promises; run on the in-memory and on a real cluster. */
export function messageReaderContract(start: () => Promise<ReadableCluster>): void {
  const now = Date.now();
  let cluster: ReadableCluster;
  let admin: ClusterAdmin;
  let reader: MessageReader;
  let count = 0;

  const create = async (partitions = 1): Promise<string> => {
    count += 1;
    const name = `${cluster.prefix}read-${count}`;
    await admin.createTopics([{ name, partitions, replicationFactor: 1, config: {} }]);
    await expect
      .poll(async () => [...((await admin.endOffsets([name])).get(name)?.keys() ?? [])].length)
      .toBe(partitions);
    return name;
  };
  const newest = async (topic: string, wanted: number) => {
    const answer = await reader.readNewest(topic, wanted);
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value;
  };
  const values = async (topic: string, wanted: number) =>
    (await newest(topic, wanted)).map(({ value }) => value?.toString());

  beforeAll(async () => {
    cluster = await start();
    admin = cluster.connect();
    reader = cluster.connectReader();
  });
  afterAll(async () => {
    await reader.close();
    await admin.close();
    await cluster.stop();
  });

  describe("the newest records", () => {
    it("of an empty topic are none", async () => {
      expect(await reader.readNewest(await create(3), 10)).toEqual({ ok: true, value: [] });
    });

    it("of an unknown topic are not", async () => {
      const answer = await reader.readNewest(`${cluster.prefix}absent`, 10);

      expect(answer).toMatchObject({ ok: false, error: { code: "unknown_topic" } });
    });

    it("come as they were written: keys, headers, nulls and all", async () => {
      const topic = await create();
      await cluster.produce(topic, [
        { timestamp: now, key: "a", value: Buffer.from([0, 255]), headers: { trace: "1", from: Buffer.from("b") } },
        { timestamp: now + 1, key: "a", value: null },
        { timestamp: now + 2, value: "" },
      ]);

      const written = { partition: 0, key: Buffer.from("a"), headers: [], valueBytes: 0 };
      expect(await newest(topic, 10)).toEqual([
        { ...written, offset: 2n, timestamp: now + 2, key: null, value: Buffer.alloc(0) },
        { ...written, offset: 1n, timestamp: now + 1, value: null },
        {
          ...written,
          offset: 0n,
          timestamp: now,
          value: Buffer.from([0, 255]),
          valueBytes: 2,
          headers: [
            { key: "trace", value: Buffer.from("1") },
            { key: "from", value: Buffer.from("b") },
          ],
        },
      ]);
    });

    it("are the newest over all partitions", async () => {
      const topic = await create(3);
      const record = (partition: number, minute: number) => ({
        partition,
        timestamp: now + minute * 60_000,
        value: `minute ${minute}`,
      });
      await cluster.produce(topic, [record(0, 1), record(0, 5), record(1, 2), record(1, 3), record(1, 4)]);

      expect(await values(topic, 3)).toEqual(["minute 5", "minute 4", "minute 3"]);
      expect(await values(topic, 10)).toEqual(["minute 5", "minute 4", "minute 3", "minute 2", "minute 1"]);
    });

    it("keep the order of their partition, whatever times their producers told", async () => {
      const topic = await create();
      await cluster.produce(topic, [
        { timestamp: now + 5_000, value: "first" },
        { timestamp: now, value: "second" },
        { timestamp: now + 9_000, value: "third" },
      ]);

      expect(await values(topic, 2)).toEqual(["third", "second"]);
    });

    it("are 50 at most, of more partitions than that", async () => {
      const topic = await create(MOST_RECORDS + 5);
      const records = Array.from({ length: MOST_RECORDS + 5 }, (_, partition) => ({
        partition,
        timestamp: now + partition,
        value: `${partition}`,
      }));
      await cluster.produce(topic, records);

      const wanted = Array.from({ length: MOST_RECORDS }, (_, index) => `${MOST_RECORDS + 4 - index}`);
      expect(await values(topic, 1_000)).toEqual(wanted);
    });

    it("are cut at 64 KiB, with the whole length told", async () => {
      const topic = await create();
      await cluster.produce(topic, [
        { timestamp: now, value: Buffer.alloc(MOST_FIELD_BYTES, 1) },
        { timestamp: now, value: Buffer.alloc(MOST_FIELD_BYTES + 1, 2) },
      ]);

      const whole = { value: Buffer.alloc(MOST_FIELD_BYTES, 1), valueBytes: MOST_FIELD_BYTES };
      const cut = { value: Buffer.alloc(MOST_FIELD_BYTES, 2), valueBytes: MOST_FIELD_BYTES + 1, truncated: true };
      const read = await newest(topic, 2);
      expect(read).toMatchObject([cut, whole]);
      expect(read[1]).not.toHaveProperty("truncated");
    });

    it("are 4 MiB together at most", async () => {
      const topic = await create();
      const large = Buffer.alloc(MOST_FIELD_BYTES);
      const records = Array.from({ length: MOST_RECORDS }, () => ({ timestamp: now, key: large, value: large }));
      for (let at = 0; at < records.length; at += 5) await cluster.produce(topic, records.slice(at, at + 5));

      const read = await newest(topic, MOST_RECORDS);
      expect(read.map(({ offset }) => Number(offset))).toEqual(
        Array.from({ length: MOST_ANSWER_BYTES / (2 * MOST_FIELD_BYTES) }, (_, index) => MOST_RECORDS - 1 - index),
      );
    });

    it("are unavailable, to be tried again, when nothing listens", async () => {
      const nothing = cluster.connectReaderToNothing();

      await expect(nothing.readNewest("a", 1)).rejects.toMatchObject({
        name: "ClusterCallFailed",
        error: { code: "unavailable", retriable: true },
      });
      await nothing.close();
    });
  });
}
