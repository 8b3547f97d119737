import { setTimeout as sleep } from "node:timers/promises";
import {
  type Acl,
  AclOperations,
  AclPermissionTypes,
  ConfigResourceTypes,
  type Connection,
  ConnectionPool,
  createAclsV2,
  createTopicsV7,
  deleteAclsV2,
  deleteTopicsV6,
  describeAclsV2,
  describeConfigsV4,
  IncrementalAlterConfigOperationTypes,
  incrementalAlterConfigsV1,
  metadataV12,
  ResourcePatternTypes,
  ResourceTypes,
  ResponseError,
} from "@platformatic/kafka";
import type { AclBinding } from "#lib/domain/acl-binding";

export type BareTopic = { name: string; partitions: number; replicationFactor: number; config: Record<string, string> };

export type BareKafkaOptions = { bootstrapServers: string; username: string; password: string };

const TIMEOUT_MS = 60_000;
/** One call takes at most 10,000 metadata records; a topic of one partition and two settings is four. */
const TOPICS_PER_CALL = 1_000;
/** As many names as the worker asks for at once; a broker answers fastest at 250 to 500. */
const NAMES_PER_CONFIG_READ = 250;
/** One call of a thousand bindings costs the controller least. */
const BINDINGS_PER_CALL = 1_000;
const POLL_EVERY_MS = 2;
const GIVE_UP_MS = 300_000;

/**
 * The same client library on the same broker, without anything of Headgate: what every figure is compared with. Calls are the library's
 * raw ones, one request each.
 */
export class BareKafka {
  readonly #pool: ConnectionPool;
  readonly #broker: { host: string; port: number };

  constructor({ bootstrapServers, username, password }: BareKafkaOptions) {
    this.#broker = addressOf(bootstrapServers);
    this.#pool = new ConnectionPool("headgate-bench", {
      connectTimeout: 5_000,
      requestTimeout: TIMEOUT_MS,
      sasl: { mechanism: "SCRAM-SHA-512", username, password },
    });
  }

  #connection(): Promise<Connection> {
    return this.#pool.get(this.#broker);
  }

  /** Creates topics, many at a time. @throws when one of them was refused */
  async create(topics: readonly BareTopic[]): Promise<void> {
    const connection = await this.#connection();
    for (let start = 0; start < topics.length; start += TOPICS_PER_CALL) {
      const some = topics.slice(start, start + TOPICS_PER_CALL).map(asRequested);
      await createTopicsV7.api.async(connection, some, TIMEOUT_MS, false);
    }
  }

  /** Which of these topics are there, every partition with a leader. */
  async led(names: readonly string[]): Promise<Set<string>> {
    const connection = await this.#connection();
    const request = metadataV12.api.async(connection, [...names], false, false);
    const { topics } = await whole<metadataV12.MetadataResponse>(request);
    const led = topics.filter(
      ({ errorCode, partitions }) => errorCode === 0 && partitions.every(({ leaderId }) => leaderId >= 0),
    );
    return new Set(led.map(({ name }) => name ?? ""));
  }

  /** Kafka's ids of topics by name, as Headgate writes them: 22 characters of base64url. */
  async topicIds(names: readonly string[]): Promise<Map<string, string>> {
    const { topics } = await metadataV12.api.async(await this.#connection(), [...names], false, false);
    return new Map(topics.map(({ name, topicId }) => [name ?? "", topicIdOf(topicId)]));
  }

  /** Sets one config key of topics, all in one call. @throws when one of them was refused */
  async setConfig(names: readonly string[], key: string, value: string): Promise<void> {
    const configs = [{ name: key, configOperation: SET, value }];
    const resources = names.map((resourceName) => ({ resourceType: ConfigResourceTypes.TOPIC, resourceName, configs }));
    await incrementalAlterConfigsV1.api.async(await this.#connection(), resources, false);
  }

  /** Asks by name until all are there with their leaders. @throws after five minutes */
  async untilLed(names: readonly string[], everyMs = POLL_EVERY_MS): Promise<void> {
    const giveUpAt = performance.now() + GIVE_UP_MS;
    for (let missing = [...names]; missing.length > 0; ) {
      const led = await this.led(missing);
      missing = missing.filter((name) => !led.has(name));
      if (performance.now() > giveUpAt)
        throw new Error(`After five minutes ${missing.length} topics are still not there.`);
      if (missing.length > 0) await sleep(everyMs);
    }
  }

  async list(): Promise<string[]> {
    const { topics } = await metadataV12.api.async(await this.#connection(), null, false, false);
    return topics.flatMap(({ name }) => name ?? []);
  }

  /** Reads what a sweep reads: the brokers, all topics, all their settings. */
  async readAll(): Promise<void> {
    const connection = await this.#connection();
    await metadataV12.api.async(connection, [], false, false);
    const names = await this.list();
    for (let start = 0; start < names.length; start += NAMES_PER_CONFIG_READ) {
      const resources = names.slice(start, start + NAMES_PER_CONFIG_READ).map((resourceName) => ({
        resourceType: ConfigResourceTypes.TOPIC,
        resourceName,
        configurationKeys: null,
      }));
      await describeConfigsV4.api.async(connection, resources, false, false);
    }
  }

  /** Deletes every topic whose name begins so, and waits until the broker has closed their files. */
  async deleteAll(prefix: string): Promise<void> {
    const names = (await this.list()).filter((name) => name.startsWith(prefix));
    const connection = await this.#connection();
    for (let start = 0; start < names.length; start += TOPICS_PER_CALL) {
      const some = names.slice(start, start + TOPICS_PER_CALL).map((name) => ({ name, topicId: null }));
      await whole(deleteTopicsV6.api.async(connection, some, TIMEOUT_MS));
    }
    if (names.length > 0) await this.settle();
  }

  /** After a bulk, later changes wait behind its files. */
  async settle(): Promise<void> {
    await sleep(SEGMENT_DELETE_DELAY_MS);
    await this.untilCalm();
    await sleep(SEGMENT_DELETE_DELAY_MS);
  }

  /** What the broker has accepted it shows one after the other: until a topic is created and shown as fast as ever, nothing is measured. */
  async untilCalm(): Promise<void> {
    for (let calm = 0; calm < 3; ) {
      const name = `bench-settle.${performance.now()}`;
      const began = performance.now();
      await this.create([{ name, partitions: 1, replicationFactor: 1, config: {} }]);
      await this.untilLed([name]);
      calm = performance.now() - began < CALM_MS ? calm + 1 : 0;
      await whole(deleteTopicsV6.api.async(await this.#connection(), [{ name, topicId: null }], TIMEOUT_MS));
    }
  }

  /** Creates bindings, many at a time. @throws when one of them was refused */
  async createAcls(bindings: readonly AclBinding[], perCall = BINDINGS_PER_CALL): Promise<void> {
    const connection = await this.#connection();
    for (let start = 0; start < bindings.length; start += perCall)
      await createAclsV2.api.async(connection, bindings.slice(start, start + perCall).map(toWire));
  }

  /** Deletes exactly these bindings. @throws when one of them was refused */
  async deleteAcls(bindings: readonly AclBinding[]): Promise<void> {
    const connection = await this.#connection();
    for (let start = 0; start < bindings.length; start += BINDINGS_PER_CALL)
      await deleteAclsV2.api.async(connection, bindings.slice(start, start + BINDINGS_PER_CALL).map(toWire));
  }

  /** Deletes everything these principals have, one filter each. @param principals in full, `User:orders.billing` */
  async deleteAclsOf(principals: readonly string[]): Promise<void> {
    const filters = principals.map((principal) => ({ ...ANY_ACL, principal }));
    if (filters.length > 0) await deleteAclsV2.api.async(await this.#connection(), filters);
  }

  /** How many ACLs a principal has; all of the cluster without one. Everything that the broker tells is read. */
  async readAcls(principal: string | null = null): Promise<number> {
    const { resources } = await describeAclsV2.api.async(await this.#connection(), { ...ANY_ACL, principal });
    return resources.reduce((sum, { acls }) => sum + acls.length, 0);
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }
}

const ANY_ACL = {
  resourceType: ResourceTypes.ANY,
  resourceName: null,
  resourcePatternType: ResourcePatternTypes.ANY,
  principal: null,
  host: null,
  operation: AclOperations.ANY,
  permissionType: AclPermissionTypes.ANY,
};

function toWire(binding: AclBinding): Acl {
  return {
    resourceType: ResourceTypes[binding.resourceType],
    resourceName: binding.resourceName,
    resourcePatternType: ResourcePatternTypes[binding.patternType],
    principal: binding.principal,
    host: binding.host,
    operation: AclOperations[binding.operation],
    permissionType: AclPermissionTypes[binding.permissionType],
  };
}

/** KIP-339's operation that sets a key. */
const { SET } = IncrementalAlterConfigOperationTypes;

/** The library shows ids as UUIDs. */
function topicIdOf(uuid: string): string {
  return Buffer.from(uuid.replaceAll("-", ""), "hex").toString("base64url");
}

/** `log.segment.delete.delay.ms` of the stack's broker, twice. */
const SEGMENT_DELETE_DELAY_MS = 1_000;
const CALM_MS = 150;

/** The one broker of `host:port`. */
export function addressOf(bootstrapServers: string): { host: string; port: number } {
  const [host = "", port = ""] = bootstrapServers.split(":");
  return { host, port: Number(port) };
}

function asRequested({ name, partitions, replicationFactor, config }: BareTopic) {
  const configs = Object.entries(config).map(([key, value]) => ({ name: key, value }));
  return { name, numPartitions: partitions, replicationFactor, assignments: [], configs };
}

/** The library rejects when one item was refused, with the whole answer on the error. */
async function whole<Response>(request: Promise<Response>): Promise<Response> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ResponseError && "response" in error) return error.response as Response;
    throw error;
  }
}
