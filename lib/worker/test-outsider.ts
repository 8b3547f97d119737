import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  ConfigResourceTypes,
  Kafka,
  logLevel,
  ResourcePatternTypes,
} from "kafkajs";
import type { AclBinding } from "#lib/domain/acl-binding";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import {
  type ClusterAdmin,
  ClusterCallFailed,
  type ConfigChanges,
  type ListedTopic,
  type NewTopic,
} from "#lib/kafka/cluster-admin";
import type { ClusterConnection } from "#lib/kafka/cluster-connection";
import { createPlatformaticClusterAdmin } from "#lib/kafka/platformatic-cluster-admin";
import { until } from "./test-installation.ts";

/** What is on a cluster, by a client of another library than the product's. */
export type ClusterSight = {
  topics: Map<string, { partitions: number; config: Record<string, string> }>;
  /** As `User:a TOPIC LITERAL orders.a READ ALLOW *`, in order. */
  acls: string[];
};

/** Source of a config value that was set on the topic itself (DescribeConfigs, DYNAMIC_TOPIC_CONFIG). */
const SET_ON_TOPIC = 1;

/** Somebody who changes a cluster behind Headgate's back, as a super user and past the relays, and tries until it worked. */
export class Outsider {
  readonly admin: ClusterAdmin;
  readonly #connection: ClusterConnection;

  constructor(connection: ClusterConnection) {
    this.#connection = connection;
    this.admin = createPlatformaticClusterAdmin(connection);
  }

  async create(topic: NewTopic): Promise<string> {
    let id = "";
    const create = async () => {
      const answers = await this.admin.createTopics([topic]);
      const answer = answers.get(topic.name);
      if (answer?.ok) id = answer.value.topicId;
      return answers;
    };
    await this.#insist(create, ["already_exists"]);
    // Only then is a broker asked: one that is behind tells of a topic of this name that was deleted a moment before.
    return id || this.#idOf(topic.name);
  }

  /** A topic as the broker that is asked shows it, as soon as one answers; undefined where it shows none. */
  async describe(name: string, keys?: readonly string[]): Promise<ObservedTopic | undefined> {
    const answers = await until(
      () => this.admin.describeTopics([name], keys).catch(() => null),
      (given) => given !== null,
    );
    const answer = answers?.get(name);
    return answer?.ok ? answer.value : undefined;
  }

  /** All topics but Kafka's own, as soon as a broker answers. */
  async list(): Promise<ListedTopic[]> {
    const listed = await until(
      () => this.admin.listTopics().catch(() => null),
      (given) => given !== null,
    );
    return (listed ?? []).filter(({ internal }) => !internal);
  }

  alter(name: string, changes: ConfigChanges): Promise<void> {
    return this.#insist(() => this.admin.alterTopicConfigs(new Map([[name, changes]])), ["unknown_topic"]);
  }

  grow(name: string, partitions: number): Promise<void> {
    return this.#insist(
      () => this.admin.growTopics(new Map([[name, partitions]])),
      ["invalid_partitions", "unknown_topic"],
    );
  }

  delete(topicId: string): Promise<void> {
    return this.#insist(() => this.admin.deleteTopics([topicId]), []);
  }

  allow(binding: AclBinding): Promise<void> {
    return this.#insist(async () => (await this.admin.createAcls([binding])).entries(), []);
  }

  disallow(binding: AclBinding): Promise<void> {
    return this.#insist(async () => (await this.admin.deleteAcls([binding])).entries(), []);
  }

  /** Nothing is left of what was there, but for what this principal may do. */
  async clear(except: string): Promise<void> {
    const ids = (await this.list()).map(({ topicId }) => topicId);
    if (ids.length > 0) await this.#insist(() => this.admin.deleteTopics(ids), []);
    await until(
      () => this.list(),
      (left) => left.length === 0,
    );
    const bindings = await until(
      () => this.admin.listAcls().catch(() => null),
      (given) => given !== null,
    );
    for (const binding of bindings ?? []) if (binding.principal !== except) await this.disallow(binding);
  }

  /** Everything, in the words of the other library. Every partition must have a leader: kafkajs fails as a whole otherwise. */
  async lookAround(): Promise<ClusterSight> {
    const { bootstrapServers, sasl } = this.#connection;
    const kafka = new Kafka({
      clientId: "headgate-outsider",
      brokers: bootstrapServers.map(({ host, port }) => `${host}:${port}`),
      logLevel: logLevel.NOTHING,
      sasl: { mechanism: "scram-sha-512", username: sasl?.username ?? "", password: sasl?.password ?? "" },
    });
    const admin = kafka.admin();
    await admin.connect();
    try {
      const { topics } = await admin.fetchTopicMetadata();
      const asked = topics.map(({ name }) => ({ type: ConfigResourceTypes.TOPIC, name }));
      const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: asked });
      const configs = new Map(resources.map(({ resourceName, configEntries }) => [resourceName, configEntries]));
      const seen = topics.map(({ name, partitions }) => {
        const set = (configs.get(name) ?? []).filter((entry) => Number(entry.configSource) === SET_ON_TOPIC);
        const config = Object.fromEntries(set.map((entry) => [entry.configName, entry.configValue]).toSorted());
        return [name, { partitions: partitions.length, config }] as const;
      });
      const acls = await admin.describeAcls({
        resourceType: AclResourceTypes.ANY,
        resourcePatternType: ResourcePatternTypes.ANY,
        operation: AclOperationTypes.ANY,
        permissionType: AclPermissionTypes.ANY,
      });
      const texts = acls.resources.flatMap((resource) =>
        resource.acls.map((acl) =>
          [
            acl.principal,
            nameOf(AclResourceTypes, resource.resourceType),
            nameOf(ResourcePatternTypes, resource.resourcePatternType),
            ...[resource.resourceName, nameOf(AclOperationTypes, acl.operation)],
            ...[nameOf(AclPermissionTypes, acl.permissionType), acl.host],
          ].join(" "),
        ),
      );
      return { topics: new Map(seen), acls: texts.sort() };
    } finally {
      await admin.disconnect();
    }
  }

  close(): Promise<void> {
    return this.admin.close();
  }

  async #idOf(name: string): Promise<string> {
    let id = "";
    await this.#insist(async () => {
      const answers = await this.admin.describeTopics([name], []);
      const answer = answers.get(name);
      if (answer?.ok) id = answer.value.topicId;
      return answers;
    }, []);
    return id;
  }

  /** Elections pass, brokers come back: whoever changes something outside tries again, as their tools do. */
  async #insist(
    call: () => Promise<Iterable<[unknown, { ok: true } | { ok: false; error: { code: string } }]>>,
    asWell: readonly string[],
  ): Promise<void> {
    const attempt = async () => {
      try {
        return [...(await call())].flatMap(([, answer]) => (answer.ok ? [] : [answer.error.code]));
      } catch (failure) {
        if (failure instanceof ClusterCallFailed) return [failure.error.message];
        throw failure;
      }
    };
    await until(attempt, (codes) => codes.every((code) => asWell.includes(code)), 60_000);
  }
}

/** A binding as a {@link ClusterSight} says it. */
export function bindingText(binding: AclBinding): string {
  const { principal, resourceType, patternType, resourceName, operation, permissionType, host } = binding;
  return [principal, resourceType, patternType, resourceName, operation, permissionType, host].join(" ");
}

/** kafkajs declares its codes as enums, but they are plain objects that know no names by number. */
function nameOf(codes: object, code: number): string {
  return Object.entries(codes).find(([, value]) => value === code)?.[0] ?? String(code);
}
