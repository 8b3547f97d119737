import { inReads } from "./answers.ts";
import type { BrokerConnections } from "./broker-connections.ts";
import { unlessFailed } from "./call-failed.ts";
import { ClusterCallFailed, type GroupType, type ListedGroup } from "./cluster-admin.ts";
import type { BrokerAddress } from "./cluster-connection.ts";
import { clusterError } from "./cluster-error.ts";
import { apis, newerApis } from "./kafka-apis.ts";

/** Kafka keeps groups and their offsets in this topic; the leader of a partition answers for the groups in it. */
const OFFSETS_TOPIC = "__consumer_offsets";

/**
 * All groups of all brokers, each broker asked by itself, so that one that just died costs only its own groups.
 * @returns `complete` is false when a broker did not answer or a part of the groups has no coordinator now
 * @throws {ClusterCallFailed} when no broker answered
 */
export async function listGroups(brokers: BrokerConnections): Promise<{ groups: ListedGroup[]; complete: boolean }> {
  const metadata = await brokers.ask(apis.Metadata, [OFFSETS_TOPIC], false, false);
  const answers = await Promise.allSettled(metadata.brokers.map((broker) => groupsOf(brokers, broker)));

  const failed = answers.filter((answer) => answer.status === "rejected").map(({ reason }) => reason as unknown);
  const unexpected = failed.find((reason) => !(reason instanceof ClusterCallFailed));
  if (unexpected !== undefined || failed.length === answers.length) throw unexpected ?? failed[0];

  const listed = answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
  const groups = [...new Map(listed.map((group) => [group.groupId, group])).values()];
  const leaderless = metadata.topics.some(({ partitions }) => partitions.some(({ leaderId }) => leaderId < 0));
  return { groups, complete: failed.length === 0 && !leaderless };
}

async function groupsOf(brokers: BrokerConnections, broker: BrokerAddress): Promise<ListedGroup[]> {
  const newer = await brokers.askBrokerIfOffered(broker, newerApis.ListGroups, [], []);
  const { errorCode, groups } = newer ?? (await brokers.askBroker(broker, apis.ListGroups, [], []));
  if (errorCode !== 0) throw new ClusterCallFailed(clusterError(errorCode, null));

  const typed = groups.map((group) => ({ ...group, type: groupType(group.groupType) }));
  const inhabited = Map.groupBy(
    typed.filter(({ groupState }) => groupState !== "Empty"),
    ({ type }) => type,
  );
  const idsOf = (type: GroupType) => (inhabited.get(type) ?? []).map(({ groupId }) => groupId);
  const [classic, consumer] = await Promise.all([
    classicMembers(brokers, broker, idsOf("classic")),
    consumerMembers(brokers, broker, idsOf("consumer")),
  ]);
  const members = new Map([...classic, ...consumer]);
  return typed.map(({ groupId, type, protocolType, groupState }) => {
    const counted = groupState === "Empty" ? 0 : (members.get(groupId) ?? null);
    return { groupId, type, protocolType, state: groupState, members: counted };
  });
}

const GROUP_TYPES: readonly GroupType[] = ["classic", "consumer", "share", "streams"];

/**
 * Older brokers tell no type, newer ones write it like `Classic` or `classic`. A type of the future counts as classic; a broker then does
 * not tell its members.
 */
function groupType(name: string | undefined): GroupType {
  return GROUP_TYPES.find((type) => type === name?.toLowerCase()) ?? "classic";
}

/**
 * Number of members by group. Absent are groups of the newer protocols, which older brokers do not tell from classic ones: to this
 * question a broker calls them Dead, as if they did not exist.
 */
function classicMembers(
  brokers: BrokerConnections,
  broker: BrokerAddress,
  groupIds: readonly string[],
): Promise<Map<string, number>> {
  return inReads(groupIds, async (some) => {
    const answer = await unlessFailed(brokers.askBroker(broker, apis.DescribeGroups, [...some], false));
    const described = (answer?.groups ?? []).filter(
      ({ errorCode, groupState }) => errorCode === 0 && groupState !== "Dead",
    );
    return new Map(described.map(({ groupId, members }) => [groupId, members.length]));
  });
}

/** The same for groups of KIP-848's protocol. Those of the others, share and streams, nobody counts here. */
function consumerMembers(
  brokers: BrokerConnections,
  broker: BrokerAddress,
  groupIds: readonly string[],
): Promise<Map<string, number>> {
  return inReads(groupIds, async (some) => {
    const asked = brokers.askBrokerIfOffered(broker, newerApis.ConsumerGroupDescribe, [...some], false);
    const described = ((await unlessFailed(asked))?.groups ?? []).filter(({ errorCode }) => errorCode === 0);
    return new Map(described.map(({ groupId, members }) => [groupId, members.length]));
  });
}
