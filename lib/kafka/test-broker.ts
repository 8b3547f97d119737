import { randomUUID } from "node:crypto";
import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  type Admin,
  CompressionTypes,
  ConfigResourceTypes,
  Kafka,
  logLevel,
  type Message,
  type Producer,
  type ProducerConfig,
  ResourcePatternTypes,
} from "kafkajs";
import type { CommittedOffset } from "./cluster-admin.ts";
import type { ClusterConnection } from "./cluster-connection.ts";
import type { ProducedRecord } from "./in-memory-logs.ts";

/**
 * The broker that integration tests run on, from TEST_KAFKA_BOOTSTRAP (`host:port`), as its super user (TEST_KAFKA_USERNAME and
 * TEST_KAFKA_PASSWORD, SCRAM-SHA-512) or as the worker's own user (TEST_KAFKA_WORKER_…), which has no more rights than the product needs.
 * @throws when one is missing, or when the broker is not on this machine
 */
export function testBroker(
  environment: NodeJS.ProcessEnv,
  user: "TEST_KAFKA" | "TEST_KAFKA_WORKER" = "TEST_KAFKA",
): ClusterConnection {
  const value = (name: string) => {
    const text = environment[name];
    if (!text)
      throw new Error(`${name} is not set. Integration tests need a Kafka broker of their own; 'npm test' starts one.`);
    return text;
  };
  const [host, port] = value("TEST_KAFKA_BOOTSTRAP").split(":");
  if (host !== "127.0.0.1" && host !== "localhost")
    throw new Error("TEST_KAFKA_BOOTSTRAP is not on loopback: tests create topics.");

  return {
    clusterSlug: "test",
    bootstrapServers: [{ host, port: Number(port) }],
    sasl: {
      mechanism: "SCRAM-SHA-512",
      username: value(`${user}_USERNAME`),
      password: value(`${user}_PASSWORD`),
    },
    tls: false,
    requestTimeoutMs: 10_000,
    connectTimeoutMs: 3_000,
  };
}

/** A second client, of another library, for what the product's client must not or cannot do: produce, delete, look independently. */
export class Witness {
  readonly #kafka: Kafka;

  constructor({ bootstrapServers, sasl }: ClusterConnection) {
    this.#kafka = new Kafka({
      clientId: "headgate-witness",
      brokers: bootstrapServers.map(({ host, port }) => `${host}:${port}`),
      logLevel: logLevel.NOTHING,
      // By default it gives up after nine seconds; whoever is first waits until the broker has made the topic that it keeps offsets in.
      retry: { retries: 10, maxRetryTime: 5_000 },
      connectionTimeout: 5_000,
      ...(sasl && { sasl: { mechanism: "scram-sha-512", username: sasl.username, password: sasl.password } }),
    });
  }

  async produce(topic: string, at: number): Promise<void> {
    await this.#produce({}, (producer) =>
      producer.send({ topic, messages: [{ value: "witness", timestamp: String(at) }] }),
    );
  }

  async send(topic: string, records: readonly ProducedRecord[], { gzip = false } = {}): Promise<void> {
    const compression = gzip ? CompressionTypes.GZIP : CompressionTypes.None;
    await this.#produce({}, (producer) => producer.send({ topic, messages: records.map(message), compression }));
  }

  /** Writes records in a transaction of its own, which then ends in this way. */
  async transact(topic: string, records: readonly ProducedRecord[], end: "commit" | "abort"): Promise<void> {
    const transactionalId = `headgate-witness-${randomUUID()}`;
    await this.#produce({ transactionalId }, async (producer) => {
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages: records.map(message) });
      await transaction[end]();
    });
  }

  /** Deletes all records of partition 0 before this offset. */
  deleteRecords(topic: string, before: number): Promise<void> {
    const partitions = [{ partition: 0, offset: String(before) }];
    return this.#administer(async (admin) => {
      await admin.fetchTopicOffsets(topic); // kafkajs deletes only where it has looked up the leader before
      await admin.deleteTopicRecords({ topic, partitions });
    });
  }

  /** Asking for a group's coordinator makes the broker create the topic that it keeps offsets in. */
  makeInternalTopic(): Promise<void> {
    return this.#administer(async (admin) => {
      await admin.describeGroups(["headgate-witness"]);
    });
  }

  /** Commits offsets as a consumer that joins the group, commits and leaves. */
  commitOffsets(groupId: string, offsets: readonly CommittedOffset[]): Promise<void> {
    const byTopic = Map.groupBy(offsets, ({ topic }) => topic);
    return this.#administer(async (admin) => {
      for (const [topic, committed] of byTopic) {
        const partitions = committed.map(({ partition, offset }) => ({ partition, offset: String(offset) }));
        await admin.setOffsets({ groupId, topic, partitions });
      }
    });
  }

  /** Every setting of a topic, those that it takes from the broker too. */
  async settingsOf(topic: string): Promise<Record<string, string>> {
    const settings: Record<string, string> = {};
    await this.#administer(async (admin) => {
      const asked = [{ type: ConfigResourceTypes.TOPIC, name: topic }];
      const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: asked });
      for (const { configName, configValue } of resources[0]?.configEntries ?? []) settings[configName] = configValue;
    });
    return settings;
  }

  /** Connects and logs in. @throws when the broker does not let this user in */
  logIn(): Promise<void> {
    return this.#administer(async () => undefined);
  }

  /** What the broker has for a principal (`User:…`), in order, as `TOPIC orders.order-placed.v1 READ`. */
  async aclsOf(principal: string): Promise<string[]> {
    const found: string[] = [];
    await this.#administer(async (admin) => {
      const { resources } = await admin.describeAcls({
        resourceType: AclResourceTypes.ANY,
        resourcePatternType: ResourcePatternTypes.ANY,
        principal,
        operation: AclOperationTypes.ANY,
        permissionType: AclPermissionTypes.ANY,
      });
      for (const { resourceType, resourceName, acls } of resources)
        for (const { operation } of acls)
          found.push(
            `${nameOf(AclResourceTypes, resourceType)} ${resourceName} ${nameOf(AclOperationTypes, operation)}`,
          );
    });
    return found.sort();
  }

  /** A consumer of this topic that has joined its group and stays until it is told to leave. */
  async consume(topic: string, groupId: string): Promise<{ leave(): Promise<void> }> {
    const consumer = this.#kafka.consumer({ groupId });
    await consumer.connect();
    const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
    await consumer.subscribe({ topic });
    await consumer.run({ eachMessage: async () => undefined });
    await joined;
    return { leave: () => consumer.disconnect() };
  }

  deleteTopics(prefix: string): Promise<void> {
    return this.#administer(async (admin) => {
      const topics = (await admin.listTopics()).filter((name) => name.startsWith(prefix));
      if (topics.length > 0) await admin.deleteTopics({ topics });
    });
  }

  async #produce(config: ProducerConfig, work: (producer: Producer) => Promise<unknown>): Promise<void> {
    // Where one partition is not ready yet kafkajs sends to all of them again; idempotent, what is there already is not written twice.
    const producer = this.#kafka.producer({ idempotent: true, maxInFlightRequests: 1, ...config });
    await producer.connect();
    await work(producer).finally(() => producer.disconnect());
  }

  async #administer(work: (admin: Admin) => Promise<void>): Promise<void> {
    const admin = this.#kafka.admin();
    await admin.connect();
    await work(admin).finally(() => admin.disconnect());
  }
}

function message({ partition = 0, timestamp, key, value, headers }: ProducedRecord): Message {
  return {
    partition,
    key: key ?? null,
    value,
    ...(headers && { headers }),
    ...(timestamp !== undefined && { timestamp: String(timestamp) }),
  };
}

/** kafkajs declares its codes as enums, but they are plain objects that know no names by number. */
function nameOf(codes: object, code: number): string | undefined {
  return Object.entries(codes).find(([, value]) => value === code)?.[0];
}
