import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { bootstrapServers } from "./kafka.ts";
import { withProcesses } from "./lifecycle.ts";
import { refuseBusyPorts } from "./ports.ts";
import type { Settings } from "./settings.ts";
import { bringUpStores, type Stack, type Variables } from "./stack.ts";
import { Steps } from "./steps.ts";

/** `stack`: Postgres and Kafka alone, for work on one process by hand. Writes what that process needs to DATA/env.json. */
export async function stackOnly(settings: Settings): Promise<number> {
  return withProcesses(settings, async (group) => {
    await refuseBusyPorts({
      postgres: settings.ports.postgres,
      kafka: settings.ports.kafka,
      kafkaController: settings.ports.kafkaController,
    });
    const stack = await bringUpStores(group, settings, new Steps());
    const path = join(settings.data, "env.json");
    writeFileSync(path, `${JSON.stringify(environmentsFor(stack), null, 2)}\n`, { mode: 0o600 });
    stack.steps.say(`\nPostgres and Kafka are up; ${path} says how to reach them. Ctrl-C stops them.`);
    return group.death;
  });
}

/** The environment of every process, and of tests that look at the broker themselves. */
export function environmentsFor(stack: Stack): Record<string, Variables> {
  return {
    ...stack.environments,
    tests: {
      TEST_MIGRATION_DATABASE_URL: stack.environments.operator.MIGRATION_DATABASE_URL,
      TEST_WEB_DATABASE_URL: stack.environments.web.DATABASE_URL,
      TEST_WORKER_DATABASE_URL: stack.environments.worker.DATABASE_URL,
      TEST_KAFKA_BOOTSTRAP: bootstrapServers(stack.settings),
      TEST_KAFKA_ADMIN_USER: "admin",
      TEST_KAFKA_ADMIN_PASSWORD: stack.secrets.kafkaAdmin,
      TEST_KAFKA_WORKER_USER: "headgate",
      TEST_KAFKA_WORKER_PASSWORD: stack.secrets.kafkaWorker,
    },
  };
}
