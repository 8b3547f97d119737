import type { ObservedTopic } from "#lib/domain/observed-topic";
import type { Plan } from "#lib/domain/plan";
import type { TopicSpec } from "#lib/domain/topic-spec";
import { planTopic } from "#lib/plan/plan-topic";

/** A managed topic as the worker finds it in its tables. */
export type ManagedTopic = {
  cluster: string;
  name: string;
  generation: number;
  spec: TopicSpec;
  observedGeneration: number;
  lastApplied: { generation: number; spec: TopicSpec } | null;
  kafkaTopicId: string | null;
  /** Whether a create call may have been sent for it; committed before the call. */
  createAttempted: boolean;
};

/** Why a topic waits for a person; `message` says the rest. */
export type BlockedReason = "foreign_topic" | "differs" | "recreated_outside";

export type TopicStep =
  /** The only step that writes to the cluster. */
  | { do: "create" }
  /** It is there as desired. `ours` is true when this look made it ours: a create whose answer was never recorded. */
  | { do: "settle"; ours: boolean }
  /** It is ours and differs from what is desired. */
  | { do: "report-drift"; plan: Plan }
  /** It was ours and is gone; it is never made again unasked. */
  | { do: "report-missing" }
  | { do: "block"; reason: BlockedReason; message: string };

/**
 * What follows from what is desired, what we did, and what the cluster shows. Pure: the one place that tells ours from somebody else's.
 * @param observed a fresh read; null when the cluster said that there is no such topic
 */
export function decideTopicStep(topic: ManagedTopic, observed: ObservedTopic | null): TopicStep {
  if (topic.kafkaTopicId === null) return stepBeforeFirstSight(topic, observed);
  if (observed === null) return { do: "report-missing" };
  if (observed.topicId !== topic.kafkaTopicId) return recreatedOutside(topic, observed);

  const plan = planOf(topic, observed);
  return isEmpty(plan) ? { do: "settle", ours: false } : { do: "report-drift", plan };
}

function stepBeforeFirstSight(topic: ManagedTopic, observed: ObservedTopic | null): TopicStep {
  if (observed === null) return { do: "create" };
  if (!topic.createAttempted) return foreignTopic();

  const plan = planOf(topic, observed);
  return isEmpty(plan) ? { do: "settle", ours: true } : { do: "block", reason: "differs", message: differs(plan) };
}

function foreignTopic(): TopicStep {
  return {
    do: "block",
    reason: "foreign_topic",
    message: "A topic of this name was made on the cluster by somebody else. Headgate does not touch it.",
  };
}

function recreatedOutside(topic: ManagedTopic, observed: ObservedTopic): TopicStep {
  return {
    do: "block",
    reason: "recreated_outside",
    message: `The topic was deleted and made again outside Headgate: its id is ${observed.topicId}, ours was ${topic.kafkaTopicId}.`,
  };
}

function planOf(topic: ManagedTopic, observed: ObservedTopic): Plan {
  return planTopic({
    cluster: topic.cluster,
    name: topic.name,
    desired: topic.spec,
    observed,
    observedAt: null,
    managedKeys: Object.keys(topic.lastApplied?.spec.config ?? {}),
  });
}

function isEmpty(plan: Plan): boolean {
  return plan.changes.length === 0 && plan.refusals.length === 0;
}

function differs(plan: Plan): string {
  return `A topic of this name is on the cluster, but not as it was asked for: ${describeDifference(plan)}.`;
}

/** The difference in one line: `partitions is 3, desired 6; retention.ms is not set, desired 604800000`. */
export function describeDifference(plan: Plan): string {
  const changes = plan.changes.map(
    ({ field, from, to }) => `${field} is ${from ?? "not set"}, desired ${to ?? "not set"}`,
  );
  return [...changes, ...plan.refusals.map(({ reason }) => reason.replace(/\.$/, ""))].join("; ");
}
