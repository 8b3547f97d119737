import { join } from "node:path";
import { bootstrapServers } from "./kafka.ts";
import { databaseUrls } from "./postgres.ts";
import { registryUrl } from "./registry.ts";
import type { Variables } from "./settings.ts";
import { clustersFile, type Stack, webUrl } from "./stack.ts";

/** What integration and browser tests are told: every way into the stack, and the operator's variables for running its commands. */
export function testEnvironment(stack: Stack): Variables {
  const { settings, secrets, environments } = stack;
  const urls = databaseUrls(settings, secrets);
  return {
    ...environments.operator,
    TEST_DATABASE_URL: urls.owner,
    TEST_WEB_DATABASE_URL: urls.web,
    TEST_WORKER_DATABASE_URL: urls.worker,
    TEST_SUPERUSER_DATABASE_URL: urls.superuser,
    TEST_KAFKA_BOOTSTRAP: bootstrapServers(settings),
    TEST_KAFKA_USERNAME: "admin",
    TEST_KAFKA_PASSWORD: secrets.kafkaAdmin,
    TEST_KAFKA_WORKER_USERNAME: "headgate",
    TEST_KAFKA_WORKER_PASSWORD: secrets.kafkaWorker,
    ...(stack.registry && { TEST_REGISTRY_URL: registryUrl(settings) }),
    TEST_BASE_URL: webUrl(settings),
    TEST_CLUSTERS_FILE: clustersFile(settings),
    TEST_LOGS: join(settings.data, "logs"),
    TEST_DOWNLOADS: settings.downloads,
  };
}
