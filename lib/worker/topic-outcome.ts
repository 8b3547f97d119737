import type { TopicRow } from "#lib/db/worker-stores/due-topics";
import type { TopicOutcomeRow } from "#lib/db/worker-stores/topic-outcomes";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import type { TopicSpec } from "#lib/domain/topic-spec";
import type { ClusterError } from "#lib/kafka/cluster-admin";
import { backOffMs, ITEM_BACK_OFF } from "./back-off.ts";
import type { FieldWrite, Stale } from "./decide-change.ts";
import type { ManagedTopic, TopicStep } from "./decide-topic-step.ts";
import { appliedAfter, driftOf, type FieldDifference } from "./topic-differences.ts";

/** What became of one topic in one round: what its status will say, and what the trail and the observations get. */
export type TopicOutcome = {
  topic: TopicRow;
  row: TopicOutcomeRow;
  observed: ObservedTopic | null;
  /** What was written and seen. */
  written: readonly FieldWrite[];
  /** Approvals that do not hold; what they are about is desired as it was last applied again. */
  stale: readonly Stale[];
};

/** What the cluster is to hold. */
export function specOf({ partitions, replicationFactor, config }: TopicRow): TopicSpec {
  return { partitions, replicationFactor, config };
}

/** A stored topic as the decision takes it. */
export function managedTopic(cluster: string, topic: TopicRow): ManagedTopic {
  const { name, generation, observedGeneration, lastApplied, kafkaTopicId, adoptedTopicId, createAttempted } = topic;
  return {
    cluster,
    name,
    generation,
    spec: specOf(topic),
    observedGeneration,
    lastApplied,
    kafkaTopicId: kafkaTopicId ?? adoptedTopicId,
    createAttempted,
  };
}

/** It is ours and was looked at: what is as desired counts as applied, what differs is drift. */
export function seen(
  topic: TopicRow,
  observed: ObservedTopic,
  differences: readonly FieldDifference[],
  written: readonly FieldWrite[] = [],
): TopicOutcome {
  const drift = driftOf(topic, differences);
  const applied = appliedAfter(topic, differences);
  const denied = topic.blocked ? null : [];
  const row = { ...settled(topic), applied, kafkaTopicId: observed.topicId, drift, progress: null, denied };
  if (drift.length === 0) return { ...outcome(topic, { ...row, state: "ready" }), observed, written };

  const drifted = { state: "drifted", reason: "drift", message: driftInWords(drift) } as const;
  return { ...outcome(topic, { ...row, ...drifted }), observed, written };
}

/** The difference in one line: `partitions is 3, desired 6; retention.ms is not set, desired 604800000`. */
export function driftInWords(drift: readonly Pick<FieldDifference, "field" | "observed" | "desired">[]): string {
  return drift
    .map(({ field, observed, desired }) =>
      field === "blocked"
        ? "reads and writes are not denied, although the topic is blocked"
        : `${field} is ${observed ?? "not set"}, desired ${desired ?? "not set"}`,
    )
    .join("; ");
}

/** It waits for a person. */
export function blocked(topic: TopicRow, reason: string, message: string, forgetAttempt = false): TopicOutcome {
  return outcome(topic, { ...settled(topic), state: "blocked", reason, message, forgetAttempt });
}

/** What we made is gone already, and somebody else made a topic of that name: it is not ours, and neither is our attempt its origin. */
export function replacedOutside(topic: TopicRow): TopicOutcome {
  const message =
    "The topic was deleted right after it was made, and somebody else made one of that name. Headgate does not touch it.";
  return blocked(topic, "foreign_topic", message, true);
}

type Again = { reason: string; message: string; dueInMs: number; attempt?: number; forgetAttempt?: boolean };

/** It is tried again, in `dueInMs`. */
export function again(topic: TopicRow, why: Again): TopicOutcome {
  const state = topic.deleting ? "deleting" : "pending";
  return outcome(topic, { ...settled(topic), attempt: topic.attempt + 1, ...why, state });
}

/**
 * A binding that an earlier call may still make cannot be taken away for sure: it is looked at again when that call is over, one way or the
 * other.
 */
export function afterUnanswered(topic: TopicRow, dueInMs: number): TopicOutcome {
  const message = "An earlier call got no answer, and the cluster may still carry it out.";
  return again(topic, { reason: "call_under_way", message, dueInMs });
}

/** Why something is not written; `code` is the cluster's, or one of ours where it was not even asked. */
export type WriteRefusal = Omit<ClusterError, "code"> & { code: string };

/** The cluster refused this one: again later when it may pass by itself, else it waits for a person with the broker's own words. */
export function refused(
  topic: TopicRow,
  { code, retriable, message }: WriteRefusal,
  forgetAttempt = false,
): TopicOutcome {
  if (!retriable) return blocked(topic, code, message, forgetAttempt);
  return again(topic, { reason: code, message, forgetAttempt, dueInMs: backOffMs(ITEM_BACK_OFF, topic.attempt) });
}

/** A write of which nothing is known. */
export function unanswered(topic: TopicRow, { message }: Pick<ClusterError, "message">): TopicOutcome {
  return again(topic, { reason: "waiting_for_cluster", message, dueInMs: backOffMs(ITEM_BACK_OFF, topic.attempt) });
}

/** Why a topic is pending whose cluster took what was written. */
export const NOT_VISIBLE_YET = "not_visible_yet";

/** The cluster has taken what was written and does not show it; a read may be behind. */
export function notVisibleYet(topic: TopicRow): TopicOutcome {
  const message =
    topic.kafkaTopicId === null
      ? "The cluster has accepted the topic and does not show it yet."
      : "The cluster has accepted the change and does not show it yet.";
  // By attempts a call that fails is made smaller; a look sends nothing.
  const attempt = Math.max(topic.attempt, Math.min(topic.attempt + 1, LOOKS_COUNTED));
  return again(topic, { reason: NOT_VISIBLE_YET, message, attempt, dueInMs: backOffMs(LOOK_AGAIN, topic.attempt) });
}

const LOOK_AGAIN = { firstMs: 250, capMs: 2_000 };
/** From then on the wait is as long as it gets. */
const LOOKS_COUNTED = 3;

/** The cluster goes on accepting what it never shows: it waits for a person. */
export function neverShown(topic: TopicRow, writes: readonly FieldWrite[]): TopicOutcome {
  const values = writes.map(
    ({ field, desired, observed }) => `${field} as ${desired ?? "not set"} (it shows ${observed ?? "not set"})`,
  );
  return blocked(topic, "never_shown", `The cluster accepted twice, and never showed: ${values.join(", ")}.`);
}

/** What people approved does not hold for what is there now; the topic is due again at once, with other wishes. */
export function staleOutcome(topic: TopicRow, stale: readonly Stale[]): TopicOutcome {
  return { ...outcome(topic, { ...settled(topic), dueInMs: 0 }), stale };
}

/** Every step but a creation and a comparison is an outcome already. */
export function outcomeOfStep(topic: TopicRow, step: Exclude<TopicStep, { do: "create" | "compare" }>): TopicOutcome {
  if (step.do === "block") {
    const { kafkaTopicId, ...rest } = blocked(topic, step.reason, step.message).row;
    const isRecreated = step.reason === "recreated_outside";
    return outcome(topic, { ...rest, drift: [], kafkaTopicId: isRecreated ? topic.adoptedTopicId : kafkaTopicId });
  }
  const missing = { state: "missing", reason: "missing", message: MISSING } as const;
  return outcome(topic, {
    ...settled(topic),
    ...missing,
    drift: [],
    kafkaTopicId: topic.kafkaTopicId ?? topic.adoptedTopicId,
  });
}

const MISSING = "The topic was deleted on the cluster outside Headgate.";

function outcome(topic: TopicRow, row: TopicOutcomeRow): TopicOutcome {
  return { topic, row, observed: null, written: [], stale: [] };
}

/** What differs goes on doing so, since when it did, until it is looked at. */
function settled({ topicId, generation, progress, drift }: TopicRow): TopicOutcomeRow {
  const nothing = { reason: null, message: "", attempt: 0, dueInMs: null, applied: null, forgetAttempt: false };
  const untouched = { kafkaTopicId: null, drift, progress, denied: null };
  return { topicId, generation, state: "pending", ...nothing, ...untouched };
}
