import type { TopicRow } from "#lib/db/worker-stores/due-topics";

/** A topic that was never seen, as the worker finds it in its tables; what a test is about is given. */
export function topicRow(change: Partial<TopicRow> = {}): TopicRow {
  return {
    ...{ topicId: "t1", teamId: "team", name: "orders.order-placed.v1", generation: 1 },
    ...{ partitions: 6, replicationFactor: 1, config: {}, blocked: false, deleting: false, adoptedTopicId: null },
    ...{ state: "pending", observedGeneration: 0, lastApplied: null, kafkaTopicId: null, createAttempted: false },
    ...{
      attempt: 0,
      drift: [],
      progress: null,
      denied: [],
      requests: [],
      revertsHarmless: false,
      toAdopt: [],
      isBound: false,
    },
    ...change,
  };
}

/** One that was seen as it is desired. */
export function settledRow(change: Partial<TopicRow> = {}): TopicRow {
  const row = topicRow({
    state: "ready",
    observedGeneration: 1,
    kafkaTopicId: "id-1",
    createAttempted: true,
    ...change,
  });
  const { partitions, replicationFactor, config } = row;
  return {
    ...row,
    lastApplied: change.lastApplied ?? { generation: 1, spec: { partitions, replicationFactor, config } },
  };
}
