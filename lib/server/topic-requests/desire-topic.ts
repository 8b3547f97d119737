import type { Connection } from "#lib/db/database";
import { moveRequest } from "#lib/db/stores/requests";
import { giveNameToTopic, insertTopic } from "#lib/db/stores/topics";
import type { TopicPatch } from "#lib/domain/topic-spec";

export type ApprovedTopic = {
  requestId: number;
  cluster: string;
  name: string;
  teamId: string;
  patch: TopicPatch;
  estimatedBytes: bigint;
};

/**
 * The last approval: writes the desired state as generation 1, hands the reserved name to the topic and moves the request to
 * approved, all in the caller's transaction. From here on it is the worker's. Answers the topic's id.
 */
export async function desireTopic(db: Connection, approved: ApprovedTopic): Promise<string> {
  const { requestId, cluster, name, teamId, patch, estimatedBytes } = approved;
  const topicId = await insertTopic(db, { cluster, name, teamId, ...patch, estimatedBytes });
  await giveNameToTopic(db, requestId, topicId);
  await moveRequest(db, requestId, { state: "approved", topicId, generation: 1 });
  return topicId;
}
