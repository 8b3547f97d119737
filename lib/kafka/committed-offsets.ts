import { FindCoordinatorKeyTypes, type offsetFetchV8 } from "@platformatic/kafka";
import { inReads } from "./answers.ts";
import type { BrokerConnections } from "./broker-connections.ts";
import { unlessFailed } from "./call-failed.ts";
import type { CommittedOffset } from "./cluster-admin.ts";
import { apis } from "./kafka-apis.ts";

const OFFSETS_TOPIC = "__consumer_offsets";
const UNKNOWN_TOPIC = 3;

/**
 * Committed offsets by group: where each group's coordinator is, then one question to each coordinator, all at once; 250 groups per
 * read. Groups without a coordinator that answers are absent, those that do not exist have none.
 * @throws {ClusterCallFailed} when nobody tells where the coordinators are
 */
export async function committedOffsets(
  brokers: BrokerConnections,
  groupIds: readonly string[],
): Promise<Map<string, CommittedOffset[]>> {
  const wanted = [...new Set(groupIds)];
  if (wanted.length === 0) return new Map();
  // Asking for a coordinator makes the broker create the topic for offsets; only looking must not change the cluster.
  const { topics } = await brokers.ask(apis.Metadata, [OFFSETS_TOPIC], false, false);
  if (topics[0]?.errorCode === UNKNOWN_TOPIC) return new Map(wanted.map((groupId) => [groupId, []]));

  return inReads(wanted, (some) => readOffsets(brokers, some));
}

async function readOffsets(
  brokers: BrokerConnections,
  groupIds: readonly string[],
): Promise<Map<string, CommittedOffset[]>> {
  const { coordinators } = await brokers.ask(apis.FindCoordinator, FindCoordinatorKeyTypes.GROUP, [...groupIds]);
  const found = coordinators.filter(({ errorCode }) => errorCode === 0);
  const byBroker = Map.groupBy(found, ({ nodeId }) => nodeId);

  const answers = await Promise.all(
    [...byBroker.values()].map(async (held) => {
      const [broker] = held;
      if (!broker) return [];
      const groups = held.map(({ key }) => ({ groupId: key, memberId: null, memberEpoch: -1, topics: null }));
      const answer = await unlessFailed(brokers.askBroker(broker, apis.OffsetFetch, groups, false));
      return (answer?.groups ?? []).filter(({ errorCode }) => errorCode === 0);
    }),
  );
  return new Map(answers.flat().map((group) => [group.groupId, offsetsOf(group)]));
}

/** A partition without a commit answers −1. */
function offsetsOf({ topics }: offsetFetchV8.OffsetFetchResponseGroup): CommittedOffset[] {
  return topics.flatMap(({ name, partitions }) =>
    partitions
      .filter(({ errorCode, committedOffset }) => errorCode === 0 && committedOffset >= 0n)
      .map(({ partitionIndex, committedOffset }) => ({
        topic: name,
        partition: partitionIndex,
        offset: committedOffset,
      })),
  );
}
