import { ConfigResourceTypes, ConfigSources, type createTopicsV7 } from "@platformatic/kafka";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import { createAcls, deleteAcls, listAcls } from "./acls.ts";
import { alterTopicConfigs } from "./alter-configs.ts";
import { answersByName, inReads, refused } from "./answers.ts";
import { BrokerConnections } from "./broker-connections.ts";
import {
  type Answer,
  type ClusterAdmin,
  ClusterCallFailed,
  type ClusterDescription,
  type NewTopic,
} from "./cluster-admin.ts";
import type { ClusterConnection } from "./cluster-connection.ts";
import { clusterError } from "./cluster-error.ts";
import { committedOffsets } from "./committed-offsets.ts";
import { listGroups } from "./consumer-groups.ts";
import { deleteTopics } from "./delete-topics.ts";
import { commitGroupOffsets } from "./group-offsets.ts";
import { growTopics } from "./grow-topics.ts";
import { apis } from "./kafka-apis.ts";
import { endOffsets, offsetsAt } from "./partition-offsets.ts";
import { partitionReplicas, reassignPartitions } from "./reassignments.ts";
import { deleteScramCredentials, describeScramUsers, upsertScramCredentials } from "./scram-credentials.ts";
import { topicDefaults } from "./topic-defaults.ts";
import { topicFigures } from "./topic-figures.ts";
import { topicIdFromUuid } from "./topic-id.ts";
import { listedTopic, listedTopics, topicErrorCode } from "./topic-metadata.ts";
import { alterUserQuotas, describeUserQuotas } from "./user-quotas.ts";

/**
 * A {@link ClusterAdmin} over the wire. Connects on the first call and again after an outage, by itself.
 * Every call is one request (reads of many names: one per 250), never retried and never shared with another call.
 */
export function createPlatformaticClusterAdmin(connection: ClusterConnection): ClusterAdmin {
  const brokers = new BrokerConnections(connection);
  return {
    requestTimeoutMs: connection.requestTimeoutMs,
    describeCluster: () => describeCluster(brokers),
    listTopics: async () => listedTopics(await brokers.ask(apis.Metadata, null, false, false)),
    describeTopics: (names, keys) => inReads(names, (some) => describeTopics(brokers, some, keys)),
    describeTopicConfigs: (names, keys) => inReads(names, (some) => describeTopicConfigs(brokers, some, keys)),
    topicDefaults: () => topicDefaults(brokers),
    createTopics: (topics) => createTopics(brokers, topics),
    listAcls: (principal) => listAcls(brokers, principal),
    createAcls: (bindings) => createAcls(brokers, bindings),
    deleteAcls: (bindings) => deleteAcls(brokers, bindings),
    describeScramUsers: (usernames) => inReads(usernames, (some) => describeScramUsers(brokers, some)),
    upsertScramCredentials: (credentials) => upsertScramCredentials(brokers, credentials),
    deleteScramCredentials: (usernames) => deleteScramCredentials(brokers, usernames),
    describeUserQuotas: (usernames) => describeUserQuotas(brokers, usernames),
    alterUserQuotas: (quotas) => alterUserQuotas(brokers, quotas),
    listGroups: () => listGroups(brokers),
    committedOffsets: (groupIds) => committedOffsets(brokers, groupIds),
    topicFigures: (topics) => topicFigures(brokers, topics),
    endOffsets: (topics) => endOffsets(brokers, topics),
    alterTopicConfigs: (changes) => alterTopicConfigs(brokers, changes),
    growTopics: (partitions) => growTopics(brokers, partitions),
    deleteTopics: (topicIds) => deleteTopics(brokers, topicIds),
    partitionReplicas: (topics) => partitionReplicas(brokers, topics),
    reassignPartitions: (moves) => reassignPartitions(brokers, moves),
    offsetsAt: (topics, at) => offsetsAt(brokers, topics, at),
    commitGroupOffsets: (groupId, offsets) => commitGroupOffsets(brokers, groupId, offsets),
    close: () => brokers.close(),
  };
}

async function describeCluster(brokers: BrokerConnections): Promise<ClusterDescription> {
  const answer = await brokers.ask(apis.Metadata, [], false, false);
  if (!answer.clusterId) throw new ClusterCallFailed(clusterError(-1, "The broker does not tell its cluster id."));

  return {
    clusterId: answer.clusterId,
    controllerId: answer.controllerId,
    brokers: answer.brokers.map(({ nodeId, host, port, rack }) => ({ id: nodeId, host, port, rack: rack ?? null })),
  };
}

const NO_CONFIG: Answer<Record<string, string>> = { ok: true, value: {} };

async function describeTopics(
  brokers: BrokerConnections,
  names: readonly string[],
  keys: readonly string[] | undefined,
): Promise<Map<string, Answer<ObservedTopic>>> {
  const { topics } = await brokers.ask(apis.Metadata, [...names], false, false);
  const listed = new Map(
    topics.flatMap((topic) => (typeof topic.name === "string" ? [[topic.name, topic] as const] : [])),
  );
  const present = [...listed].filter(([, topic]) => topicErrorCode(topic) === 0).map(([name]) => name);
  // To a broker an empty list of keys means all of them.
  const configs = await describeTopicConfigs(brokers, keys?.length === 0 ? [] : present, keys);

  return answersByName(names, (name) => {
    const topic = listed.get(name);
    if (!topic) return undefined;
    const errorCode = topicErrorCode(topic);
    if (errorCode !== 0) return refused(clusterError(errorCode, null));

    const config = keys?.length === 0 ? NO_CONFIG : configs.get(name);
    if (!config?.ok) return config;
    const { topicId, internal, partitions, replicationFactor } = listedTopic(name, topic);
    return { ok: true, value: { topicId, internal, partitions, replicationFactor, config: config.value } };
  });
}

async function describeTopicConfigs(
  brokers: BrokerConnections,
  names: readonly string[],
  keys?: readonly string[],
): Promise<Map<string, Answer<Record<string, string>>>> {
  if (names.length === 0) return new Map();
  const resources = names.map((resourceName) => ({
    resourceType: ConfigResourceTypes.TOPIC,
    resourceName,
    configurationKeys: keys ? [...keys] : null,
  }));
  const { results } = await brokers.ask(apis.DescribeConfigs, resources, false, false);
  const described = new Map(results.map((result) => [result.resourceName, result]));

  return answersByName(names, (name) => {
    const result = described.get(name);
    if (!result) return undefined;
    if (result.errorCode !== 0) return refused(clusterError(result.errorCode, result.errorMessage));

    const set = result.configs.filter(({ configSource }) => configSource === ConfigSources.DYNAMIC_TOPIC_CONFIG);
    return { ok: true, value: Object.fromEntries(set.map(({ name: key, value }) => [key, value ?? ""])) };
  });
}

async function createTopics(
  brokers: BrokerConnections,
  topics: readonly NewTopic[],
): Promise<Map<string, Answer<{ topicId: string }>>> {
  if (topics.length === 0) return new Map();
  const response = await brokers.ask(apis.CreateTopics, topics.map(creation), brokers.brokerTimeoutMs, false);
  const created = new Map(response.topics.map((topic) => [topic.name, topic]));

  return answersByName(
    topics.map(({ name }) => name),
    (name) => {
      const topic = created.get(name);
      if (!topic) return undefined;
      if (topic.errorCode !== 0) return refused(clusterError(topic.errorCode, topic.errorMessage));
      return { ok: true, value: { topicId: topicIdFromUuid(topic.topicId) } };
    },
  );
}

function creation({ name, partitions, replicationFactor, config }: NewTopic): createTopicsV7.CreateTopicsRequestTopic {
  const configs = Object.entries(config).map(([key, value]) => ({ name: key, value }));
  return { name, numPartitions: partitions, replicationFactor, assignments: [], configs };
}
