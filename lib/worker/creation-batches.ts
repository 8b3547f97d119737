import type { TopicRow } from "#lib/db/worker-stores/due-topics";
import { topicBatches } from "#lib/kafka/topic-batches";
import { specOf } from "./topic-outcome.ts";

/**
 * Most topics of one call. Few large calls beat many small ones: each costs the controller about 30 ms, and a broker shows what a call
 * created only once it has made the logs of the call before (measured: 1,000 topics in one call are visible at once, in two calls after
 * more than ten seconds).
 */
export const BATCH_SIZE = 1_000;

/** Splits topics into calls, bounded by Kafka's metadata records and by number. */
export function creationBatches(topics: readonly TopicRow[]): TopicRow[][] {
  const bySize = Map.groupBy(topics, ({ attempt }) => sizeAfter(attempt, BATCH_SIZE));
  return [...bySize].flatMap(([size, some]) => {
    const byName = new Map(some.map((topic) => [topic.name, topic]));
    const newTopics = some.map((topic) => ({ name: topic.name, ...specOf(topic) }));
    return topicBatches(newTopics)
      .flatMap((batch) => chunks(batch, size))
      .map((batch) => batch.flatMap(({ name }) => byName.get(name) ?? []));
  });
}

/**
 * How many topics go in one call: all of them at first; after the second that failed as a whole half as many with each, so that one that the cluster
 * chokes on ends up alone and holds back nobody.
 */
export function sizeAfter(attempt: number, most: number): number {
  return Math.max(1, Math.floor(most / 2 ** Math.max(0, attempt - 1)));
}

/** Pieces of at most `size`, in order. */
export function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
