import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clusterAdminContract } from "./cluster-admin.contract.ts";
import type { ClusterAdmin, NewTopic } from "./cluster-admin.ts";
import { clusterAclsContract } from "./cluster-admin-acls.contract.ts";
import { clusterChangesContract } from "./cluster-admin-changes.contract.ts";
import { clusterDefaultsContract } from "./cluster-admin-defaults.contract.ts";
import { activeGroupsContract, clusterGroupsContract } from "./cluster-admin-groups.contract.ts";
import { clusterOffsetsContract } from "./cluster-admin-offsets.contract.ts";
import { clusterUsersContract } from "./cluster-admin-users.contract.ts";
import type { ClusterConnection } from "./cluster-connection.ts";
import { type ClusterUnderTest, codes } from "./contract-cluster.ts";
import { HangingRelay } from "./hanging-relay.ts";
import { InMemoryCluster } from "./in-memory-cluster.ts";
import { joinNewerGroup } from "./newer-consumer.ts";
import { createPlatformaticClusterAdmin } from "./platformatic-cluster-admin.ts";
import { testBroker, Witness } from "./test-broker.ts";
import { setBrokerDefault } from "./test-broker-default.ts";
import { TOPIC_CONFIG_KEYS } from "./topic-config-rules.ts";
import { KEYS_WITH_SOURCE } from "./topic-default-sources.ts";

const broker = testBroker(process.env);
const worker = testBroker(process.env, "TEST_KAFKA_WORKER");
const witness = new Witness(broker);
const freshPrefix = () => `contract-${randomBytes(4).toString("hex")}.`;

describe("the cluster admin over the wire", () => {
  const start = (connection: ClusterConnection) => async (): Promise<ClusterUnderTest> => {
    const prefix = freshPrefix();
    return {
      prefix,
      connect: () => createPlatformaticClusterAdmin(connection),
      connectToNothing: () =>
        createPlatformaticClusterAdmin({ ...connection, bootstrapServers: [{ host: "127.0.0.1", port: 1 }] }),
      makeInternalTopic: () => witness.makeInternalTopic(),
      produce: (topic, records) => witness.send(topic, records),
      deleteRecords: (topic, before) => witness.deleteRecords(topic, before),
      commitOffsets: (group, offsets) => witness.commitOffsets(group, offsets),
      join: (topic, group, protocol) =>
        protocol === "classic" ? witness.consume(topic, group) : joinNewerGroup(broker, topic, group),
      setDefault: (key, value) => setBrokerDefault(broker, `log.${key}`, value),
      stop: () => witness.deleteTopics(prefix),
    };
  };
  describe("topics", () => clusterAdminContract(start(broker)));
  describe("changes", () => clusterChangesContract(start(worker)));
  describe("defaults", () => clusterDefaultsContract(start(worker)));
  describe("offsets", () => clusterOffsetsContract(start(worker)));
  describe("ACLs", () => clusterAclsContract(start(worker)));
  describe("users", () => clusterUsersContract(start(worker)));
  describe("groups", () => clusterGroupsContract(start(worker)));
  describe("active groups", () => activeGroupsContract(start(worker)));

  it("tells the defaults that a topic which sets nothing says it has", async () => {
    const admin = createPlatformaticClusterAdmin(worker);
    const name = `${freshPrefix()}plain`;
    await admin.createTopics([{ name, partitions: 1, replicationFactor: 1, config: {} }]);

    await expect.poll(async () => codes(await admin.describeTopics([name]))).toEqual({ [name]: "ok" });

    const told = await admin.topicDefaults();
    const ofTopic = await witness.settingsOf(name);
    expect(told).toEqual({ ok: true, value: Object.fromEntries(KEYS_WITH_SOURCE.map((key) => [key, ofTopic[key]])) });
    await witness.deleteTopics(name);
    await admin.close();
  });

  it("is not authorized with a wrong password, and does not ask to try again", async () => {
    const admin = createPlatformaticClusterAdmin({
      ...broker,
      sasl: { mechanism: "SCRAM-SHA-512", username: "headgate", password: "wrong" },
    });

    await expect(admin.listTopics()).rejects.toMatchObject({ error: { code: "not_authorized", retriable: false } });
    await admin.close();
  });

  it("goes on to the next bootstrap server when one cannot be reached", async () => {
    const admin = createPlatformaticClusterAdmin({
      ...broker,
      bootstrapServers: [{ host: "127.0.0.1", port: 1 }, ...broker.bootstrapServers],
    });

    expect((await admin.describeCluster()).clusterId).toMatch(/^[\w-]{22}$/);
    await admin.close();
  });
});

describe("a broker that hangs", () => {
  const requestTimeoutMs = 1_500;
  let relay: HangingRelay;
  let admin: ClusterAdmin;

  beforeAll(async () => {
    const [server] = broker.bootstrapServers;
    if (!server) throw new Error("TEST_KAFKA_BOOTSTRAP names no server.");
    relay = await HangingRelay.before(server);
    admin = createPlatformaticClusterAdmin({
      ...broker,
      bootstrapServers: [relay.address],
      requestTimeoutMs,
      connectTimeoutMs: 1_000,
    });
  });
  afterAll(async () => {
    await admin.close();
    await relay.close();
  });

  /**
   * What became of a call before as long again as it may take was over. This process's own timers tell, which go off in their order also where
   * a busy machine lets it stand still meanwhile.
   */
  const outcome = async () => {
    const over = new AbortController();
    const late = sleep(2 * requestTimeoutMs, "still waits", { signal: over.signal });
    const call = admin.listTopics().then(
      () => "works",
      (thrown: unknown) => thrown,
    );
    return Promise.race([call, late]).finally(() => over.abort());
  };

  it("times out in the time allowed, on the old connection and on a new one, and works again afterwards", async () => {
    await admin.listTopics();
    relay.hang();

    for (const failure of [await outcome(), await outcome()])
      expect(failure).toMatchObject({ name: "ClusterCallFailed", error: { retriable: true } });
    expect(await outcome()).toMatchObject({ error: { code: "timed_out" } });

    relay.heal();
    await expect.poll(outcome).toBe("works");
  });
});

describe("the cluster in memory", () => {
  const admin = createPlatformaticClusterAdmin(broker);
  const prefix = freshPrefix();
  afterAll(async () => {
    await admin.close();
    await witness.deleteTopics(prefix);
  });

  const values = [
    "-2",
    "-1",
    "0",
    "1",
    "+7",
    "09",
    "9223372036854775808",
    "2147483648",
    "1.5",
    "0.25",
    ".5",
    "",
    "true",
    "FALSE",
    "x",
  ];
  const words = [
    "delete",
    "compact",
    "compact,delete",
    "delete, delete",
    ",",
    "producer",
    "gzip",
    "CreateTime",
    "*",
    "0:1",
    "1048576",
  ];
  const config = fc.dictionary(
    fc.constantFrom(...TOPIC_CONFIG_KEYS, "no.such.key"),
    fc.constantFrom(...values, ...words),
    { maxKeys: 2 },
  );
  const name = fc.oneof(
    { weight: 6, arbitrary: fc.stringMatching(/^[a-f][._][a-f]$/) },
    { weight: 6, arbitrary: fc.stringMatching(/^[a-z]{3}$/) },
    { weight: 1, arbitrary: fc.constantFrom("bad name", "ü", "x".repeat(250), "a/b") },
  );
  const topic = fc.record<NewTopic>({
    name: name.map((suffix) => prefix + suffix),
    partitions: fc.constantFrom(0, 1, 1, 2),
    replicationFactor: fc.constantFrom(0, 1, 1, 1, 9),
    config,
  });

  it("answers random batches as the broker does, and reads the same back", { timeout: 180_000 }, async () => {
    const inMemory = new InMemoryCluster().connect();

    await fc.assert(
      fc.asyncProperty(fc.array(topic, { minLength: 1, maxLength: 40 }), async (batch) => {
        const real = await admin.createTopics(batch);
        expect(codes(await inMemory.createTopics(batch))).toEqual(codes(real));

        const created = [...real].filter(([, answer]) => answer.ok).map(([created]) => created);
        const imagined = await inMemory.describeTopicConfigs(created);
        await expect.poll(() => admin.describeTopicConfigs(created)).toEqual(imagined);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });

  it("answers random changes as the broker does, and reads the same back", { timeout: 180_000 }, async () => {
    const inMemory = new InMemoryCluster().connect();
    const names = ["x", "y", "z"].map((suffix) => `${prefix}changed-${suffix}`);
    const topics = names.map((name) => ({ name, partitions: 2, replicationFactor: 1, config: {} }));
    for (const cluster of [admin, inMemory]) await cluster.createTopics(topics);
    const changed = fc.constantFrom(...names, `${prefix}absent`, "bad name");
    const value = fc.option(fc.constantFrom(...values, ...words));
    const key = fc.constantFrom(...TOPIC_CONFIG_KEYS, "no.such.key");
    const changes = fc.dictionary(changed, fc.dictionary(key, value, { maxKeys: 2 }), { minKeys: 1, maxKeys: 4 });
    const growth = fc.dictionary(changed, fc.integer({ min: -1, max: 6 }), { minKeys: 1, maxKeys: 3 });

    await fc.assert(
      fc.asyncProperty(changes, growth, async (settings, partitions) => {
        const [altered, grown] = [new Map(Object.entries(settings)), new Map(Object.entries(partitions))];
        const real = [await admin.alterTopicConfigs(altered), await admin.growTopics(grown)].map(codes);
        const imagined = [await inMemory.alterTopicConfigs(altered), await inMemory.growTopics(grown)].map(codes);
        expect(imagined).toEqual(real);

        const read = async (cluster: ClusterAdmin) =>
          [...(await cluster.describeTopics(names)).values()].map(
            (answer) => answer.ok && { config: answer.value.config, partitions: answer.value.partitions },
          );
        await expect.poll(() => read(admin)).toEqual(await read(inMemory));
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
});
