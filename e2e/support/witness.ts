import { expect } from "@playwright/test";
import kafkajs, { type AclEntry, type Admin } from "kafkajs";
import { environment } from "./environment.ts";
import { CONNECTED_WITHIN_MS } from "./kafka-client.ts";

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ConfigResourceTypes, Kafka, logLevel } = kafkajs;
const { ResourcePatternTypes } = kafkajs;

/** A topic as the cluster itself describes it. */
export type SeenTopic = { partitions: number; config: Record<string, string | null> };

/** An ACL of `User:<principal>` in Kafka's words. */
export type WitnessAcl = {
  principal: string;
  resourceType: "TOPIC" | "GROUP" | "TRANSACTIONAL_ID";
  resourceName: string;
  patternType?: "LITERAL" | "PREFIXED";
  operation: "READ" | "WRITE" | "DESCRIBE" | "ALTER" | "ALL";
};

/** Asks the cluster by a client that shares no code with the product. */
export type Witness = {
  /** Null when the cluster has no such topic. */
  topic(name: string): Promise<SeenTopic | null>;
  create(name: string, partitions: number, config?: Record<string, string>): Promise<void>;
  /** Sets one config key of a topic, as somebody would with Kafka's own tools; the others stay as they are. */
  alter(name: string, key: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
  names(): Promise<string[]>;
  /** Every ACL of a principal's name (`User:` goes before it), sorted: `ALLOW READ TOPIC LITERAL orders.order-placed.v1 from *`. */
  acls(principalName: string): Promise<string[]>;
  /** Makes an ACL that nobody was asked for. */
  createAcl(acl: WitnessAcl): Promise<void>;
  /** Writes one record as the administrator. */
  produce(topic: string, value: string | Buffer): Promise<void>;
  /** Writes records with times of their own to partition 0, as a producer states them (CreateTime). */
  produceAt(topic: string, times: readonly Date[]): Promise<void>;
  /** First and next offset of each partition: `0: 0-3`. */
  offsets(topic: string): Promise<string[]>;
  /** Commits an offset of partition 0 in the name of a group that has no members; a new group comes into being by it. */
  commit(groupId: string, topic: string, offset: number): Promise<void>;
  /** Committed offsets of a group in a topic, in order of partition: `-1` where there is none. */
  committed(groupId: string, topic: string): Promise<string[]>;
  close(): Promise<void>;
};

/** Connects with the administrator's account, which neither web nor worker has. */
export async function openWitness(): Promise<Witness> {
  const { TEST_KAFKA_BOOTSTRAP: servers, TEST_KAFKA_USERNAME: username, TEST_KAFKA_PASSWORD: password } = environment;
  const kafka = new Kafka({
    clientId: "witness",
    brokers: servers.split(","),
    sasl: { mechanism: "scram-sha-512", username, password },
    logLevel: logLevel.NOTHING,
    connectionTimeout: CONNECTED_WITHIN_MS,
    retry: { retries: 8, initialRetryTime: 200 },
  });
  const admin = kafka.admin();
  await admin.connect();
  // kafkajs looks again and again for every topic that a connection was asked about, and fails once one is gone.
  const apart = async <Answer>(ask: (own: Admin) => Promise<Answer>): Promise<Answer> => {
    const own = kafka.admin();
    await own.connect();
    return ask(own).finally(() => own.disconnect());
  };
  return {
    topic: (name) => readTopic(admin, name),
    create: async (topic, numPartitions, config = {}) => {
      const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
      const topics = [{ topic, numPartitions, replicationFactor: 1, configEntries }];
      // kafkajs gives up waiting for leaders at the first broker that has not heard of a topic yet.
      await admin.createTopics({ topics, waitForLeaders: false });
      await expect.poll(() => admin.listTopics()).toContain(topic);
    },
    alter: (name, key, value) => alterTopic(admin, name, key, value),
    delete: async (topic) => {
      await apart((own) => own.deleteTopics({ topics: [topic] }));
      // The controller answers first; whoever asks the broker may be told of the topic for a moment more.
      await expect.poll(() => admin.listTopics()).not.toContain(topic);
    },
    names: () => admin.listTopics(),
    acls: (principalName) => readAcls(admin, principalName),
    createAcl: async (acl) => {
      await admin.createAcls({ acl: [entryOf(acl)] });
    },
    produce: async (topic, value) => {
      const producer = kafka.producer({ allowAutoTopicCreation: false });
      await producer.connect();
      await producer.send({ topic, messages: [{ value }] }).finally(() => producer.disconnect());
    },
    produceAt: async (topic, times) => {
      const producer = kafka.producer({ allowAutoTopicCreation: false });
      await producer.connect();
      const messages = times.map((at) => ({ partition: 0, value: "aged", timestamp: String(at.getTime()) }));
      await producer.send({ topic, messages }).finally(() => producer.disconnect());
    },
    offsets: async (topic) => {
      const partitions = await apart((own) => own.fetchTopicOffsets(topic));
      return partitions.map(({ partition, low, high }) => `${partition}: ${low}-${high}`).sort();
    },
    commit: (groupId, topic, offset) =>
      apart((own) => own.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: String(offset) }] })),
    committed: async (groupId, topic) => {
      const [seen] = await apart((own) => own.fetchOffsets({ groupId, topics: [topic] }));
      const partitions = seen?.partitions ?? [];
      return partitions.toSorted((one, other) => one.partition - other.partition).map(({ offset }) => offset);
    },
    close: () => admin.disconnect(),
  };
}

async function readTopic(admin: Admin, name: string): Promise<SeenTopic | null> {
  if (!(await admin.listTopics()).includes(name)) return null;
  const { topics } = await admin.fetchTopicMetadata({ topics: [name] });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name }],
  });
  // `configSource` 1 is DYNAMIC_TOPIC_CONFIG: what was set on this topic, not what it inherits (KIP-226).
  const own = (resources[0]?.configEntries ?? []).filter((entry) => entry.configSource === 1);
  return {
    partitions: topics[0]?.partitions.length ?? 0,
    config: Object.fromEntries(own.map((entry) => [entry.configName, entry.configValue])),
  };
}

/** kafkajs knows only the call that replaces all that is set, so what is set is sent with it. */
async function alterTopic(admin: Admin, name: string, key: string, value: string): Promise<void> {
  const { config = {} } = (await readTopic(admin, name)) ?? {};
  const configEntries = Object.entries({ ...config, [key]: value }).map(([one, text]) => ({
    name: one,
    value: text ?? "",
  }));
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name, configEntries }],
  });
}

async function readAcls(admin: Admin, principalName: string): Promise<string[]> {
  const { resources } = await admin.describeAcls({
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    principal: `User:${principalName}`,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
  });
  const lines = resources.flatMap((resource) =>
    resource.acls.map(({ permissionType, operation, host }) =>
      [
        nameOf(AclPermissionTypes, permissionType),
        nameOf(AclOperationTypes, operation),
        nameOf(AclResourceTypes, resource.resourceType),
        nameOf(ResourcePatternTypes, resource.resourcePatternType),
        `${resource.resourceName} from ${host}`,
      ].join(" "),
    ),
  );
  return lines.toSorted();
}

function entryOf({ principal, resourceType, resourceName, patternType = "LITERAL", operation }: WitnessAcl): AclEntry {
  return {
    principal: `User:${principal}`,
    host: "*",
    permissionType: AclPermissionTypes.ALLOW,
    operation: AclOperationTypes[operation],
    resourceType: AclResourceTypes[resourceType],
    resourceName,
    resourcePatternType: ResourcePatternTypes[patternType],
  };
}

/** kafkajs declares its codes as enums, but they are plain objects that know no names by number. */
function nameOf(codes: object, code: number): string {
  return Object.entries(codes).find(([, value]) => value === code)?.[0] ?? String(code);
}
