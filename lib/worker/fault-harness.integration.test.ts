import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { observeFigures } from "./observe-figures.ts";
import { observeGroups } from "./observe-groups.ts";
import { observeTopics } from "./observe-topics.ts";
import { TestBrokers } from "./test-brokers.ts";
import { skewedBySeed } from "./test-clock.ts";
import { FaultHarness } from "./test-fault-harness.ts";
import type { FaultStage } from "./test-fault-troubles.ts";
import { untruthsAtRest } from "./test-fault-truth.ts";
import { TestInstallation } from "./test-installation.ts";
import { TestPostgres } from "./test-postgres.ts";
import { faultSeeds } from "./test-seeds.ts";
import { TestServers } from "./test-servers.ts";
import { TopicDecisions } from "./test-topic-life.ts";

const STEPS = 50;
async function openStage(count: 1 | 3): Promise<{ stage: FaultStage; close(): Promise<void> }> {
  const servers = await TestServers.open();
  try {
    const [postgres, brokers] = await Promise.all([TestPostgres.start(servers), TestBrokers.start(servers, count)]);
    const installation = await TestInstallation.create(postgres.environment);
    const close = () => closeAll(servers, [() => installation.drop(), () => brokers.close()]);
    return { stage: { installation, brokers, postgres }, close };
  } catch (failure) {
    await servers.close();
    throw failure;
  }
}

/** Whatever cannot be closed, no server is left running. */
async function closeAll(servers: TestServers, closers: (() => Promise<void>)[]): Promise<void> {
  try {
    for (const close of closers) await close();
  } finally {
    await servers.close();
  }
}

/** Answers what is wrong at the end of one history, with what happened and how to repeat it. */
async function run(stage: FaultStage, seed: number): Promise<string[]> {
  process.stdout.write(`fault harness: HEADGATE_FAULT_SEED=${seed}\n`);
  const harness = new FaultHarness(stage, seed);
  try {
    await skewedBySeed(seed, async () => {
      await harness.start();
      for (let step = 0; step < STEPS; step += 1) await harness.step();
      await harness.settle();
    });
    const wrong = await untruthsAtRest(harness, stage.installation);
    return wrong.length === 0 ? [] : [...wrong, ...harness.log];
  } catch (failure) {
    throw new Error(`${harness.log.join("\n")}\nHEADGATE_FAULT_SEED=${seed}`, { cause: failure });
  } finally {
    await harness.close();
  }
}

/** Random histories on so many brokers, which the tests beside them may use too. */
function histories(count: 1 | 3, seeds: readonly number[]): () => FaultStage {
  let opened: Awaited<ReturnType<typeof openStage>>;
  beforeAll(async () => {
    opened = await openStage(count);
  }, 180_000);
  afterAll(() => opened?.close());

  it.each(seeds)(
    "seed %i: what is said is true in the end, and nothing of others was touched",
    { timeout: 300_000 },
    async (seed) => {
      expect(await run(opened.stage, seed)).toEqual([]);
    },
  );
  return () => opened.stage;
}

describe("on one broker, whatever happens to it, to the database and to the worker", () => {
  histories(1, faultSeeds(1));
});

describe("on three brokers, whatever happens to them, to the database and to the worker", () => {
  const stage = histories(3, faultSeeds(2));

  it("a partition without a leader holds back nothing else", { timeout: 120_000 }, async () => {
    const { installation, brokers } = stage();
    const harness = new FaultHarness(stage(), 1_000_000);
    const decide = new TopicDecisions(installation.owner, harness.slug, installation.people);
    await harness.start();
    const topic = { partitions: 3, replicationFactor: 1, config: {} };
    await installation.approve([{ ...topic, name: "leaderless.v1" }], harness.slug);
    await harness.quiet();
    await harness.work("sweep", observeTopics, { mayDie: false });
    expect(await installation.topic("leaderless.v1")).toMatchObject({ state: "ready" });

    // With one replica on each broker, whichever goes takes one leader with it.
    await brokers.kill(3);
    await harness.leaderless("leaderless.v1");
    await installation.approve([{ ...topic, name: "beside.v1", partitions: 2 }], harness.slug);
    await decide.change("leaderless.v1", { config: { "retention.ms": "2592000000" } });
    await harness.quiet();
    for (const name of ["beside.v1", "leaderless.v1"])
      expect(await installation.topic(name)).toMatchObject({ state: "ready", due: false });

    await decide.delete("beside.v1");
    await harness.quiet();
    await harness.work(
      "sweep",
      async (session) => {
        const { believed, listed } = await observeTopics(session);
        expect(believed).toBe(true);
        expect(listed.find(({ name }) => name === "leaderless.v1")).toMatchObject({ leaderless: 1 });
        expect(listed.some(({ name }) => name === "beside.v1")).toBe(false);
        await observeFigures(session, listed);
        await observeGroups(session);
      },
      { mayDie: false },
    );

    await harness.settle();
    expect(await untruthsAtRest(harness, installation)).toEqual([]);
    await harness.close();
  });
});
