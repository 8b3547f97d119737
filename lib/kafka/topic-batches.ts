import type { NewTopic } from "./cluster-admin.ts";

/**
 * Kafka's controller writes at most 10,000 metadata records per operation and refuses the whole request beyond it
 * (`QuorumController.MAX_RECORDS_PER_USER_OP`; "Unable to perform excessively large batch operation", code 44 for every item).
 * The bound stays below it for what later versions of Kafka may add per topic.
 */
export const MAX_RECORDS_PER_BATCH = 9_000;

/** Metadata records that creating this topic writes: the topic, each partition, each config key. */
export function creationRecords(topic: NewTopic): number {
  return 1 + topic.partitions + Object.keys(topic.config).length;
}

/**
 * Splits topics, in their order, into batches of at most `maxRecords` metadata records. A topic that is over the bound by itself
 * gets a batch of its own, so that the cluster's refusal concerns nobody else.
 */
export function topicBatches(topics: readonly NewTopic[], maxRecords = MAX_RECORDS_PER_BATCH): NewTopic[][] {
  const batches: NewTopic[][] = [];
  let room = 0;

  for (const topic of topics) {
    const records = creationRecords(topic);
    const batch = batches.at(-1);
    if (batch && records <= room) {
      batch.push(topic);
      room -= records;
    } else {
      batches.push([topic]);
      room = maxRecords - records;
    }
  }
  return batches;
}
