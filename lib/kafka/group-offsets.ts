import { FindCoordinatorKeyTypes } from "@platformatic/kafka";
import { DONE, passedOver, refused } from "./answers.ts";
import type { BrokerConnections } from "./broker-connections.ts";
import type { Answer, CommittedOffset } from "./cluster-admin.ts";
import { clusterError } from "./cluster-error.ts";
import { apis } from "./kafka-apis.ts";

/** What a client that is no member of the group says of itself; Kafka takes its commits only while the group is empty. */
const NO_MEMBER = { generation: -1, memberId: "", instanceId: null };

/**
 * Commits offsets in the name of an empty group, at its coordinator; a group that does not exist comes to be by it.
 * @returns the first refusal, also when other partitions were committed
 */
export async function commitGroupOffsets(
  brokers: BrokerConnections,
  groupId: string,
  offsets: readonly CommittedOffset[],
): Promise<Answer<null>> {
  if (offsets.length === 0) return DONE;
  const { coordinators } = await brokers.ask(apis.FindCoordinator, FindCoordinatorKeyTypes.GROUP, [groupId]);
  const coordinator = coordinators.find(({ key }) => key === groupId);
  if (!coordinator) return passedOver();
  if (coordinator.errorCode !== 0) return refused(clusterError(coordinator.errorCode, coordinator.errorMessage));

  const { generation, memberId, instanceId } = NO_MEMBER;
  const commits = commitsByTopic(offsets);
  const answer = await brokers.askBroker(
    coordinator,
    apis.OffsetCommit,
    groupId,
    generation,
    memberId,
    instanceId,
    commits,
  );
  const failed = answer.topics.flatMap(({ partitions }) => partitions).find(({ errorCode }) => errorCode !== 0);
  return failed ? refused(clusterError(failed.errorCode, null)) : DONE;
}

function commitsByTopic(offsets: readonly CommittedOffset[]) {
  return [...Map.groupBy(offsets, ({ topic }) => topic)].map(([name, committed]) => ({
    name,
    partitions: committed.map(({ partition, offset }) => ({
      partitionIndex: partition,
      committedOffset: offset,
      committedLeaderEpoch: -1,
      committedMetadata: "",
    })),
  }));
}
