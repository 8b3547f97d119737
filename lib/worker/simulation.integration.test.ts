import { describe, expect, it } from "vitest";
import { skewedBySeed } from "./test-clock.ts";
import { simulationSeeds } from "./test-seeds.ts";
import { Simulation } from "./test-simulation.ts";
import { SimulationStage } from "./test-simulation-stage.ts";
import { leftDenials, requestLies, topicLies } from "./test-topic-truth.ts";

/** SIMULATION_SEED=n runs that one, SIMULATION_RUNS=n as many from there on; the name of a failed test tells its seed. */
const SEEDS = simulationSeeds(24);
const STEPS = 80;

const stage = SimulationStage.prepare();

describe("whatever happens", () => {
  it.each(SEEDS)(
    "seed %i: in the end the database says what is true, and nothing was lost or touched",
    { timeout: 60_000 },
    async (seed) => {
      const installation = await stage.next();
      const simulation = new Simulation(installation, seed);
      await skewedBySeed(seed, async () => {
        await simulation.start();
        for (let step = 0; step < STEPS; step += 1) await simulation.step();
        await simulation.settle();
      });

      expect(simulation.history.violations).toEqual([]);
      const { owner } = installation;
      const { slug, cluster, watch } = simulation;
      expect(await topicLies(owner, slug, cluster)).toEqual([]);
      expect(await requestLies(owner, slug)).toEqual([]);
      expect(await leftDenials(owner, slug, cluster, watch)).toEqual([]);
      const seen = await owner.$queryRaw`
        SELECT name, kafka_topic_id AS "topicId", partitions, config FROM topic_observations WHERE cluster_slug = ${slug} ORDER BY name`;
      const shown = [...cluster.snapshot().values()].map(({ name, topicId, partitions, config }) => {
        return { name, topicId, partitions, config };
      });
      expect(seen).toEqual(shown.sort((one, other) => (one.name < other.name ? -1 : 1)));
      expect(await installation.verifyTrail()).toMatchObject({ ok: true });
    },
  );
});
