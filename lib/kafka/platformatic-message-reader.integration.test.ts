import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { Producer } from "@platformatic/kafka";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ClusterAdmin } from "./cluster-admin.ts";
import { messageReaderContract, type ReadableCluster } from "./message-reader.contract.ts";
import type { MessageReader } from "./message-reader.ts";
import { createPlatformaticClusterAdmin } from "./platformatic-cluster-admin.ts";
import { createPlatformaticMessageReader } from "./platformatic-message-reader.ts";
import { testBroker, Witness } from "./test-broker.ts";

const broker = testBroker(process.env);
const worker = testBroker(process.env, "TEST_KAFKA_WORKER");
const witness = new Witness(broker);
const freshPrefix = () => `reader-${randomBytes(4).toString("hex")}.`;

describe("the message reader over the wire", () => {
  messageReaderContract(async (): Promise<ReadableCluster> => {
    const prefix = freshPrefix();
    return {
      prefix,
      connect: () => createPlatformaticClusterAdmin(worker),
      connectReader: () => createPlatformaticMessageReader(worker),
      connectReaderToNothing: () =>
        createPlatformaticMessageReader({ ...worker, bootstrapServers: [{ host: "127.0.0.1", port: 1 }] }),
      produce: (topic, records) => witness.send(topic, records),
      stop: () => witness.deleteTopics(prefix),
    };
  });
});

describe("the newest records of a real topic", () => {
  const prefix = freshPrefix();
  let admin: ClusterAdmin;
  let reader: MessageReader;
  let count = 0;

  beforeAll(() => {
    admin = createPlatformaticClusterAdmin(broker);
    reader = createPlatformaticMessageReader(worker);
  });
  afterAll(async () => {
    await reader.close();
    await admin.close();
    await witness.deleteTopics(prefix);
  });

  const create = async (config: Record<string, string> = {}): Promise<string> => {
    count += 1;
    const name = `${prefix}${count}`;
    await admin.createTopics([{ name, partitions: 1, replicationFactor: 1, config }]);
    await expect.poll(async () => (await admin.endOffsets([name])).get(name)).toEqual(new Map([[0, 0n]]));
    return name;
  };
  const values = async (topic: string, wanted: number) => {
    const answer = await reader.readNewest(topic, wanted);
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value.map(({ value }) => value?.toString());
  };
  const numbered = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => ({ value: `record ${from + index} ${"x".repeat(200)}` }));
  const numbers = async (topic: string, wanted: number) =>
    (await values(topic, wanted)).map((value) => Number(value?.split(" ")[1]));

  it("are unpacked from gzip, as kafkajs writes it, out of the middle of a batch", async () => {
    const topic = await create();
    await witness.send(topic, numbered(0, 100), { gzip: true });
    await witness.send(topic, numbered(100, 103), { gzip: true });

    expect(await numbers(topic, 5)).toEqual([102, 101, 100, 99, 98]);
  });

  it.each(["snappy", "lz4", "zstd"] as const)("are unpacked from %s", async (compression) => {
    const topic = await create();
    const [server] = broker.bootstrapServers;
    if (!server || !broker.sasl) throw new Error("The test broker has no address or no user.");
    const producer = new Producer({
      clientId: "headgate-test",
      bootstrapBrokers: [server],
      sasl: broker.sasl,
      compression,
    });
    const messages = numbered(0, 100).map(({ value }) => ({ topic, partition: 0, value: Buffer.from(value) }));
    await producer.send({ messages });
    await producer.close();

    expect(await numbers(topic, 3)).toEqual([99, 98, 97]);
  });

  it("do not unpack what is packed beyond measure", async () => {
    const topic = await create({ "max.message.bytes": "67108864" });
    await witness.send(topic, [{ value: "before" }]);
    const bomb = Buffer.alloc(20 * 1_024 * 1_024);
    expect(gzipSync(bomb).length).toBeLessThan(100_000);
    await witness.send(topic, [{ value: bomb }], { gzip: true });
    await witness.send(topic, [{ value: "after" }]);

    expect(await values(topic, 10)).toEqual(["after", "before"]);
  });

  it("are those of committed transactions, found behind hundreds that came to nothing", async () => {
    const topic = await create();
    await witness.transact(topic, numbered(0, 3), "commit");
    for (let round = 0; round < 4; round += 1) await witness.transact(topic, numbered(1_000, 1_100), "abort");
    await witness.transact(topic, numbered(3, 5), "commit");

    // The broker says that a transaction is committed before it has marked the records so.
    await expect.poll(() => numbers(topic, 10)).toEqual([4, 3, 2, 1, 0]);
    expect(await numbers(topic, 3)).toEqual([4, 3, 2]);
  });

  it("begin where the topic begins after records were deleted", async () => {
    const topic = await create();
    await witness.send(topic, numbered(0, 10));
    await witness.deleteRecords(topic, 7);

    await expect.poll(() => numbers(topic, 10)).toEqual([9, 8, 7]);
  });

  it("are the last ones of a large topic whose records do not fit into one answer", async () => {
    const topic = await create();
    const large = "x".repeat(300_000);
    for (let number = 0; number < 30; number += 1) await witness.send(topic, [{ value: `record ${number} ${large}` }]);

    const read = await numbers(topic, 50);
    expect(read).toEqual(Array.from({ length: 30 }, (_, index) => 29 - index));
  });

  it("leave no consumer group behind", async () => {
    const topic = await create();
    await witness.send(topic, numbered(0, 3));
    const before = (await admin.listGroups()).groups.map(({ groupId }) => groupId);

    await numbers(topic, 3);

    // What earlier tests left may go meanwhile: a broker forgets groups that have nothing any more.
    const after = (await admin.listGroups()).groups.map(({ groupId }) => groupId);
    expect(after.filter((groupId) => !before.includes(groupId))).toEqual([]);
  });
});
