import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { generateSealingKeys } from "#lib/domain/sealed-box";
import type { ClusterAdmin, NewTopic } from "#lib/kafka/cluster-admin";
import { createPlatformaticClusterAdmin } from "#lib/kafka/platformatic-cluster-admin";
import { testBroker, Witness } from "#lib/kafka/test-broker";
import { anyFreePorts } from "../../local/ports.ts";
import { HoldingRelay } from "./test-holding-relay.ts";
import { TestInstallation, until } from "./test-installation.ts";

/** A worker's process takes seconds to begin, and the lease of one that was killed some more to expire; beside a build it is many of both. */
const PATIENCE_MS = 90_000;
const connection = testBroker(process.env);
const prefix = `worker-process-${Date.now()}.`;
const folder = mkdtempSync(path.join(tmpdir(), "headgate-worker-"));
let installation: TestInstallation;
let relay: HoldingRelay;
let witness: ClusterAdmin;
let started: ChildProcess[] = [];
const log = new WeakMap<ChildProcess, string>();
let count = 0;

beforeAll(async () => {
  installation = await TestInstallation.create();
  // It declares the cluster otherwise, and would be the living worker that keeps it.
  await installation.owner.$executeRaw`DELETE FROM worker_heartbeats`;
  const [broker] = connection.bootstrapServers;
  if (!broker) throw new Error("The test broker has no address.");
  relay = await HoldingRelay.before(broker);
  witness = createPlatformaticClusterAdmin(connection);
  writeFileSync(path.join(folder, "clusters.yaml"), clustersYaml(relay.address.port));
});
afterEach(async () => {
  for (const child of started) if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  started = [];
  relay.letPass();
  // The next worker need not wait until the lease of a killed one expires, except where that is the test.
  await installation.owner.$executeRaw`DELETE FROM cluster_leases`;
});
afterAll(async () => {
  await witness?.close();
  await relay?.close();
  await new Witness(connection).deleteTopics(prefix);
  await installation?.drop();
  rmSync(folder, { recursive: true });
});

/** One cluster behind the relay, and one where nothing listens. */
function clustersYaml(port: number): string {
  const common = "tier: test, listeners: [], sweepIntervalMs: 1000";
  return `clusters:
  - { slug: dead, name: Dead, ${common}, connection: { bootstrapServers: "127.0.0.1:1" } }
  - slug: local
    name: Local
    tier: test
    listeners: []
    sweepIntervalMs: 1000
    connection:
      bootstrapServers: "127.0.0.1:${port}"
      requestTimeoutMs: 2000
      connectTimeoutMs: 1500
      sasl: { mechanism: SCRAM-SHA-512, username: "${connection.sasl?.username}", password: "\${WORKER_TEST_PASSWORD}" }
`;
}

async function startWorker(): Promise<ChildProcess> {
  const [healthPort] = await anyFreePorts(1);
  const child = spawn(process.execPath, ["lib/worker/main.ts"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...process.env,
      HEADGATE_URL: "http://127.0.0.1:3000",
      CREDENTIAL_PRIVATE_KEY: generateSealingKeys().privateKey,
      DATABASE_URL: installation.database.urls.worker,
      CLUSTERS_FILE: path.join(folder, "clusters.yaml"),
      WORKER_TEST_PASSWORD: connection.sasl?.password,
      WORKER_HEALTH_PORT: String(healthPort),
      LOG_LEVEL: "info",
    },
  });
  started.push(child);
  child.stdout?.on("data", (bytes) => log.set(child, (log.get(child) ?? "") + bytes));
  return child;
}

/** What the worker said, with the time by its own clock. */
function saidBy(worker: ChildProcess): { msg: string; time: number }[] {
  const lines = (log.get(worker) ?? "").split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line));
}

async function approve(): Promise<NewTopic> {
  count += 1;
  const topic = {
    name: `${prefix}topic-${count}`,
    partitions: 2,
    replicationFactor: 1,
    config: { "retention.ms": "604800000" },
  };
  await installation.approve([topic]);
  await installation.owner.$executeRaw`SELECT pg_notify('headgate_work', 'local')`;
  return topic;
}

const applied = ({ name }: NewTopic) =>
  until(
    () => installation.topic(name),
    ({ request }) => request === "applied",
    PATIENCE_MS,
  );
const reachable = () =>
  until(
    () =>
      installation.owner.$queryRaw<
        { condition: string }[]
      >`SELECT condition FROM cluster_status WHERE cluster_slug = 'local'`,
    ([status]) => status?.condition === "reachable",
    PATIENCE_MS,
  );
const live = async ({ name }: NewTopic) => {
  const answer = (await witness.describeTopics([name])).get(name);
  return answer?.ok ? answer.value : null;
};

describe("the worker's process", { timeout: 4 * PATIENCE_MS }, () => {
  it("applies what is approved, beside a dead cluster, and ends within five seconds when it is told to", async () => {
    const worker = await startWorker();
    const topic = await approve();
    const { kafkaTopicId } = await applied(topic);
    expect(await live(topic)).toMatchObject({ topicId: kafkaTopicId, partitions: 2, config: topic.config });

    worker.kill("SIGTERM");
    expect(await once(worker, "close", { signal: AbortSignal.timeout(PATIENCE_MS) })).toEqual([0, null]);
    const said = saidBy(worker);
    const [told, last] = [said.find(({ msg }) => msg === "stopping"), said.at(-1)];
    // One that stays after that is cut off by its timer, which says so.
    expect(last?.msg).toBe("stopped");
    expect(Number(last?.time) - Number(told?.time)).toBeLessThan(5_000);
    const leases = await installation.owner.$queryRaw<unknown[]>`SELECT DISTINCT holder FROM cluster_leases`;
    expect(leases).toEqual([{ holder: "" }]);
    expect(await installation.owner.$queryRaw`SELECT 1 FROM worker_heartbeats`).toEqual([]);
  });

  it.each(["requests", "answers"] as const)(
    "killed while it waits, with %s held back: the next one applies it once",
    async (held) => {
      const first = await startWorker();
      await reachable();
      await applied(await approve());
      relay.hold = held;
      const topic = await approve();
      await relay.held;
      first.kill("SIGKILL");
      await once(first, "exit");
      // What was answered may take some milliseconds to be shown.
      const made =
        held === "requests"
          ? await live(topic)
          : await until(
              () => live(topic),
              (seen) => seen !== null,
            );
      expect(made === null).toBe(held === "requests");
      expect(await installation.topic(topic.name)).toMatchObject({
        state: "pending",
        createAttempted: true,
        request: "approved",
      });

      relay.letPass();
      await startWorker();
      const { kafkaTopicId } = await applied(topic);
      expect(await live(topic)).toMatchObject({ topicId: kafkaTopicId, partitions: 2 });
      if (made) expect(kafkaTopicId).toBe(made.topicId);
      expect(await installation.trail(topic.name)).toEqual(["topic.created-on-cluster"]);
    },
  );

  it("waits for a broker that does not answer, says so, and goes on alone once it does", async () => {
    await startWorker();
    await reachable();
    relay.hold = "answers";
    const topic = await approve();
    const condition = () => installation.owner.$queryRaw<{ condition: string }[]>`
      SELECT condition FROM cluster_status WHERE cluster_slug = 'local'`;
    await relay.held;
    await until(
      () => installation.topic(topic.name),
      ({ reason }) => reason === "waiting_for_cluster",
      PATIENCE_MS,
    );
    relay.letPass();
    await applied(topic);
    await until(condition, ([status]) => status?.condition === "reachable", PATIENCE_MS);
    expect(await installation.verifyTrail()).toMatchObject({ ok: true });
  });
});
