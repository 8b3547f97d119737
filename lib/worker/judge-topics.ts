import type { JudgeableTopic, JudgedTopic } from "#lib/db/worker-stores/managed-topics";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import type { TopicDefaults } from "#lib/domain/topic-defaults";
import type { Suspicions } from "./cluster-session.ts";
import { mayRevertUnasked } from "./decide-change.ts";
import { decideTopicStep } from "./decide-topic-step.ts";
import { differencesOf } from "./topic-differences.ts";
import { managedTopic, outcomeOfStep, seen as seenAs } from "./topic-outcome.ts";

/** The cluster that a sweep looked at. */
type SweptCluster = { slug: string; defaults: TopicDefaults };

/**
 * What a sweep says about topics that are not due. A first sight is only a suspicion; the second sweep in a row that sees the same makes
 * it the topic's state, also on the way back to ready.
 * @param observed what this sweep saw by name: null = not there, absent = the cluster did not say
 * @param earlier suspicions of the sweep before
 */
export function judgeTopics(
  cluster: SweptCluster,
  topics: readonly JudgeableTopic[],
  observed: ReadonlyMap<string, ObservedTopic | null>,
  earlier: Suspicions,
): { agreed: JudgedTopic[]; suspicions: Suspicions } {
  const agreed: JudgedTopic[] = [];
  const suspicions: Suspicions = new Map();
  for (const topic of topics) {
    const seen = observed.get(topic.name);
    if (seen === undefined) {
      keep(suspicions, earlier, topic.topicId);
      continue;
    }
    const verdict = judge(cluster, topic, seen);
    const isKnown = verdict.state === topic.state && driftText(verdict.drift) === driftText(topic.drift);
    if (isKnown && !verdict.revert) continue;

    const suspicion = `${verdict.state} ${verdict.reason} ${driftText(verdict.drift)} ${verdict.revert}`;
    if (earlier.get(topic.topicId) === suspicion) agreed.push(verdict);
    else suspicions.set(topic.topicId, suspicion);
  }
  return { agreed, suspicions };
}

function keep(suspicions: Suspicions, earlier: Suspicions, topicId: string): void {
  const suspicion = earlier.get(topicId);
  if (suspicion !== undefined) suspicions.set(topicId, suspicion);
}

/** What differs, and how it is there; what is desired and since when is no part of it. */
function driftText(drift: readonly { field: string; observed: string | null }[]): string {
  return JSON.stringify(drift.map(({ field, observed }) => [field, observed]));
}

function judge({ slug, defaults }: SweptCluster, topic: JudgeableTopic, observed: ObservedTopic | null): JudgedTopic {
  const { topicId, state: was } = topic;
  const about = { topicId, was, revert: false };
  if (observed && isAsDesired(topic, observed)) {
    return { ...about, state: "ready", reason: null, message: "", drift: [] };
  }
  const step = decideTopicStep(managedTopic(slug, topic), observed);
  if (step.do === "create") throw new TypeError("a sweep judges only topics that were seen before");
  if (step.do !== "compare") {
    const { state, reason, message } = outcomeOfStep(topic, step).row;
    return { ...about, state, reason, message, drift: [] };
  }
  if (!observed) throw new TypeError("only what was seen can be compared");
  const differences = differencesOf(topic, observed, new Set(topic.denials), defaults);
  const { state, reason, message, drift } = seenAs(topic, observed, differences).row;
  return { ...about, state, reason, message, drift, revert: differences.some((one) => mayRevertUnasked(topic, one)) };
}

/** The same answer as an empty plan, at a fraction of the cost: nearly every topic of every sweep ends here. */
function isAsDesired(topic: JudgeableTopic, observed: ObservedTopic): boolean {
  if (topic.lastApplied !== null || topic.blocked || observed.topicId !== topic.kafkaTopicId) return false;
  if (observed.partitions !== topic.partitions || observed.replicationFactor !== topic.replicationFactor) return false;
  for (const key in topic.config) if (topic.config[key] !== observed.config[key]) return false;
  return true;
}
