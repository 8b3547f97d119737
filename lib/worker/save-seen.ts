import { type ObservationPatch, patchObservations } from "#lib/db/worker-stores/topic-observations";
import type { ClusterSession } from "./cluster-session.ts";
import { fenced } from "./fenced.ts";
import type { TopicOutcome } from "./topic-outcome.ts";

/** What was read of topics that were written to is what the next request is planned on, without waiting for a sweep. */
export async function saveSeen(session: ClusterSession, outcomes: readonly TopicOutcome[]): Promise<void> {
  const patches = outcomes.flatMap(patchOf);
  if (patches.length > 0) await fenced(session, (tx) => patchObservations(tx, session.slug, patches));
}

function patchOf({ topic, row, observed, written }: TopicOutcome): ObservationPatch[] {
  const isNew = topic.generation > topic.observedGeneration && topic.kafkaTopicId !== null;
  if (!observed || !row.applied || (!isNew && written.length === 0)) return [];
  const { topicId, partitions, replicationFactor } = observed;
  // Only what is managed was read; of other keys nothing is known.
  const keys = new Set([...Object.keys(topic.config), ...Object.keys(topic.lastApplied?.spec.config ?? {})]);
  const config = Object.fromEntries([...keys].map((key) => [key, observed.config[key] ?? null]));
  return [{ name: topic.name, topicId, partitions, replicationFactor, config }];
}
