import type { TopicRow } from "#lib/db/worker-stores/due-topics";
import type { TopicOutcomeRow } from "#lib/db/worker-stores/topic-outcomes";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import type { TopicSpec } from "#lib/domain/topic-spec";
import type { ClusterError } from "#lib/kafka/cluster-admin";
import { backOffMs, ITEM_BACK_OFF } from "./back-off.ts";
import { describeDifference, type ManagedTopic, type TopicStep } from "./decide-topic-step.ts";

/** What became of one topic in one round: what its status will say, and what the trail and the observations get. */
export type TopicOutcome = { topic: TopicRow; row: TopicOutcomeRow; observed: ObservedTopic | null };

/** What the cluster is to hold. */
export function specOf({ partitions, replicationFactor, config }: TopicRow): TopicSpec {
  return { partitions, replicationFactor, config };
}

/** A stored topic as the decision takes it. */
export function managedTopic(cluster: string, topic: TopicRow): ManagedTopic {
  const { name, generation, observedGeneration, lastApplied, kafkaTopicId, createAttempted } = topic;
  return {
    cluster,
    name,
    generation,
    spec: specOf(topic),
    observedGeneration,
    lastApplied,
    kafkaTopicId,
    createAttempted,
  };
}

/** It was read back as desired. */
export function ready(topic: TopicRow, observed: ObservedTopic): TopicOutcome {
  const applied = { spec: specOf(topic), kafkaTopicId: observed.topicId };
  return { topic, observed, row: { ...settled(topic), state: "ready", applied } };
}

/** It waits for a person. */
export function blocked(topic: TopicRow, reason: string, message: string, forgetAttempt = false): TopicOutcome {
  return { topic, observed: null, row: { ...settled(topic), state: "blocked", reason, message, forgetAttempt } };
}

/** What we made is gone already, and somebody else made a topic of that name: it is not ours, and neither is our attempt its origin. */
export function replacedOutside(topic: TopicRow): TopicOutcome {
  const message =
    "The topic was deleted right after it was made, and somebody else made one of that name. Headgate does not touch it.";
  return blocked(topic, "foreign_topic", message, true);
}

/** It is tried again, in `dueInMs`. */
export function again(
  topic: TopicRow,
  why: { reason: string; message: string; dueInMs: number; forgetAttempt?: boolean },
): TopicOutcome {
  return { topic, observed: null, row: { ...settled(topic), ...why, state: "pending", attempt: topic.attempt + 1 } };
}

/** The cluster refused this one: again later when it may pass by itself, else it waits for a person with the broker's own words. */
export function refused(
  topic: TopicRow,
  { code, retriable, message }: ClusterError,
  forgetAttempt = false,
): TopicOutcome {
  if (!retriable) return blocked(topic, code, message, forgetAttempt);
  return again(topic, { reason: code, message, forgetAttempt, dueInMs: backOffMs(ITEM_BACK_OFF, topic.attempt) });
}

/** Every step but a creation is an outcome already. */
export function outcomeOfStep(
  topic: TopicRow,
  step: Exclude<TopicStep, { do: "create" }>,
  observed: ObservedTopic | null,
): TopicOutcome {
  switch (step.do) {
    case "settle":
      if (!observed) throw new TypeError("only what was seen can be settled");
      return ready(topic, observed);
    case "block":
      return blocked(topic, step.reason, step.message);
    case "report-missing":
      return { topic, observed, row: { ...settled(topic), state: "missing", reason: "missing", message: MISSING } };
    case "report-drift": {
      const message = describeDifference(step.plan);
      return { topic, observed, row: { ...settled(topic), state: "drifted", reason: "drift", message } };
    }
  }
}

export const MISSING = "The topic was deleted on the cluster outside Headgate.";

function settled(topic: TopicRow): TopicOutcomeRow {
  const { topicId, generation } = topic;
  const nothing = { reason: null, message: "", attempt: 0, dueInMs: null, applied: null, forgetAttempt: false };
  return { topicId, generation, state: "pending", ...nothing };
}
