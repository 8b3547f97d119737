import type { TopicRow } from "#lib/db/worker-stores/due-topics";
import type { JudgedTopic } from "#lib/db/worker-stores/managed-topics";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import type { Suspicions } from "./cluster-session.ts";
import { decideTopicStep } from "./decide-topic-step.ts";
import { managedTopic, outcomeOfStep } from "./topic-outcome.ts";

/**
 * What a sweep says about topics that are not due. A first sight is only a suspicion; the second sweep in a row that sees the same makes
 * it the topic's state, also on the way back to ready.
 * @param observed what this sweep saw by name: null = not there, absent = the cluster did not say
 * @param earlier suspicions of the sweep before
 */
export function judgeTopics(
  cluster: string,
  topics: readonly TopicRow[],
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
    if (verdict.state === topic.state) continue;

    const suspicion = `${verdict.state} ${verdict.reason}`;
    if (earlier.get(topic.topicId) === suspicion) agreed.push(verdict);
    else suspicions.set(topic.topicId, suspicion);
  }
  return { agreed, suspicions };
}

function keep(suspicions: Suspicions, earlier: Suspicions, topicId: string): void {
  const suspicion = earlier.get(topicId);
  if (suspicion !== undefined) suspicions.set(topicId, suspicion);
}

function judge(cluster: string, topic: TopicRow, observed: ObservedTopic | null): JudgedTopic {
  const { topicId, state: was } = topic;
  if (observed && isAsDesired(topic, observed)) return { topicId, was, state: "ready", reason: null, message: "" };

  const step = decideTopicStep(managedTopic(cluster, topic), observed);
  if (step.do === "create") throw new TypeError("a sweep judges only topics that were seen before");
  const { state, reason, message } = outcomeOfStep(topic, step, observed).row;
  return { topicId, was, state, reason, message };
}

/** The same answer as an empty plan, at a fraction of the cost: nearly every topic of every sweep ends here. */
function isAsDesired(topic: TopicRow, observed: ObservedTopic): boolean {
  if (topic.lastApplied !== null || observed.topicId !== topic.kafkaTopicId) return false;
  if (observed.partitions !== topic.partitions || observed.replicationFactor !== topic.replicationFactor) return false;
  for (const key in topic.config) if (topic.config[key] !== observed.config[key]) return false;
  return true;
}
