import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestBrokers } from "./test-brokers.ts";
import { FaultHarness } from "./test-fault-harness.ts";
import { untruths } from "./test-fault-truth.ts";
import { TestInstallation } from "./test-installation.ts";
import { TestPostgres } from "./test-postgres.ts";
import { TestServers } from "./test-servers.ts";

/** HEADGATE_FAULT_SEED=n runs that one, HEADGATE_FAULT_RUNS=n as many from there on. */
const FIRST = Number(process.env.HEADGATE_FAULT_SEED ?? 1);
const RUNS = Number(process.env.HEADGATE_FAULT_RUNS ?? (process.env.HEADGATE_FAULT_SEED ? 1 : 2));
const SEEDS = Array.from({ length: RUNS }, (_, index) => FIRST + index);
const STEPS = 45;

let servers: TestServers;
let stage: { installation: TestInstallation; brokers: TestBrokers; postgres: TestPostgres };
beforeAll(async () => {
  servers = await TestServers.open();
  const [postgres, brokers] = await Promise.all([TestPostgres.start(servers), TestBrokers.start(servers, 3)]);
  stage = { postgres, brokers, installation: await TestInstallation.create(postgres.environment) };
}, 180_000);
afterAll(async () => {
  await stage?.installation.drop();
  await stage?.brokers.close();
  await servers?.close();
});

/** A failed run says what happened, and how to repeat it. */
async function atRest(harness: FaultHarness, seed: number): Promise<string[]> {
  try {
    await harness.settle();
    const wrong = await untruths(harness, stage.installation);
    return wrong.length === 0 ? [] : [...wrong, ...harness.log, `HEADGATE_FAULT_SEED=${seed}`];
  } finally {
    await harness.close();
  }
}

describe("whatever happens to a cluster, its database and the worker", () => {
  it.each(SEEDS)(
    "seed %i: in the end what is said is true, and nothing of others was touched",
    { timeout: 300_000 },
    async (seed) => {
      process.stdout.write(`fault harness: HEADGATE_FAULT_SEED=${seed}\n`);
      const harness = new FaultHarness(stage, seed);
      await harness.start();
      for (let step = 0; step < STEPS; step += 1) await harness.step();
      expect(await atRest(harness, seed)).toEqual([]);
    },
  );
});
