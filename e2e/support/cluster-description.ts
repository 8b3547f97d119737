import { expect } from "@playwright/test";
import kafkajs, { type Admin } from "kafkajs";
import { environment } from "./environment.ts";
import { CONNECTED_WITHIN_MS } from "./kafka-client.ts";

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ConfigResourceTypes } = kafkajs;
const { Kafka, logLevel, ResourcePatternTypes } = kafkajs;

/** So many in one call, as a broker takes them. */
const BATCH = 100;

/** Things on the cluster that Headgate did not make, and what the cluster says of them, by a client that shares no code with the product. */
export type ForeignTopics = {
  /** Makes topics of one partition, and for each lets `principal` (`User:` goes before it) write it. */
  make(names: readonly string[], principal: string, config?: Record<string, string>): Promise<void>;
  /**
   * Everything that the cluster says of topics and ACLs whose names begin with one of these words, as one text: partitions with their replicas, every
   * config key with its value and where it comes from, every ACL. The same things are the same text, byte for byte.
   */
  describe(words: readonly string[]): Promise<string>;
  close(): Promise<void>;
};

/** Connects with the administrator's account. */
export async function openForeignTopics(): Promise<ForeignTopics> {
  const { TEST_KAFKA_BOOTSTRAP: servers, TEST_KAFKA_USERNAME: username, TEST_KAFKA_PASSWORD: password } = environment;
  const kafka = new Kafka({
    clientId: "foreign-topics",
    brokers: servers.split(","),
    sasl: { mechanism: "scram-sha-512", username, password },
    logLevel: logLevel.NOTHING,
    connectionTimeout: CONNECTED_WITHIN_MS,
  });
  const admin = kafka.admin();
  await admin.connect();
  return {
    make: async (names, principal, config = {}) => {
      for (const batch of batchesOf(names)) await makeBatch(admin, batch, principal, config);
      // A broker shows an ACL some milliseconds after the controller has made it.
      const made = new Set(names);
      await expect.poll(async () => (await aclsOf(admin, (name) => made.has(name))).length).toBe(names.length);
    },
    describe: (words) => descriptionOf(admin, words),
    close: () => admin.disconnect(),
  };
}

async function makeBatch(admin: Admin, names: readonly string[], principal: string, config: Record<string, string>) {
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
  // kafkajs gives up waiting for leaders at the first broker that has not heard of a topic yet.
  await admin.createTopics({
    waitForLeaders: false,
    topics: names.map((topic) => ({ topic, numPartitions: 1, replicationFactor: 1, configEntries })),
  });
  await expect(() => admin.fetchTopicMetadata({ topics: [...names] })).toPass({ timeout: 60_000 });
  await admin.createAcls({
    acl: names.map((resourceName) => ({
      principal: `User:${principal}`,
      host: "*",
      permissionType: AclPermissionTypes.ALLOW,
      operation: AclOperationTypes.WRITE,
      resourceType: AclResourceTypes.TOPIC,
      resourceName,
      resourcePatternType: ResourcePatternTypes.LITERAL,
    })),
  });
}

async function descriptionOf(admin: Admin, words: readonly string[]): Promise<string> {
  const ours = (name: string) => words.some((word) => name.startsWith(word));
  const names = (await admin.listTopics()).filter(ours).toSorted();
  const topics = [];
  for (const batch of batchesOf(names)) topics.push(...(await describeBatch(admin, batch)));
  const acls = (await aclsOf(admin, ours)).map((acl) => JSON.stringify(acl));
  return JSON.stringify({ topics, acls: acls.toSorted() }, null, 1);
}

async function aclsOf(admin: Admin, ours: (resourceName: string) => boolean) {
  const { resources } = await admin.describeAcls({
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
  });
  return resources.filter(({ resourceName }) => ours(resourceName));
}

async function describeBatch(admin: Admin, names: readonly string[]) {
  const { topics } = await admin.fetchTopicMetadata({ topics: [...names] });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: true,
    resources: names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
  });
  return names.map((name) => ({
    name,
    partitions: topics.find((topic) => topic.name === name)?.partitions,
    configs: resources
      .find(({ resourceName }) => resourceName === name)
      ?.configEntries.toSorted((one, other) => (one.configName < other.configName ? -1 : 1)),
  }));
}

function batchesOf(names: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(names.length / BATCH) }, (_, index) =>
    names.slice(index * BATCH, (index + 1) * BATCH),
  );
}
