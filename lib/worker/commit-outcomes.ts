import { appendAudit } from "#lib/db/append-audit";
import {
  type ApprovedRequest,
  endApprovedRequests,
  lockApprovedRequests,
  lockTopicStatuses,
  saveTopicOutcomes,
} from "#lib/db/worker-stores/topic-outcomes";
import type { AuditEvent } from "#lib/domain/audit";
import { type RequestEvent, type RequestState, transition } from "#lib/domain/request";
import { type ClusterSession, workerActor } from "./cluster-session.ts";
import { fenced } from "./fenced.ts";
import { specOf, type TopicOutcome } from "./topic-outcome.ts";

/**
 * Makes outcomes true, all or none: statuses, the requests they carry out, audit.
 * @throws LeaseLost when another worker may be at it by now; the topics stay due
 */
export async function commitOutcomes(session: ClusterSession, outcomes: readonly TopicOutcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  const topicIds = outcomes.map(({ row }) => row.topicId);

  await fenced(session, async (tx) => {
    await lockTopicStatuses(tx, topicIds);
    const requests = await lockApprovedRequests(tx, topicIds);
    const ended = endedRequests(outcomes, requests);

    await saveTopicOutcomes(
      tx,
      outcomes.map(({ row }) => row),
    );
    await endApprovedRequests(tx, ended);
    await appendAudit(tx, auditOf(session, outcomes, requests, ended));
  });
  for (const { row } of outcomes) if (row.state !== "pending") session.awaited.delete(row.topicId);
  session.checkpoint("committed");
}

type EndedRequest = ApprovedRequest & { state: RequestState; outcome: string | null };

/** Requests whose generation was seen, and those that a later one replaced before anybody saw theirs. */
function endedRequests(outcomes: readonly TopicOutcome[], requests: readonly ApprovedRequest[]): EndedRequest[] {
  const seen = new Map(outcomes.flatMap(({ row }) => (row.applied ? [[row.topicId, row.generation] as const] : [])));
  return requests.flatMap((request) => {
    const generation = seen.get(request.topicId);
    if (generation === undefined || request.generation > generation) return [];
    // A creation is carried out by any later generation too: the topic is there.
    const applied = request.kind === "topic.create" || request.generation === generation;
    const outcome = applied ? null : `Replaced by generation ${generation} before it was applied.`;
    return [{ ...request, state: nextState({ type: applied ? "apply" : "supersede" }), outcome }];
  });
}

function nextState(event: RequestEvent): RequestState {
  const moved = transition("approved", event);
  if (!moved.ok) throw new Error(`The table of states does not know ${event.type} of an approved request.`);
  return moved.value;
}

function auditOf(
  session: ClusterSession,
  outcomes: readonly TopicOutcome[],
  requests: readonly ApprovedRequest[],
  ended: readonly EndedRequest[],
): AuditEvent[] {
  const superseded = new Map(
    ended.filter(({ state }) => state === "superseded").map((request) => [request.id, request]),
  );
  const carriedOut = new Map(requests.filter(({ id }) => !superseded.has(id)).map(({ id, topicId }) => [topicId, id]));
  const actor = workerActor(session);

  return outcomes.flatMap(({ topic, row, observed }) => {
    const requestId = carriedOut.get(topic.topicId);
    const about = {
      actor,
      object: { kind: "topic", id: topic.topicId, name: topic.name },
      teamId: topic.teamId,
      requestId: requestId === undefined ? null : String(requestId),
    };
    const replaced = [...superseded.values()].filter(({ topicId }) => topicId === topic.topicId);
    return [
      ...topicEvent(topic, row, observed, about),
      ...replaced.map(({ id, outcome }) => supersededEvent(about, id, outcome)),
    ];
  });
}

type About = Pick<AuditEvent, "actor" | "object" | "teamId" | "requestId">;

function topicEvent(
  topic: TopicOutcome["topic"],
  row: TopicOutcome["row"],
  observed: TopicOutcome["observed"],
  about: About,
): AuditEvent[] {
  const before = { state: topic.state };
  if (row.applied && topic.kafkaTopicId === null) {
    const after = {
      state: row.state,
      spec: specOf(topic),
      kafkaTopicId: observed?.topicId,
      generation: row.generation,
    };
    return [{ ...about, action: "topic.created-on-cluster", before, after }];
  }
  if (row.state === "pending" || row.state === topic.state) return [];
  return [
    {
      ...about,
      action: `topic.${row.state}`,
      before,
      after: { state: row.state, reason: row.reason },
      reason: row.message || null,
    },
  ];
}

function supersededEvent(about: About, id: bigint, reason: string | null): AuditEvent {
  return {
    ...about,
    action: "request.superseded",
    object: { kind: "request", id: String(id), name: about.object.name },
    requestId: String(id),
    before: { state: "approved" },
    after: { state: "superseded" },
    reason,
  };
}
