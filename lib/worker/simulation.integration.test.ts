import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import { TestInstallation } from "./test-installation.ts";
import { Simulation } from "./test-simulation.ts";

/** SIMULATION_SEED=n runs that one; the name of a failed test tells its seed. */
const SEEDS = process.env.SIMULATION_SEED
  ? [Number(process.env.SIMULATION_SEED)]
  : Array.from({ length: 30 }, (_, index) => index + 1);
const STEPS = 40;

let installation: TestInstallation;
beforeAll(async () => {
  installation = await TestInstallation.create();
});
afterAll(() => installation?.drop());

type End = {
  name: string;
  state: string;
  reason: string | null;
  request: string;
  kafkaTopicId: string | null;
  partitions: number;
  config: Record<string, string>;
  created: number;
};

async function endOf(simulation: Simulation): Promise<End[]> {
  return installation.owner.$queryRaw`
    SELECT t.name, s.state, s.reason, r.state AS request, s.kafka_topic_id AS "kafkaTopicId", t.partitions, t.config,
      (SELECT count(*)::int FROM audit_events e WHERE e.object_id = t.id::text AND e.action = 'topic.created-on-cluster') AS created
    FROM topics t JOIN topic_status s ON s.topic_id = t.id JOIN requests r ON r.topic_id = t.id
    WHERE t.cluster_slug = ${simulation.slug} ORDER BY t.name`;
}

/** What the status of a topic has to say, by what is on the cluster. */
function truthOf(
  { kafkaTopicId, partitions, config }: End,
  live: ReturnType<InMemoryCluster["snapshot"]>,
  name: string,
): string {
  const topic = live.get(name);
  if (kafkaTopicId === null) return "blocked";
  if (!topic) return "missing";
  if (topic.topicId !== kafkaTopicId) return "blocked";
  const equal =
    topic.partitions === partitions && Object.entries(config).every(([key, value]) => topic.config[key] === value);
  return equal ? "ready" : "drifted";
}

describe("whatever happens", () => {
  it.each(SEEDS)(
    "seed %i: in the end the database says what is true, and nothing was lost or touched",
    { timeout: 60_000 },
    async (seed) => {
      const simulation = new Simulation(installation, seed);
      await simulation.start();
      for (let step = 0; step < STEPS; step += 1) await simulation.step();
      await simulation.settle();

      expect(simulation.history.violations).toEqual([]);
      const live = simulation.cluster.snapshot();
      for (const topic of await endOf(simulation)) {
        // Once blocked it waits for a person, also when the cause went away by itself.
        if (topic.state !== "blocked") expect(topic).toMatchObject({ state: truthOf(topic, live, topic.name) });
        else expect(topic.reason).not.toBeNull();
        expect(topic).toMatchObject(
          topic.kafkaTopicId
            ? { request: "applied", created: 1 }
            : { request: "approved", state: "blocked", created: 0 },
        );
      }
      const seen = await installation.owner.$queryRaw<{ name: string }[]>`
      SELECT name, kafka_topic_id AS "topicId", partitions, config FROM topic_observations WHERE cluster_slug = ${simulation.slug} ORDER BY name`;
      const shown = [...live.values()].map(({ name, topicId, partitions, config }) => ({
        name,
        topicId,
        partitions,
        config,
      }));
      expect(seen).toEqual(shown.sort((one, other) => (one.name < other.name ? -1 : 1)));
      expect(await installation.verifyTrail()).toMatchObject({ ok: true });
    },
  );
});
