import kafkajs, { type Admin } from "kafkajs";
import { environment } from "./environment.ts";

const { ConfigResourceTypes, Kafka, logLevel } = kafkajs;

/** A topic as the cluster itself describes it. */
export type SeenTopic = { partitions: number; config: Record<string, string | null> };

/** Asks the cluster by a client that shares no code with the product. */
export type Witness = {
  /** Null when the cluster has no such topic. */
  topic(name: string): Promise<SeenTopic | null>;
  create(name: string, partitions: number, config?: Record<string, string>): Promise<void>;
  delete(name: string): Promise<void>;
  names(): Promise<string[]>;
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
    retry: { retries: 8, initialRetryTime: 200 },
  });
  const admin = kafka.admin();
  await admin.connect();
  return {
    topic: (name) => readTopic(admin, name),
    create: async (topic, numPartitions, config = {}) => {
      const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
      await admin.createTopics({ topics: [{ topic, numPartitions, replicationFactor: 1, configEntries }] });
    },
    delete: (topic) => admin.deleteTopics({ topics: [topic] }),
    names: () => admin.listTopics(),
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
