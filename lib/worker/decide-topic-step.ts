import type { ObservedTopic } from "#lib/domain/observed-topic";
import type { Plan } from "#lib/domain/plan";
import { STOCK_DEFAULTS } from "#lib/domain/topic-defaults";
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
  /** Of what is ours: as it was first seen, or as it was when it was adopted. */
  kafkaTopicId: string | null;
  /** Whether a create call may have been sent for it; committed before the call. */
  createAttempted: boolean;
};

/** Why a topic waits for a person; `message` says the rest. */
export type BlockedReason = "foreign_topic" | "differs" | "recreated_outside";

export type TopicStep =
  /** It is not there, and nobody but us may say what it is to be. */
  | { do: "create" }
  /** It is ours: what of it differs, and what may be written, is for `decideChange` to say. */
  | { do: "compare" }
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
  return observed.topicId === topic.kafkaTopicId ? { do: "compare" } : recreatedOutside(topic, observed);
}

function stepBeforeFirstSight(topic: ManagedTopic, observed: ObservedTopic | null): TopicStep {
  if (observed === null) return { do: "create" };
  if (!topic.createAttempted) return foreignTopic();

  const plan = planOf(topic, observed);
  return isEmpty(plan) ? { do: "compare" } : { do: "block", reason: "differs", message: differs(plan) };
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
    // Only whether it differs counts here, never how a change would act.
    defaults: STOCK_DEFAULTS,
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
function describeDifference(plan: Plan): string {
  const changes = plan.changes.map(
    ({ field, from, to }) => `${field} is ${from ?? "not set"}, desired ${to ?? "not set"}`,
  );
  return [...changes, ...plan.refusals.map(({ reason }) => reason.replace(/\.$/, ""))].join("; ");
}
