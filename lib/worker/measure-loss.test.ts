import { beforeEach, describe, expect, it } from "vitest";
import { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import { measureLoss } from "./measure-loss.ts";

const TOPIC = "orders.placed";
const DAY = 86_400_000;
const NOW = new Date("2026-11-21T12:00:00.000Z");
let cluster: InMemoryCluster;

/** Two partitions with a record each of the last four days; the oldest is four days old. */
beforeEach(() => {
  cluster = new InMemoryCluster();
  cluster.createOutside({ name: TOPIC, partitions: 2, replicationFactor: 1, config: {} });
  const days = [4, 3, 2, 1];
  for (const partition of [0, 1])
    cluster.produceOutside(
      TOPIC,
      days.map((ago) => ({ partition, timestamp: NOW.getTime() - ago * DAY + 1, value: "x" })),
    );
  cluster.writeOutside(TOPIC, { sizeBytes: 8_000n, lastWrittenAt: NOW.getTime() - DAY });
});

const committed = (partition: number, offset: bigint) => ({ topic: TOPIC, partition, offset });

async function lossOf(retentionMs: bigint) {
  const answer = await measureLoss(cluster.connect(), TOPIC, retentionMs, NOW);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value.loss;
}

describe("what a shorter retention deletes", () => {
  it("counts records, their share of the bytes, and the span of time", async () => {
    expect(await lossOf(BigInt(2 * DAY))).toEqual({
      measuredAt: NOW.toISOString(),
      records: "4",
      bytes: "4000",
      from: new Date(NOW.getTime() - 4 * DAY + 1).toISOString(),
      to: new Date(NOW.getTime() - 2 * DAY).toISOString(),
      groups: [],
    });
  });

  it("names each group that has not read it, with how much it loses, most first", async () => {
    cluster.commitOffsetsOutside("billing", [committed(0, 1n), committed(1, 2n)]);
    cluster.commitOffsetsOutside("shipping", [committed(0, 2n)]);
    cluster.commitOffsetsOutside("done", [committed(0, 2n), committed(1, 4n)]);
    cluster.commitOffsetsOutside("elsewhere", [{ topic: "other", partition: 0, offset: 0n }]);
    const { groups } = await lossOf(BigInt(2 * DAY));
    expect(groups).toEqual([
      { group: "shipping", records: "2" },
      { group: "billing", records: "1" },
    ]);
  });

  it("does not blame itself for what had gone before", async () => {
    cluster.truncateOutside(TOPIC, 0, 3n);
    cluster.commitOffsetsOutside("billing", [committed(0, 0n), committed(1, 2n)]);
    expect(await lossOf(BigInt(2 * DAY))).toMatchObject({ records: "2", groups: [] });
  });

  it.each([-1n, BigInt(30 * DAY), 9_223_372_036_854_775_807n])("is nothing when %s ms are kept", async (retention) => {
    expect(await lossOf(retention)).toMatchObject({ records: "0", bytes: "0", from: null, groups: [] });
  });

  it("is all there is, also when the last record is long gone by", async () => {
    expect(await lossOf(1n)).toMatchObject({ records: "8", bytes: "8000" });
  });
});

describe("a measurement that would show too little is refused", () => {
  const measured = () => measureLoss(cluster.connect(), TOPIC, BigInt(DAY), NOW);

  it("when a partition has no leader", async () => {
    cluster.faults = {
      refuse: ({ method }) =>
        method === "offsetsAt" ? { code: "unavailable", retriable: true, message: "leaderless" } : undefined,
    };
    expect(await measured()).toMatchObject({ ok: false, error: { retriable: true } });
  });

  it.each(["listGroups", "committedOffsets"])("when %s answers in part", async (part) => {
    cluster.commitOffsetsOutside("billing", [committed(0, 1n)]);
    cluster.faults = {
      refuse: ({ method }, name) =>
        method === part && name === "billing" ? { code: "unavailable", retriable: true, message: "away" } : undefined,
    };
    expect(await measured()).toMatchObject({ ok: false, error: { message: expect.stringContaining("groups") } });
  });

  it("when there is no such topic", async () => {
    cluster.deleteOutside(TOPIC);
    expect(await measured()).toMatchObject({ ok: false, error: { code: "unknown_topic" } });
  });
});
