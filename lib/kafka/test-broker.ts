import { type Admin, Kafka, logLevel } from "kafkajs";
import type { ClusterConnection } from "./cluster-connection.ts";

/**
 * The broker that integration tests run on, from TEST_KAFKA_BOOTSTRAP (`host:port`), TEST_KAFKA_USERNAME and TEST_KAFKA_PASSWORD
 * (SCRAM-SHA-512). @throws when one is missing, or when the broker is not on this machine
 */
export function testBroker(environment: NodeJS.ProcessEnv): ClusterConnection {
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
      username: value("TEST_KAFKA_USERNAME"),
      password: value("TEST_KAFKA_PASSWORD"),
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
      ...(sasl && { sasl: { mechanism: "scram-sha-512", username: sasl.username, password: sasl.password } }),
    });
  }

  async produce(topic: string, at: number): Promise<void> {
    const producer = this.#kafka.producer();
    await producer.connect();
    await producer.send({ topic, messages: [{ value: "witness", timestamp: String(at) }] });
    await producer.disconnect();
  }

  /** Asking for a group's coordinator makes the broker create the topic that it keeps offsets in. */
  makeInternalTopic(): Promise<void> {
    return this.#administer(async (admin) => {
      await admin.describeGroups(["headgate-witness"]);
    });
  }

  deleteTopics(prefix: string): Promise<void> {
    return this.#administer(async (admin) => {
      const topics = (await admin.listTopics()).filter((name) => name.startsWith(prefix));
      if (topics.length > 0) await admin.deleteTopics({ topics });
    });
  }

  async #administer(work: (admin: Admin) => Promise<void>): Promise<void> {
    const admin = this.#kafka.admin();
    await admin.connect();
    await work(admin).finally(() => admin.disconnect());
  }
}
