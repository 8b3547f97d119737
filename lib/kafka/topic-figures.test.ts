import { describe, expect, it } from "vitest";
import { type BrokerFigures, sumFigures } from "./topic-figures.ts";

const partition = (partitionIndex: number, leaderId: number, replicaNodes: number[]) => ({
  partitionIndex,
  leaderId,
  replicaNodes,
});

/** Partitions of which the broker told the newest record begin at 3 and end at 10. */
const said = (sizes: Record<string, bigint>, newest: Record<string, bigint> = {}): BrokerFigures => ({
  sizes: new Map(Object.entries(sizes)),
  newest: new Map(Object.entries(newest)),
  starts: new Map(Object.keys(newest).map((partition) => [partition, 3n])),
  ends: new Map(Object.keys(newest).map((partition) => [partition, 10n])),
});

const topic = { name: "a", partitions: [partition(0, 1, [1, 2]), partition(1, 2, [2, 1])] };

describe("sumFigures", () => {
  it("adds the bytes of all replicas and takes the newest record of all partitions", () => {
    const brokers = new Map([
      [1, said({ "a/0": 10n, "a/1": 5n }, { "a/0": 1_700_000_000_000n })],
      [2, said({ "a/0": 10n, "a/1": 5n }, { "a/1": 1_600_000_000_000n })],
    ]);

    expect(sumFigures(topic, brokers)).toEqual({
      sizeBytes: 30n,
      lastWrittenAt: 1_700_000_000_000,
      startOffset: 6n,
      endOffset: 20n,
    });
  });

  it("calls a topic without records never written", () => {
    const brokers = new Map([[1, said({ "a/0": 0n }, { "a/0": -1n })]]);

    expect(sumFigures({ name: "a", partitions: [partition(0, 1, [1])] }, brokers)).toEqual({
      sizeBytes: 0n,
      lastWrittenAt: null,
      startOffset: 3n,
      endOffset: 10n,
    });
  });

  it("counts replicas on a silent broker as nothing", () => {
    const brokers = new Map([[1, said({ "a/0": 10n, "a/1": 5n }, { "a/0": 1n, "a/1": 2n })]]);
    const ledByOne = { name: "a", partitions: [partition(0, 1, [1, 2]), partition(1, 1, [2, 1])] };

    expect(sumFigures(ledByOne, brokers)).toEqual({
      sizeBytes: 15n,
      lastWrittenAt: 2,
      startOffset: 6n,
      endOffset: 20n,
    });
  });

  it.each([
    ["a leader is silent", new Map([[1, said({ "a/0": 10n, "a/1": 5n }, { "a/0": 1n })]])],
    [
      "a leader tells no size",
      new Map([
        [1, said({ "a/0": 1n }, { "a/0": 1n })],
        [2, said({}, { "a/1": 1n })],
      ]),
    ],
    ["nobody leads", new Map<number, BrokerFigures>()],
  ])("gives no figure when %s", (_, brokers) => {
    expect(sumFigures(topic, brokers)).toBeUndefined();
  });

  it("keeps a nonsensical time of a record within what a date can hold", () => {
    const brokers = new Map([[1, said({ "a/0": 9n }, { "a/0": 2n ** 63n - 1n })]]);
    const figures = sumFigures({ name: "a", partitions: [partition(0, 1, [1])] }, brokers);

    expect(new Date(figures?.lastWrittenAt ?? Number.NaN).toISOString()).toBe("+275760-09-13T00:00:00.000Z");
  });
});
