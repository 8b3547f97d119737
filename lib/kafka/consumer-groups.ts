import { ITEMS_PER_READ } from "./answers.ts";
import type { BrokerConnections } from "./broker-connections.ts";
import { unlessFailed } from "./call-failed.ts";
import { ClusterCallFailed, type ListedGroup } from "./cluster-admin.ts";
import type { BrokerAddress } from "./cluster-connection.ts";
import { clusterError } from "./cluster-error.ts";
import { apis } from "./kafka-apis.ts";

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
  const { errorCode, groups } = await brokers.askBroker(broker, apis.ListGroups, [], []);
  if (errorCode !== 0) throw new ClusterCallFailed(clusterError(errorCode, null));

  const inhabited = groups.filter(({ groupState }) => groupState !== "Empty").map(({ groupId }) => groupId);
  const members = await membersOf(brokers, broker, inhabited);
  return groups.map(({ groupId, protocolType, groupState }) => {
    const counted = groupState === "Empty" ? 0 : (members.get(groupId) ?? null);
    return { groupId, protocolType, state: groupState, members: counted };
  });
}

/**
 * Number of members by group. Absent are groups of the newer protocols (KIP-848, share): to this question a broker calls them Dead, as
 * if they did not exist.
 */
async function membersOf(
  brokers: BrokerConnections,
  broker: BrokerAddress,
  groupIds: readonly string[],
): Promise<Map<string, number>> {
  const members = new Map<string, number>();
  for (let start = 0; start < groupIds.length; start += ITEMS_PER_READ) {
    const some = groupIds.slice(start, start + ITEMS_PER_READ);
    const answer = await unlessFailed(brokers.askBroker(broker, apis.DescribeGroups, some, false));
    for (const group of answer?.groups ?? []) {
      if (group.errorCode === 0 && group.groupState !== "Dead") members.set(group.groupId, group.members.length);
    }
  }
  return members;
}
