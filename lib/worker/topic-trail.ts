import type { AuditEvent } from "#lib/domain/audit";
import { type ClusterSession, workerActor } from "./cluster-session.ts";
import { specOf, type TopicOutcome } from "./topic-outcome.ts";
import type { EndedRequest } from "./topic-requests.ts";

type About = Pick<AuditEvent, "actor" | "object" | "teamId" | "requestId">;
type Row = TopicOutcome["row"];

/** What the trail says of topics in one commit: what the worker did, how states moved, and which requests ended without being carried out. */
export function topicTrail(
  session: ClusterSession,
  outcomes: readonly TopicOutcome[],
  ended: readonly EndedRequest[],
): AuditEvent[] {
  const byTopic = Map.groupBy(ended, ({ topicId }) => topicId);
  const actor = workerActor(session);
  return outcomes.flatMap((outcome) => {
    const { topic } = outcome;
    const requests = byTopic.get(topic.topicId) ?? [];
    const carriedOut = requests.findLast(({ state }) => state === "applied");
    const about = {
      actor,
      object: { kind: "topic", id: topic.topicId, name: topic.name },
      teamId: topic.teamId,
      requestId: carriedOut ? String(carriedOut.id) : null,
    };
    const notDone = requests.filter(({ state }) => state !== "applied");
    return [
      ...firstSight(outcome, about),
      ...written(outcome, about),
      ...stateEvent(outcome, about),
      ...notDone.map((one) => endedEvent(about, one)),
    ];
  });
}

/** A request that ended without being carried out. */
export function endedEvent(about: Omit<About, "requestId">, { id, state, outcome }: EndedRequest): AuditEvent {
  return {
    ...about,
    action: `request.${state}`,
    object: { kind: "request", id: String(id), name: about.object.name },
    requestId: String(id),
    before: { state: "approved" },
    after: { state },
    reason: outcome,
  };
}

function firstSight({ topic, row, observed }: TopicOutcome, about: About): AuditEvent[] {
  if (!row.applied || topic.kafkaTopicId !== null) return [];
  const { state, generation } = row;
  const after = { state, spec: specOf(topic), kafkaTopicId: observed?.topicId, generation };
  const action = topic.adoptedTopicId === null ? "topic.created-on-cluster" : "topic.adopted";
  return [{ ...about, action, before: { state: topic.state }, after }];
}

/** What was written and seen, apart for what people decided and what the worker put back by itself. */
function written({ row, written: writes }: TopicOutcome, about: About): AuditEvent[] {
  const unasked = writes.filter(({ authority }) => authority.by === "automatic");
  const asked = writes.filter(({ authority }) => authority.by !== "automatic");
  return [
    ...(asked.length > 0 ? [{ ...about, action: "topic.changed-on-cluster", ...values(asked, row) }] : []),
    ...(unasked.length > 0 ? [{ ...about, requestId: null, action: "topic.reverted", ...values(unasked, row) }] : []),
  ];
}

function values(writes: TopicOutcome["written"], { generation }: Row) {
  const of = (value: "observed" | "desired") => Object.fromEntries(writes.map((write) => [write.field, write[value]]));
  return { before: of("observed"), after: { generation, ...of("desired") } };
}

function stateEvent({ topic, row }: TopicOutcome, about: About): AuditEvent[] {
  const isFirstSight = row.applied && topic.kafkaTopicId === null;
  const isTold = row.state === "pending" || row.state === "deleting" || row.state === topic.state;
  if (isTold || (isFirstSight && row.state === "ready")) return [];
  return [
    {
      ...about,
      action: `topic.${row.state}`,
      before: { state: topic.state },
      after: { state: row.state, reason: row.reason },
      reason: row.message || null,
    },
  ];
}
