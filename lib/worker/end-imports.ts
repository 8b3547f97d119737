import type { Connection } from "#lib/db/database";
import type { TopicRow } from "#lib/db/worker-stores/due-topics";
import { endApprovedRequests, lockSettledImports } from "#lib/db/worker-stores/topic-outcomes";
import type { AuditEvent } from "#lib/domain/audit";
import { type ClusterSession, workerActor } from "./cluster-session.ts";
import { stateAfter } from "./topic-requests.ts";

/**
 * Ends imports of whose topics none waits for its first look any more. Call it when something became of some that were not seen before.
 * @returns what the trail says of it
 */
export async function endImports(
  session: ClusterSession,
  tx: Connection,
  topics: readonly Pick<TopicRow, "adoptedTopicId" | "kafkaTopicId">[],
): Promise<AuditEvent[]> {
  const isFirstLook = topics.some(
    ({ adoptedTopicId, kafkaTopicId }) => adoptedTopicId !== null && kafkaTopicId === null,
  );
  if (!isFirstLook) return [];
  const done = await lockSettledImports(tx, session.slug);
  const state = stateAfter({ type: "apply" });
  await endApprovedRequests(
    tx,
    done.map(({ id }) => ({ id, state, outcome: null })),
  );
  return done.map(({ id, name, teamId }) => ({
    actor: workerActor(session),
    action: "request.applied",
    object: { kind: "request", id: String(id), name },
    ...{ teamId, requestId: String(id), before: { state: "approved" }, after: { state } },
  }));
}
