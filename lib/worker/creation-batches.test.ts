import { describe, expect, it } from "vitest";
import type { TopicRow } from "#lib/db/worker-stores/due-topics";
import { MAX_RECORDS_PER_BATCH } from "#lib/kafka/topic-batches";
import { BATCH_SIZE, chunks, creationBatches } from "./creation-batches.ts";
import { topicRow } from "./test-topic-row.ts";

function topics(number: number, change: Partial<TopicRow> = {}): TopicRow[] {
  return Array.from({ length: number }, (_, index) =>
    topicRow({ topicId: `t${index}`, name: `orders.topic-${index}.v1`, partitions: 1, ...change }),
  );
}

const sizes = (rows: TopicRow[]) => creationBatches(rows).map((batch) => batch.length);

describe("creationBatches", () => {
  it("sends a thousand topics in one call: a second one would show only after the first one's logs are made", () => {
    expect(sizes(topics(1_000))).toEqual([1_000]);
    expect(sizes(topics(BATCH_SIZE + 1))).toEqual([BATCH_SIZE, 1]);
    expect(sizes([])).toEqual([]);
  });

  it("stays below the number of records that Kafka takes", () => {
    const partitions = MAX_RECORDS_PER_BATCH / 3 - 1;
    expect(sizes(topics(7, { partitions }))).toEqual([3, 3, 1]);
  });

  it("separates topics whose calls fail again and again, until each is alone, and leaves the others together", () => {
    expect(sizes(topics(1_000, { attempt: 2 }))).toEqual([500, 500]);
    expect(sizes([...topics(3, { attempt: 20 }), ...topics(5)])).toEqual([1, 1, 1, 5]);
    expect(sizes(topics(3, { attempt: 33 }))).toEqual([1, 1, 1]);
  });

  it("loses nobody", () => {
    const rows = [...topics(700), ...topics(90, { attempt: 4 }).map((row) => ({ ...row, name: `again.${row.name}` }))];
    expect(creationBatches(rows).flat()).toHaveLength(790);
    expect(new Set(creationBatches(rows).flat())).toEqual(new Set(rows));
  });
});

it("chunks keep the order and the rest", () => {
  expect(chunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(chunks([], 2)).toEqual([]);
});
