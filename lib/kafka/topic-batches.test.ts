import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NewTopic } from "./cluster-admin.ts";
import { creationRecords, MAX_RECORDS_PER_BATCH, topicBatches } from "./topic-batches.ts";

const topic = (name: string, partitions: number, configs = 0): NewTopic => ({
  name,
  partitions,
  replicationFactor: 1,
  config: Object.fromEntries(Array.from({ length: configs }, (_, key) => [`key.${key}`, "1"])),
});

const anyTopic = fc
  .record({ partitions: fc.integer({ min: 1, max: 60 }), configs: fc.nat(8) })
  .map(({ partitions, configs }) => topic("t", partitions, configs));

const records = (batch: NewTopic[]) => batch.reduce((sum, item) => sum + creationRecords(item), 0);

describe("topicBatches", () => {
  it("counts the topic, its partitions and its config keys", () => {
    expect(creationRecords(topic("a", 6, 2))).toBe(9);
  });

  it("makes no batch of nothing", () => {
    expect(topicBatches([])).toEqual([]);
  });

  it("fills a batch up to the bound and not beyond", () => {
    const half = topic("half", MAX_RECORDS_PER_BATCH / 2 - 1);

    expect(topicBatches([half, half, topic("next", 1)]).map((batch) => batch.length)).toEqual([2, 1]);
  });

  it("gives a topic over the bound a batch of its own", () => {
    const names = topicBatches([topic("a", 1), topic("huge", 20_000), topic("b", 1)]).map((batch) =>
      batch.map(({ name }) => name),
    );

    expect(names).toEqual([["a"], ["huge"], ["b"]]);
  });

  it("keeps every topic once and in order, and no batch of several exceeds the bound", () => {
    fc.assert(
      fc.property(fc.array(anyTopic, { maxLength: 60 }), fc.integer({ min: 2, max: 100 }), (topics, bound) => {
        const batches = topicBatches(topics, bound);

        expect(batches.flat()).toEqual(topics);
        for (const batch of batches) expect(batch.length === 1 || records(batch) <= bound).toBe(true);
      }),
    );
  });

  it("never leaves room that the next topic would have fitted into", () => {
    fc.assert(
      fc.property(fc.array(anyTopic, { maxLength: 60 }), (topics) => {
        const batches = topicBatches(topics, 80);

        batches.slice(1).forEach((batch, index) => {
          const first = batch[0];
          const before = batches[index];
          if (first && before) expect(records(before) + creationRecords(first)).toBeGreaterThan(80);
        });
      }),
    );
  });
});
