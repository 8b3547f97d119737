import { parseArgs } from "node:util";
import { generateClient } from "./build.ts";
import { vitest } from "./check.ts";
import { fetchKafka } from "./fetch-kafka.ts";
import { findJava } from "./java.ts";
import { databaseUrls, startPostgres } from "./postgres.ts";
import type { ProcessGroup } from "./process-group.ts";
import { Refusal } from "./refusal.ts";
import { loadSecrets } from "./secrets.ts";
import type { Settings, Variables } from "./settings.ts";
import { environmentsOf, nodeProgram, runOperator } from "./stack.ts";
import { Steps } from "./steps.ts";
import { withThrowaway } from "./throwaway.ts";

const IN_MEMORY = ["simulation", "access-simulation", "subject-simulation"].map(
  (name) => `lib/worker/${name}.integration.test.ts`,
);
const ON_BROKERS = ["lib/worker/fault-harness.integration.test.ts"];

/**
 * `simulate [--runs N] [--seed N] [--brokers]`: random histories from that seed on, against clusters in memory, or with --brokers against real ones.
 * A history that fails is named by its seed.
 */
export async function simulate(settings: Settings, args: string[]): Promise<number> {
  const { runs, seed, brokers } = parse(args);
  const steps = new Steps();
  return withThrowaway(settings, steps, async (group, own) => {
    await generateClient(group, own, steps);
    const [where, told] = brokers
      ? [ON_BROKERS, { HEADGATE_FAULT_SEED: seed, HEADGATE_FAULT_RUNS: runs, ...(await brokersOf(group, own, steps)) }]
      : [IN_MEMORY, { SIMULATION_SEED: seed, SIMULATION_RUNS: runs, ...(await databaseOf(group, own, steps)) }];
    const program = [...vitest("integration*", `${own.data}/simulation.json`), ...where];
    const tool = { ...nodeProgram(own, "vitest-simulation", program, told), stopStage: 0, stopWithinMs: 800 };
    const { code } = await group.run(tool, (line) => steps.say(line));
    return code;
  });
}

/** @throws Refusal naming what was given and what is allowed */
function parse(args: string[]): { runs: string; seed: string; brokers: boolean } {
  const { values } = parseArgs({
    args,
    options: {
      runs: { type: "string", default: "100" },
      seed: { type: "string", default: "1" },
      brokers: { type: "boolean", default: false },
    },
  });
  for (const name of ["runs", "seed"] as const) {
    if (!/^[1-9]\d{0,8}$/.test(values[name]))
      throw new Refusal(`--${name} ${values[name]} is not allowed: give a whole number above 0.`);
  }
  return values;
}

async function databaseOf(group: ProcessGroup, settings: Settings, steps: Steps): Promise<Variables> {
  const secrets = loadSecrets(settings.data);
  await steps.step("Postgres 18", () => startPostgres(group, settings, secrets, false));
  await steps.step("Schema", () => runOperator(group, settings, environmentsOf(settings, secrets), ["migrate"]));
  const urls = databaseUrls(settings, secrets);
  return {
    TEST_DATABASE_URL: urls.owner,
    TEST_WEB_DATABASE_URL: urls.web,
    TEST_WORKER_DATABASE_URL: urls.worker,
    TEST_SUPERUSER_DATABASE_URL: urls.superuser,
  };
}

/** The harness brings servers of its own; it needs only Kafka's files. */
async function brokersOf(group: ProcessGroup, settings: Settings, steps: Steps): Promise<Variables> {
  const java = findJava(process.env);
  await steps.step("Kafka 4.3.1, files", (progress) =>
    fetchKafka(group, settings, java, (files) => progress(`${files} files`)),
  );
  return { TEST_DOWNLOADS: settings.downloads };
}
