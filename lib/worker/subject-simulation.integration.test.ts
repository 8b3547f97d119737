import { describe, expect, it } from "vitest";
import { skewedBySeed } from "./test-clock.ts";
import { simulationSeeds } from "./test-seeds.ts";
import { SimulationStage } from "./test-simulation-stage.ts";
import type { SubjectFacts } from "./test-subject-facts.ts";
import { SubjectSimulation } from "./test-subject-simulation.ts";

/** SIMULATION_SEED=n runs that one, SIMULATION_RUNS=n as many from there on; the name of a failed test tells its seed. */
const SEEDS = simulationSeeds(24);
const STEPS = 50;

const stage = SimulationStage.prepare();

/** Versions that are to live, by number, as far as they were ever registered. */
function desiredOf({ versions }: SubjectFacts): Map<number, string> {
  const living = versions.filter(({ desired, state }) => desired === "registered" && state !== "blocked");
  return new Map(living.map(({ registryVersion, schema }) => [registryVersion ?? 0, schema]));
}

/** A request is over, or its subject says what it waits for. */
function isAccountedFor({ state, requests }: SubjectFacts): boolean {
  const waits = state === "blocked" || state === "drifted";
  return requests.every((request) => request.state === "applied" || request.state === "superseded" || waits);
}

describe("whatever happens to subjects", () => {
  it.each(SEEDS)(
    "seed %i: in the end the registry holds what is desired, or the database says what differs",
    { timeout: 120_000 },
    async (seed) => {
      const installation = await stage.next();
      const simulation = new SubjectSimulation(installation, seed);
      await skewedBySeed(seed, async () => {
        await simulation.start();
        for (let step = 0; step < STEPS; step += 1) await simulation.step();
        await simulation.settle();
      });

      expect(simulation.history.violations).toEqual([]);
      const { registry } = simulation;
      for (const [name, subject] of await simulation.subjects.managed()) {
        expect(subject, name).toMatchObject({ lowered: false, due: false });
        expect(["ready", "drifted", "blocked", "deleted", "purged"]).toContain(subject.state);
        const live = new Map((registry.snapshot().get(name) ?? []).map(({ version, schema }) => [version, schema]));
        if (subject.state === "deleted" || subject.state === "purged") expect([...live], name).toEqual([]);
        if (subject.state === "blocked") expect(subject.reason).not.toBeNull();
        if (subject.state === "drifted") expect(subject.drift).not.toEqual([]);
        if (subject.state === "ready") {
          expect(live, name).toEqual(desiredOf(subject));
          if (live.size > 0) expect(registry.levelOf(name), name).toBe(subject.compatibility);
        }
        expect(isAccountedFor(subject), `${name} ${JSON.stringify(subject.requests)}`).toBe(true);
      }
      const shown = [...registry.snapshot()].map(([name, versions]) => ({
        name,
        compatibility: registry.levelOf(name),
        versions: versions.map(({ version }) => version),
      }));
      expect(await simulation.subjects.observations()).toMatchObject(shown);
      expect(await installation.verifyTrail()).toMatchObject({ ok: true });
    },
  );
});
