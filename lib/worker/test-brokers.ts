import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  Kafka,
  logLevel,
  ResourcePatternTypes,
} from "kafkajs";
import type { ClusterConnection } from "#lib/kafka/cluster-connection";
import { createPlatformaticClusterAdmin } from "#lib/kafka/platformatic-cluster-admin";
import { answering } from "../../local/answering.ts";
import { jarsFolder } from "../../local/fetch-kafka.ts";
import { findJava } from "../../local/java.ts";
import { javaTool } from "../../local/kafka.ts";
import { answersApiVersions } from "../../local/kafka-probe.ts";
import { anyFreePorts, LOOPBACK as HOST } from "../../local/ports.ts";
import type { Part } from "../../local/process-group.ts";
import { type BrokerPorts, brokerProperties } from "./test-broker-properties.ts";
import { FaultyRelay } from "./test-faulty-relay.ts";
import { until } from "./test-installation.ts";
import type { TestServers } from "./test-servers.ts";

const WHOLE_WITHIN_MS = 120_000;
/** Only what the product needs, as local/kafka.ts gives it. */
const RIGHTS: [AclResourceTypes, string, (keyof typeof AclOperationTypes)[]][] = [
  [AclResourceTypes.CLUSTER, "kafka-cluster", ["ALTER", "DESCRIBE", "ALTER_CONFIGS", "DESCRIBE_CONFIGS", "CREATE"]],
  [AclResourceTypes.TOPIC, "*", ["CREATE", "DELETE", "ALTER", "DESCRIBE", "ALTER_CONFIGS", "DESCRIBE_CONFIGS", "READ"]],
  [AclResourceTypes.GROUP, "*", ["DESCRIBE", "READ"]],
];
const SMALL = ["-Xmx256m", "-XX:TieredStopAtLevel=1"];

type Broker = { id: number; relay: FaultyRelay; ports: BrokerPorts };

/**
 * A Kafka cluster of a test's own, of one node or of three, with SCRAM and ACLs, whose nodes are controllers too. Clients of the worker's listener
 * are told the addresses of relays, one before each broker; brokers among themselves, and whoever changes things behind Headgate's back, use another.
 */
export class TestBrokers {
  readonly #servers: TestServers;
  readonly #kafka: { java: string; jars: string };
  readonly #brokers: readonly Broker[];
  readonly #passwords = { admin: randomBytes(12).toString("hex"), headgate: randomBytes(12).toString("hex") };

  private constructor(servers: TestServers, brokers: readonly Broker[]) {
    this.#servers = servers;
    this.#brokers = brokers;
    this.#kafka = { java: findJava(process.env), jars: jarsFolder(servers.settings) };
  }

  static async start(servers: TestServers, count: 1 | 3): Promise<TestBrokers> {
    const ports = await anyFreePorts(count * 3);
    const made = Array.from({ length: count }, async (_, index): Promise<Broker> => {
      const [client = 0, internal = 0, controller = 0] = ports.slice(index * 3);
      const relay = await FaultyRelay.before({ host: HOST, port: client });
      return { id: index + 1, relay, ports: { client, internal, controller } };
    });
    const brokers = new TestBrokers(servers, await Promise.all(made));
    await brokers.#format();
    await Promise.all(brokers.ids.map((id) => brokers.launch(id)));
    await brokers.whole();
    await brokers.#giveRights();
    return brokers;
  }

  get ids(): number[] {
    return this.#brokers.map(({ id }) => id);
  }

  get relays(): FaultyRelay[] {
    return this.#brokers.map(({ relay }) => relay);
  }

  /** The worker's own way: with its rights, through the relays. */
  get connection(): ClusterConnection {
    return this.#connection(
      "headgate",
      this.#brokers.map(({ relay }) => relay.address.port),
    );
  }

  /** A super user's way, past the relays. */
  get outside(): ClusterConnection {
    return this.#connection(
      "admin",
      this.#brokers.map(({ ports }) => ports.internal),
    );
  }

  isRunning(id: number): boolean {
    return this.#servers.group.get(`kafka-${id}`) !== undefined;
  }

  /** Ends a broker in the middle of whatever it does. */
  kill(id: number): Promise<void> {
    return this.#servers.group.stop(`kafka-${id}`, "SIGKILL");
  }

  /** Ends a broker as an operator does: it hands over what it leads. */
  stop(id: number): Promise<void> {
    return this.#servers.group.stop(`kafka-${id}`, "SIGTERM");
  }

  /** Starts a broker, and waits for nothing. */
  launch(id: number): Part {
    return this.#servers.group.start({
      ...javaTool(this.#kafka, "kafka.Kafka", [this.#file(id)], ["-Xms128m", "-Xmx512m", SMALL[1] ?? "", this.#log4j]),
      name: `kafka-${id}`,
      stopStage: 2,
      // Nothing of it is needed afterwards.
      stopSignal: "SIGKILL",
      stopWithinMs: 10_000,
    });
  }

  /** All brokers run, serve, know each other, and lead each partition somewhere. */
  async whole(): Promise<void> {
    for (const id of this.ids) {
      const part = this.#servers.group.get(`kafka-${id}`) ?? this.launch(id);
      const port = this.#broker(id).ports.internal;
      await answering(part, async () => ((await answersApiVersions(HOST, port)) ? undefined : "no answer"));
    }
    await Promise.all(this.ids.map((id) => this.#knowsAll(id)));
  }

  async close(): Promise<void> {
    await Promise.all(this.relays.map((relay) => relay.close()));
  }

  /** Each broker is asked by itself: one that lags behind would tell the worker of a cluster that is no more. */
  async #knowsAll(id: number): Promise<void> {
    const admin = createPlatformaticClusterAdmin(this.#connection("admin", [this.#broker(id).ports.internal]));
    const look = async () => {
      try {
        const [{ brokers }, topics] = await Promise.all([admin.describeCluster(), admin.listTopics()]);
        return { brokers: brokers.length, leaderless: topics.filter(({ leaderless }) => leaderless > 0).length };
      } catch (failure) {
        return { brokers: 0, leaderless: 0, failure: String(failure) };
      }
    };
    try {
      await until(look, (seen) => seen.brokers === this.ids.length && seen.leaderless === 0, WHOLE_WITHIN_MS);
    } finally {
      await admin.close();
    }
  }

  async #format(): Promise<void> {
    // Kafka writes its ids as 22 characters of URL-safe base64; one that begins with "-" would be read as an option.
    const clusterId = `h${randomBytes(16).toString("base64url").slice(1)}`;
    const users = Object.entries(this.#passwords).flatMap(([name, password]) => [
      "--add-scram",
      `SCRAM-SHA-512=[name=${name},password=${password}]`,
    ]);
    await Promise.all(
      this.ids.map(async (id) => {
        mkdirSync(this.#logs(id), { recursive: true });
        writeFileSync(this.#file(id), this.#properties(id), { mode: 0o600 });
        const args = ["format", "-t", clusterId, "-c", this.#file(id), ...users];
        const tool = javaTool(this.#kafka, "kafka.tools.StorageTool", args, SMALL);
        const ran = await this.#servers.group.run({ ...tool, name: `format-${id}`, stopStage: 0, stopWithinMs: 1_000 });
        if (ran.code !== 0) throw new Error(`Broker ${id} could not be formatted:\n${ran.output}`);
      }),
    );
  }

  async #giveRights(): Promise<void> {
    const { bootstrapServers, sasl } = this.outside;
    const brokers = bootstrapServers.map(({ host, port }) => `${host}:${port}`);
    const login = { mechanism: "scram-sha-512" as const, username: "admin", password: sasl?.password ?? "" };
    const admin = new Kafka({ brokers, sasl: login, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.createAcls({
      acl: RIGHTS.flatMap(([resourceType, resourceName, operations]) =>
        operations.map((operation) => ({
          ...{
            resourceType,
            resourceName,
            operation: AclOperationTypes[operation],
            principal: "User:headgate",
            host: "*",
          },
          resourcePatternType: ResourcePatternTypes.LITERAL,
          permissionType: AclPermissionTypes.ALLOW,
        })),
      ),
    });
    await admin.disconnect();
  }

  #connection(username: "admin" | "headgate", ports: readonly number[]): ClusterConnection {
    return {
      clusterSlug: "faulty",
      bootstrapServers: ports.map((port) => ({ host: HOST, port })),
      sasl: { mechanism: "SCRAM-SHA-512", username, password: this.#passwords[username] },
      tls: false,
      requestTimeoutMs: 3_000,
      connectTimeoutMs: 1_500,
    };
  }

  #broker(id: number): Broker {
    const broker = this.#brokers.find((one) => one.id === id);
    if (!broker) throw new Error(`There is no broker ${id}.`);
    return broker;
  }

  #logs(id: number): string {
    return path.join(this.#servers.settings.data, `kafka-${id}`);
  }

  #file(id: number): string {
    return path.join(this.#servers.settings.data, `kafka-${id}.properties`);
  }

  get #log4j(): string {
    return `-Dlog4j2.configurationFile=${path.join(this.#servers.settings.root, "local", "kafka", "log4j2.properties")}`;
  }

  #properties(id: number): string {
    const { relay, ports } = this.#broker(id);
    return brokerProperties({
      ...{ id, host: HOST, ports, advertised: relay.address.port, logs: this.#logs(id) },
      controllers: this.#brokers.map((one) => ({ id: one.id, port: one.ports.controller })),
      adminPassword: this.#passwords.admin,
    });
  }
}
