import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { publicKeyOf } from "#lib/domain/sealed-box";
import { fetchKafka } from "./fetch-kafka.ts";
import { fetchRegistry, REGISTRY_VERSION } from "./fetch-registry.ts";
import { findJava, findRegistryJava } from "./java.ts";
import { bootstrapServers, type Kafka, startKafka } from "./kafka.ts";
import { LOOPBACK } from "./ports.ts";
import { databaseUrls, startPostgres } from "./postgres.ts";
import type { PartSpec, ProcessGroup } from "./process-group.ts";
import { DAMAGED_DATA, Refusal } from "./refusal.ts";
import { type Registry, registryUrl, startRegistry } from "./registry.ts";
import { loadSecrets, type Secrets } from "./secrets.ts";
import type { Settings, Variables } from "./settings.ts";
import type { Steps } from "./steps.ts";

/** One stack while it runs. */
export interface Stack {
  settings: Settings;
  secrets: Secrets;
  group: ProcessGroup;
  steps: Steps;
  kafka: Kafka;
  /** Undefined where no Java was found that can run it. */
  registry: Registry | undefined;
  environments: Environments;
}

/** What each of Headgate's own processes is told; none gets more than its own. */
export interface Environments {
  operator: Variables;
  web: Variables;
  worker: Variables;
}

/**
 * Brings Postgres, Kafka and, where there is a Java for it, the schema registry up, and the schema to its newest state.
 *
 * @param durable false for throwaway stacks
 */
export async function bringUpStores(
  group: ProcessGroup,
  settings: Settings,
  steps: Steps,
  durable = true,
): Promise<Stack> {
  const java = findJava(process.env);
  const secrets = loadSecrets(settings.data);
  const environments = environmentsOf(settings, secrets);
  const forRegistry = findRegistryJava(process.env);
  writeFileSync(
    clustersFile(settings),
    clustersYaml(settings, { withRegistry: "java" in forRegistry, ...(durable ? UNHURRIED : HURRIED) }),
  );

  const postgres = steps
    .step("Postgres 18", () => startPostgres(group, settings, secrets, durable))
    .then(() => steps.step("Schema", () => runOperator(group, settings, environments, ["migrate"])));
  const files = steps.step("Kafka 4.3.1, files", (progress) =>
    fetchKafka(group, settings, java, (files) => progress(`${files} files`)),
  );
  const kafka = files.then(async (jars) => {
    await steps.step("Kafka 4.3.1", () => startKafka(group, settings, secrets, { java, jars }));
    return { java, jars };
  });
  // Maven keeps no order when two of them write to its cache at once.
  const registry = files.then(() => bringUpRegistry(group, settings, steps, forRegistry));
  const [startedKafka, startedRegistry] = await Promise.all([kafka, registry, postgres]);
  return { settings, secrets, group, steps, kafka: startedKafka, registry: startedRegistry, environments };
}

async function bringUpRegistry(
  group: ProcessGroup,
  settings: Settings,
  steps: Steps,
  found: ReturnType<typeof findRegistryJava>,
): Promise<Registry | undefined> {
  if ("missing" in found) {
    steps.say(found.missing);
    return undefined;
  }
  const name = `Schema registry ${REGISTRY_VERSION}`;
  const program = await steps.step(`${name}, files`, () => fetchRegistry(group, settings, found.java));
  const registry = { java: found.java, program };
  await steps.step(name, () => startRegistry(group, settings, registry));
  return registry;
}

/** Runs `headgate <args>` on the stack's database. @throws Refusal with its output when it fails */
export async function runOperator(
  group: ProcessGroup,
  settings: Settings,
  environments: Environments,
  args: string[],
): Promise<void> {
  const { code, output } = await group.run({
    ...nodeProgram(settings, `operator-${args[0]}`, ["lib/ops/main.ts", ...args], environments.operator),
    stopStage: 0,
    stopWithinMs: 2_000,
  });
  if (code !== 0) throw new Refusal(`headgate ${args.join(" ")} failed:\n${output.trim()}\n${DAMAGED_DATA}`);
}

/** A program of the repository under the same Node that runs us. */
export function nodeProgram(
  settings: Settings,
  name: string,
  args: string[],
  environment: Variables,
): Pick<PartSpec, "name" | "command" | "args" | "environment" | "cwd"> {
  return { name, command: process.execPath, args, environment: { ...inherited(), ...environment }, cwd: settings.root };
}

export function webUrl(settings: Settings): string {
  return `http://${LOOPBACK}:${settings.ports.web}`;
}

/** @returns what each process is told when it runs on this stack */
export function environmentsOf(settings: Settings, secrets: Secrets): Environments {
  const urls = databaseUrls(settings, secrets);
  return {
    operator: {
      MIGRATION_DATABASE_URL: urls.owner,
      HEADGATE_WEB_PASSWORD: secrets.postgresWeb,
      HEADGATE_WORKER_PASSWORD: secrets.postgresWorker,
    },
    web: {
      HEADGATE_URL: webUrl(settings),
      HEADGATE_SECRET: secrets.session,
      CREDENTIAL_PUBLIC_KEY: publicKeyOf(secrets.credentialKey),
      HEADGATE_HOST: LOOPBACK,
      HEADGATE_PORT: String(settings.ports.web),
      DATABASE_URL: urls.web,
    },
    worker: {
      DATABASE_URL: urls.worker,
      CLUSTERS_FILE: clustersFile(settings),
      KAFKA_LOCAL_PASSWORD: secrets.kafkaWorker,
      HEADGATE_URL: webUrl(settings),
      CREDENTIAL_PRIVATE_KEY: secrets.credentialKey,
      WORKER_HEALTH_PORT: String(settings.ports.workerHealth),
    },
  };
}

/**
 * What every child gets of our own environment: everything but the settings of Headgate's processes, which are stated one by one. What the fault
 * harness is told is for tests alone.
 */
function inherited(): Variables {
  const stated =
    /^(DATABASE_URL|MIGRATION_DATABASE_URL|HEADGATE_(?!FAULT_).*|CREDENTIAL_.*|CLUSTERS_FILE|SMTP_URL|MAIL_FROM|WEBHOOK_.*|NEXTAUTH_.*|NODE_OPTIONS)$/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !stated.test(name)));
}

type Watch = { sweepIntervalMs: number; requestTimeoutMs: number };

const UNHURRIED: Watch = { sweepIntervalMs: 30_000, requestTimeoutMs: 10_000 };
/** Tests, whose stores are not durable, wait neither half a minute to see what changed outside nor for the long lease of a worker that was killed. */
const HURRIED: Watch = { sweepIntervalMs: 2_000, requestTimeoutMs: 5_000 };

/** The cluster as the worker is told of it. */
function clustersYaml(
  settings: Settings,
  { withRegistry, sweepIntervalMs, requestTimeoutMs }: Watch & { withRegistry: boolean },
): string {
  const servers = bootstrapServers(settings);
  const listener = {
    name: "SCRAM",
    bootstrapServers: servers,
    securityProtocol: "SASL_PLAINTEXT",
    saslMechanism: "SCRAM-SHA-512",
  };
  const connection = {
    bootstrapServers: servers,
    sasl: { mechanism: "SCRAM-SHA-512", username: "headgate", password: "$" + "{KAFKA_LOCAL_PASSWORD}" },
    requestTimeoutMs,
    tls: false,
  };
  // JSON is YAML; so this file needs no writer of its own.
  const cluster = {
    slug: "local",
    name: "Local",
    tier: "production",
    listeners: [listener],
    connection,
    ...(withRegistry && { registry: { url: registryUrl(settings), requestTimeoutMs: 5_000 } }),
    superUsers: ["admin"],
    sweepIntervalMs,
    figuresIntervalMs: 2 * sweepIntervalMs,
  };
  return `# Written at each start.\n${JSON.stringify({ clusters: [cluster] }, null, 2)}\n`;
}

/** Where the worker reads which clusters there are. */
export function clustersFile(settings: Settings): string {
  return join(settings.data, "clusters.yaml");
}
