import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { Pool } from "pg";
import { BareKafka, type BareKafkaOptions } from "./bare-kafka.ts";

const run = promisify(execFile);

/** The throwaway stack that `npm run bench` started, as the measurements see it. */
export type BenchStack = {
  /** As the owner of the schema: what is measured is prepared and cleared by SQL. */
  database: Pool;
  kafka: BareKafka;
  /** The worker's own user, so that the broker authorizes the same on both sides. */
  kafkaOptions: BareKafkaOptions;
  webUrl: string;
  webDatabaseUrl: string;
  workerDatabaseUrl: string;
  /** Where the schema registry's API begins. @throws Error where the stack has none */
  registryUrl(): string;
  worker(order: "start" | "stop"): Promise<void>;
  close(): Promise<void>;
};

/** @throws Error naming the variable that is missing: outside `npm run bench` there is no stack */
export function openStack(environment: NodeJS.ProcessEnv): BenchStack {
  const given = (name: string) => {
    const value = environment[name];
    if (!value) throw new Error(`${name} is not set; start the measurements with npm run bench.`);
    return value;
  };
  const database = new Pool({ connectionString: given("TEST_DATABASE_URL"), max: 4 });
  const kafkaOptions = {
    bootstrapServers: given("TEST_KAFKA_BOOTSTRAP"),
    username: given("TEST_KAFKA_WORKER_USERNAME"),
    password: given("TEST_KAFKA_WORKER_PASSWORD"),
  };
  const kafka = new BareKafka(kafkaOptions);
  const [controlUrl, controlToken] = [given("STACK_CONTROL_URL"), given("STACK_CONTROL_TOKEN")];

  return {
    database,
    kafka,
    kafkaOptions,
    webUrl: given("TEST_BASE_URL"),
    webDatabaseUrl: given("TEST_WEB_DATABASE_URL"),
    workerDatabaseUrl: given("TEST_WORKER_DATABASE_URL"),
    registryUrl() {
      const url = environment.TEST_REGISTRY_URL;
      if (!url) throw new Error("This stack has no schema registry: it needs Java 21 or later.");
      return url;
    },
    async worker(order) {
      const headers = { authorization: `Bearer ${controlToken}` };
      const response = await fetch(`${controlUrl}/worker/${order}`, { method: "POST", headers });
      if (!response.ok) throw new Error(`The worker could not be told to ${order}: ${await response.text()}`);
    },
    async close() {
      await Promise.all([database.end(), kafka.close()]);
    },
  };
}

/** An API token of a demo account, made as an operator makes one. */
export async function tokenOf(login: string): Promise<string> {
  const args = ["lib/ops/main.ts", "token", "create", "--user", login, "--name", "bench"];
  return (await run(process.execPath, args)).stdout.trim();
}

/** Sends one command to the API. @throws Error with the problem when it is refused */
export async function post<Answer>(
  { webUrl }: BenchStack,
  path: string,
  token: string,
  body: unknown,
): Promise<Answer> {
  const response = await fetch(`${webUrl}/api/v1${path}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "idempotency-key": randomUUID(),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}
