import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DriftedField } from "#lib/domain/drift";
import { ClusterCallFailed, type NewTopic } from "#lib/kafka/cluster-admin";
import { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import type { Checkpoint, ClusterSession } from "./cluster-session.ts";
import { reconcileTopics } from "./reconcile-topics.ts";
import { TestInstallation } from "./test-installation.ts";
import { requestStates, TopicDecisions } from "./test-topic-life.ts";

const WEEK = "604800000";
const DAY = "86400000";
let installation: TestInstallation;
let decide: TopicDecisions;
let cluster: InMemoryCluster;
let session: ClusterSession;
let count = 0;

beforeAll(async () => {
  installation = await TestInstallation.create();
  decide = new TopicDecisions(installation.owner, "local", installation.people);
});
afterAll(() => installation?.drop());
beforeEach(async () => {
  cluster = new InMemoryCluster({ brokers: 3 });
  await installation.owner.$executeRaw`UPDATE clusters SET kafka_cluster_id = NULL, drift_policy = 'ask'`;
  await installation.owner.$executeRaw`UPDATE topic_status SET due_at = NULL, state = 'blocked'`;
  await installation.owner.$executeRaw`DELETE FROM topic_observations`;
  session = await installation.session(cluster.connect());
});

async function ready(change: Partial<NewTopic> = {}): Promise<string> {
  count += 1;
  const topic = {
    name: `orders.life-${count}.v1`,
    partitions: 6,
    replicationFactor: 1,
    config: { "retention.ms": WEEK },
    ...change,
  };
  await installation.approve([topic]);
  await reconcileTopics(session);
  return topic.name;
}

const live = (name: string) => cluster.snapshot().get(name);
const stateOf = async (id: string) => (await requestStates(installation.owner, [id]))[0];
async function status(name: string) {
  const [row] = await installation.owner.$queryRaw<
    {
      state: string;
      reason: string | null;
      drift: DriftedField[];
      progress: unknown;
      due: boolean;
      settled: boolean;
      message: string;
    }[]
  >`SELECT s.state, s.reason, s.message, s.drift, s.progress, s.due_at IS NOT NULL AS due, s.observed_generation = t.generation AS settled
    FROM topic_status s JOIN topics t ON t.id = s.topic_id WHERE t.name = ${name}`;
  return row;
}
async function round(): Promise<void> {
  await installation.everythingIsDue();
  await reconcileTopics(session);
}

const noLoss = { measuredAt: "", records: "0", bytes: "0", from: null, to: "", groups: [] };

describe("the number of replicas", () => {
  it("grows by a move that is followed until it is over, and shrinks", async () => {
    const name = await ready({ partitions: 2 });
    cluster.holdMoves();
    const more = await decide.change(name, { replicationFactor: 2 });
    await round();
    expect(await status(name)).toMatchObject({
      state: "pending",
      reason: "reassigning",
      progress: { moving: 2, partitions: 2 },
      due: true,
    });
    await round();
    expect(await stateOf(more)).toMatchObject({ state: "approved" });
    cluster.endMoves();
    await round();
    expect(await status(name)).toMatchObject({ state: "ready", progress: null, due: false });
    expect(await stateOf(more)).toMatchObject({ state: "applied" });
    const fewer = await decide.change(name, { replicationFactor: 1 });
    await round();
    expect(live(name)?.replicationFactor).toBe(1);
    expect(await stateOf(fewer)).toMatchObject({ state: "applied" });
  });

  it("is taken back while the move is under way", async () => {
    const name = await ready({ partitions: 2 });
    cluster.holdMoves();
    const more = await decide.change(name, { replicationFactor: 2 });
    await round();
    await decide.cancel(more);
    await round();
    cluster.endMoves();
    await round();
    expect(live(name)?.replicationFactor).toBe(1);
    expect(await status(name)).toMatchObject({ state: "ready", progress: null, drift: [] });
  });

  it("waits for a person where there are too few brokers", async () => {
    const name = await ready();
    const more = await decide.change(name, { replicationFactor: 4 });
    await round();
    expect(await status(name)).toMatchObject({ state: "blocked", reason: "too_few_brokers" });
    expect(await stateOf(more)).toMatchObject({ state: "approved" });
  });
});

describe("a worker that dies", () => {
  class Crash extends Error {}
  it.each<Checkpoint>(["taken", "attempt-recorded", "answered", "verified", "committed"])(
    "at %s: the next one completes everything once",
    async (step) => {
      const name = await ready({ partitions: 2 });
      const ids = [
        await decide.change(name, { partitions: 4, config: { "retention.ms": "2592000000", "segment.ms": "60000" } }),
        await decide.change(name, { replicationFactor: 3 }),
        await decide.block(name),
      ];
      const checkpoint = (reached: Checkpoint) => {
        if (reached === step) throw new Crash(step);
      };
      const doomed = await installation.session(cluster.connect(), { checkpoint });
      await expect(reconcileTopics(doomed)).rejects.toThrow(Crash);
      session = await installation.session(cluster.connect(), { workerId: "worker-2" });
      for (let look = 0; look < 3; look += 1) await round();

      expect(live(name)).toMatchObject({
        partitions: 4,
        replicationFactor: 3,
        config: { "retention.ms": "2592000000", "segment.ms": "60000" },
      });
      expect(await status(name)).toMatchObject({ state: "ready", drift: [], progress: null, settled: true });
      expect((await requestStates(installation.owner, ids)).map(({ state }) => state)).toEqual([
        "applied",
        "applied",
        "applied",
      ]);
      expect(await installation.verifyTrail()).toMatchObject({ ok: true });
    },
  );

  it("or does not learn what became of a call: it looks again", async () => {
    const name = await ready();
    const id = await decide.change(name, { config: { "retention.ms": DAY } }, noLoss);
    cluster.faults = {
      after: ({ method }) => {
        if (method !== "alterTopicConfigs") return;
        throw new ClusterCallFailed({ code: "timed_out", retriable: true, message: "No answer." });
      },
    };
    await expect(round()).rejects.toThrow(ClusterCallFailed);
    expect(await status(name)).toMatchObject({ state: "pending", reason: "waiting_for_cluster" });
    cluster.faults = {};
    await round();
    expect(await status(name)).toMatchObject({ state: "ready", drift: [] });
    expect(await stateOf(id)).toMatchObject({ state: "applied" });
  });
});
