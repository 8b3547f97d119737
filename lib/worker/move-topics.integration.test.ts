import { describe, expect, it } from "vitest";
import { ClusterCallFailed } from "#lib/kafka/cluster-admin";
import type { Checkpoint } from "./cluster-session.ts";
import { observeTopics } from "./observe-topics.ts";
import { reconcileTopics } from "./reconcile-topics.ts";
import { NO_LOSS, TopicBench } from "./test-topic-bench.ts";
import { requestStates } from "./test-topic-life.ts";

const _WEEK = "604800000";
const DAY = "86400000";
const bench = TopicBench.prepare({ brokers: 3 });

describe("the number of replicas", () => {
  it("grows by a move that is followed until it is over, and shrinks", async () => {
    const name = await bench.ready({ partitions: 2 });
    bench.cluster.holdMoves();
    const more = await bench.decide.change(name, { replicationFactor: 2 });
    await bench.work();
    expect(await bench.status(name)).toMatchObject({
      state: "pending",
      reason: "reassigning",
      progress: { moving: 2, partitions: 2 },
      due: true,
    });
    await bench.work();
    expect(await bench.requestState(more)).toMatchObject({ state: "approved" });
    bench.cluster.endMoves();
    await bench.work();
    expect(await bench.status(name)).toMatchObject({ state: "ready", progress: null, due: false });
    expect(await bench.requestState(more)).toMatchObject({ state: "applied" });
    const fewer = await bench.decide.change(name, { replicationFactor: 1 });
    await bench.work();
    expect(bench.live(name)?.replicationFactor).toBe(1);
    expect(await bench.requestState(fewer)).toMatchObject({ state: "applied" });
  });

  it("is taken back while the move is under way", async () => {
    const name = await bench.ready({ partitions: 2 });
    bench.cluster.holdMoves();
    const more = await bench.decide.change(name, { replicationFactor: 2 });
    await bench.work();
    await bench.decide.cancel(more);
    await bench.work();
    bench.cluster.endMoves();
    await bench.work();
    expect(bench.live(name)?.replicationFactor).toBe(1);
    expect(await bench.status(name)).toMatchObject({ state: "ready", progress: null, drift: [] });
  });

  it("waits for a move that somebody else began, and never takes that back", async () => {
    const name = await bench.ready({ partitions: 1 });
    bench.cluster.holdMoves();
    const other = bench.cluster.connect();
    await other.reassignPartitions(new Map([[name, new Map([[0, [2]]])]]));
    const more = await bench.decide.change(name, { replicationFactor: 3 });
    for (let look = 0; look < 3; look += 1) await bench.work();
    const moving = { replicas: [2, 1], adding: [2], removing: [1] };
    expect((await other.partitionReplicas([name])).get(name)?.get(0)).toEqual(moving);
    expect(await bench.status(name)).toMatchObject({ state: "pending", reason: "reassigning", progress: null });

    await bench.decide.cancel(more);
    await bench.work();
    expect((await other.partitionReplicas([name])).get(name)?.get(0)).toEqual(moving);
  });

  it("is no drift while somebody else moves partitions to as many brokers", async () => {
    const name = await bench.ready({ partitions: 1 });
    bench.cluster.holdMoves();
    const reassign = (...target: number[]) =>
      bench.cluster.connect().reassignPartitions(new Map([[name, new Map([[0, target]])]]));
    await reassign(2);
    for (let sweep = 0; sweep < 3; sweep += 1) await observeTopics(bench.session);
    expect(await bench.status(name)).toMatchObject({ state: "ready", drift: [] });

    await reassign(2, 3);
    for (let sweep = 0; sweep < 2; sweep += 1) await observeTopics(bench.session);
    const drift = [{ field: "replicationFactor", desired: "1", observed: "2" }];
    expect(await bench.status(name)).toMatchObject({ state: "drifted", drift });
  });

  it("of a topic that nobody manages is where a move under way ends; whoever adopts drift takes that too", async () => {
    const foreign = bench.named({ partitions: 1 });
    const other = bench.cluster.connect();
    await other.createTopics([foreign]);
    const managed = await bench.ready({ partitions: 1 });
    bench.cluster.holdMoves();
    const grow = (name: string) => [name, new Map([[0, [2, 3]]])] as const;
    await other.reassignPartitions(new Map([grow(foreign.name), grow(managed)]));

    for (let sweep = 0; sweep < 3; sweep += 1) {
      await observeTopics(bench.session);
      const seen = await bench.installation.owner.topicObservation.findMany({ orderBy: { name: "asc" } });
      expect(seen.map(({ name, replicationFactor }) => [name, replicationFactor])).toEqual(
        [foreign.name, managed].sort().map((name) => [name, 2]),
      );
    }
  });

  it("waits for a person where there are too few brokers", async () => {
    const name = await bench.ready();
    const more = await bench.decide.change(name, { replicationFactor: 4 });
    await bench.work();
    expect(await bench.status(name)).toMatchObject({ state: "blocked", reason: "too_few_brokers" });
    expect(await bench.requestState(more)).toMatchObject({ state: "approved" });
  });
});

describe("a worker that dies", () => {
  class Crash extends Error {}
  it.each<Checkpoint>(["taken", "attempt-recorded", "answered", "verified", "committed"])(
    "at %s: the next one completes everything once",
    async (step) => {
      const name = await bench.ready({ partitions: 2 });
      const ids = [
        await bench.decide.change(name, {
          partitions: 4,
          config: { "retention.ms": "2592000000", "segment.ms": "60000" },
        }),
        await bench.decide.change(name, { replicationFactor: 3 }),
        await bench.decide.block(name),
      ];
      const checkpoint = (reached: Checkpoint) => {
        if (reached === step) throw new Crash(step);
      };
      const doomed = await bench.installation.session(bench.cluster.connect(), { checkpoint });
      await expect(reconcileTopics(doomed)).rejects.toThrow(Crash);
      await bench.takeOver("worker-2");
      for (let look = 0; look < 3; look += 1) await bench.work();

      expect(bench.live(name)).toMatchObject({
        partitions: 4,
        replicationFactor: 3,
        config: { "retention.ms": "2592000000", "segment.ms": "60000" },
      });
      expect(await bench.status(name)).toMatchObject({ state: "ready", drift: [], progress: null, settled: true });
      expect((await requestStates(bench.installation.owner, ids)).map(({ state }) => state)).toEqual([
        "applied",
        "applied",
        "applied",
      ]);
      expect(await bench.installation.verifyTrail()).toMatchObject({ ok: true });
    },
  );

  it("or does not learn what became of a call: it looks again", async () => {
    const name = await bench.ready();
    const id = await bench.decide.change(name, { config: { "retention.ms": DAY } }, NO_LOSS);
    bench.cluster.faults = {
      after: ({ method }) => {
        if (method !== "alterTopicConfigs") return;
        throw new ClusterCallFailed({ code: "timed_out", retriable: true, message: "No answer." });
      },
    };
    await expect(bench.work()).rejects.toThrow(ClusterCallFailed);
    expect(await bench.status(name)).toMatchObject({ state: "pending", reason: "waiting_for_cluster" });
    bench.cluster.faults = {};
    await bench.work();
    expect(await bench.status(name)).toMatchObject({ state: "ready", drift: [] });
    expect(await bench.requestState(id)).toMatchObject({ state: "applied" });
  });
});
