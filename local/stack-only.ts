import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { withProcesses } from "./lifecycle.ts";
import { refuseBusyPorts } from "./ports.ts";
import type { Settings, Variables } from "./settings.ts";
import { bringUpStores, type Stack } from "./stack.ts";
import { Steps } from "./steps.ts";
import { testEnvironment } from "./test-environment.ts";

/** `stack`: Postgres, Kafka and the schema registry alone, for work on one process by hand. Writes what that process needs to DATA/env.json. */
export async function stackOnly(settings: Settings): Promise<number> {
  const steps = new Steps();
  return withProcesses(settings, steps, async (group) => {
    await refuseBusyPorts({
      postgres: settings.ports.postgres,
      kafka: settings.ports.kafka,
      kafkaController: settings.ports.kafkaController,
      registry: settings.ports.registry,
    });
    const stack = await bringUpStores(group, settings, steps);
    const path = join(settings.data, "env.json");
    writeFileSync(path, `${JSON.stringify(environmentsFor(stack), null, 2)}\n`, { mode: 0o600 });
    const up = stack.registry ? "Postgres, Kafka and the schema registry" : "Postgres and Kafka";
    stack.steps.say(`\n${up} are up; ${path} says how to reach them. Ctrl-C stops them.`);
    return group.death;
  });
}

/** The environment of every process, and of tests that look at the stores themselves. */
function environmentsFor(stack: Stack): Record<string, Variables> {
  return { ...stack.environments, tests: testEnvironment(stack) };
}
