import type { ApprovedRequest } from "#lib/db/worker-stores/topic-outcomes";
import { type RequestEvent, type RequestState, transition } from "#lib/domain/request";
import { sameConfigValue } from "#lib/domain/topic-config-value";
import { desiredText } from "./topic-differences.ts";
import type { TopicOutcome } from "./topic-outcome.ts";

export type EndedRequest = ApprovedRequest & { state: RequestState; outcome: string | null };

/**
 * The approved requests about these topics that end with what became of them: carried out when their generation was seen, replaced when nothing
 * of what they asked for is desired any more, stale when their approval did not hold.
 */
export function endedTopicRequests(
  outcomes: readonly TopicOutcome[],
  requests: readonly ApprovedRequest[],
): EndedRequest[] {
  const byTopic = new Map(outcomes.map((outcome) => [outcome.topic.topicId, outcome]));
  return requests.flatMap((request) => {
    const outcome = byTopic.get(request.topicId);
    const verdict = outcome && verdictOf(request, outcome);
    return verdict ? [{ ...request, state: stateAfter(verdict.event), outcome: verdict.outcome }] : [];
  });
}

type Verdict = { event: RequestEvent; outcome: string | null };

function verdictOf(request: ApprovedRequest, { topic, row, stale }: TopicOutcome): Verdict | null {
  const unheld = stale.find((one) => one.request.id === String(request.id));
  if (unheld) return { event: { type: "become-stale" }, outcome: unheld.outcome };
  if (!row.applied || request.generation > row.generation) return null;

  const isReplaced = request.kind === "topic.block" ? !topic.blocked : everyFieldReplaced(request, topic);
  if (!isReplaced) return { event: { type: "apply" }, outcome: null };
  return {
    event: { type: "supersede" },
    outcome: `Replaced by generation ${row.generation} before it was applied.`,
  };
}

/** Kinds that ask for values. A creation is carried out by any later generation too: the topic is there. */
const OF_VALUES: ReadonlySet<string> = new Set(["topic.change", "topic.revert", "topic.adopt"]);

function everyFieldReplaced({ kind, changes }: ApprovedRequest, topic: TopicOutcome["topic"]): boolean {
  if (!OF_VALUES.has(kind) || changes.length === 0) return false;
  return changes.every(({ field, to }) => {
    // Kafka knows none of it; what people said last is true already.
    if (field === "classification") return false;
    return !sameConfigValue(field, desiredText(topic, field), to === null ? null : String(to));
  });
}

/** What ends with the topic: its deletion is carried out, and nothing else can be any more. */
export function endedWithTopic(requests: readonly ApprovedRequest[]): EndedRequest[] {
  return requests.map((request) =>
    request.kind === "topic.delete"
      ? { ...request, state: stateAfter({ type: "apply" }), outcome: null }
      : { ...request, state: stateAfter({ type: "supersede" }), outcome: "The topic was deleted." },
  );
}

/** Where an event takes an approved request. */
export function stateAfter(event: RequestEvent): RequestState {
  const moved = transition("approved", event);
  if (!moved.ok) throw new Error(`The table of states does not know ${event.type} of an approved request.`);
  return moved.value;
}
