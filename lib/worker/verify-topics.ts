import type { TopicRow } from "#lib/db/worker-stores/due-topics";
import { STOCK_DEFAULTS } from "#lib/domain/topic-defaults";
import { type ClusterAdmin, ClusterCallFailed } from "#lib/kafka/cluster-admin";
import { decideTopicStep } from "./decide-topic-step.ts";
import { differencesOf } from "./topic-differences.ts";
import { managedTopic, replacedOutside, seen, type TopicOutcome } from "./topic-outcome.ts";
import { pause } from "./wake-up.ts";

/** Waits between looks, in ms. A write shows within milliseconds; behind a bulk it may take longer, and later rounds look again. */
const WAITS_MS = [5, 10, 20, 50, 100, 200];

export type CreatedTopic = { topic: TopicRow; kafkaTopicId: string };
export type Verified = {
  outcomes: TopicOutcome[];
  unseen: CreatedTopic[];
  /** Why looking ended early: the cluster stopped answering. What was answered before counts. */
  failure: ClusterCallFailed | null;
};

/**
 * Reads topics back that the cluster said it created, until each is there as it was asked for, or patience ends. A read that is behind is
 * never taken for a difference: what is not (yet) as desired is answered as `unseen`.
 * @param patient false to look only once
 */
export async function verifyTopics(
  admin: ClusterAdmin,
  cluster: string,
  created: readonly CreatedTopic[],
  { signal, patient }: { signal: AbortSignal; patient: boolean },
): Promise<Verified> {
  const outcomes: TopicOutcome[] = [];
  let unseen = [...created];
  for (const waitMs of patient ? [0, ...WAITS_MS] : [0]) {
    if (unseen.length === 0 || signal.aborted) break;
    if (waitMs > 0) await pause(waitMs, signal);

    const looked = await look(admin, cluster, unseen);
    if (looked instanceof ClusterCallFailed) return { outcomes, unseen, failure: looked };
    outcomes.push(...looked.outcomes);
    unseen = looked.unseen;
  }
  return { outcomes, unseen, failure: null };
}

async function look(
  admin: ClusterAdmin,
  cluster: string,
  created: readonly CreatedTopic[],
): Promise<Omit<Verified, "failure"> | ClusterCallFailed> {
  // The keys that were asked for are enough to verify, and reading three costs the broker much less than reading all.
  const keys = [...new Set(created.flatMap(({ topic }) => Object.keys(topic.config)))];
  const names = created.map(({ topic }) => topic.name);
  const answers = await admin.describeTopics(names, keys).catch((error: unknown) => {
    if (error instanceof ClusterCallFailed) return error;
    throw error;
  });
  if (answers instanceof ClusterCallFailed) return answers;

  const result: Omit<Verified, "failure"> = { outcomes: [], unseen: [] };
  for (const one of created) {
    const answer = answers.get(one.topic.name);
    const observed = answer?.ok ? answer.value : null;
    const ours = { ...managedTopic(cluster, one.topic), kafkaTopicId: one.kafkaTopicId, createAttempted: true };
    const step = decideTopicStep(ours, observed);
    const compared = observed && step.do === "compare";
    const differences = compared ? differencesOf(one.topic, observed, null, STOCK_DEFAULTS) : null;
    if (observed && differences?.length === 0) result.outcomes.push(seen(one.topic, observed, []));
    else if (step.do === "block") result.outcomes.push(replacedOutside(one.topic));
    else result.unseen.push(one);
  }
  return result;
}
