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
import { HoldingRelay } from "./test-holding-relay.ts";
import { TestInstallation, until } from "./test-installation.ts";

const connection = testBroker(process.env);
const prefix = `worker-process-${Date.now()}.`;
const folder = mkdtempSync(path.join(tmpdir(), "headgate-worker-"));
let installation: TestInstallation;
let relay: HoldingRelay;
let witness: ClusterAdmin;
let started: ChildProcess[] = [];
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
      requestTimeoutMs: 1000
      connectTimeoutMs: 900
      sasl: { mechanism: SCRAM-SHA-512, username: "${connection.sasl?.username}", password: "\${WORKER_TEST_PASSWORD}" }
`;
}

function startWorker(): ChildProcess {
  count += 1;
  const child = spawn(process.execPath, ["lib/worker/main.ts"], {
    stdio: "ignore",
    env: {
      ...process.env,
      HEADGATE_URL: "http://127.0.0.1:3000",
      CREDENTIAL_PRIVATE_KEY: generateSealingKeys().privateKey,
      DATABASE_URL: installation.database.urls.worker,
      CLUSTERS_FILE: path.join(folder, "clusters.yaml"),
      WORKER_TEST_PASSWORD: connection.sasl?.password,
      WORKER_HEALTH_PORT: String(20_000 + ((process.pid + count) % 10_000)),
      LOG_LEVEL: "silent",
    },
  });
  started.push(child);
  return child;
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
  );
const reachable = () =>
  until(
    () =>
      installation.owner.$queryRaw<
        { condition: string }[]
      >`SELECT condition FROM cluster_status WHERE cluster_slug = 'local'`,
    ([status]) => status?.condition === "reachable",
  );
const live = async ({ name }: NewTopic) => {
  const answer = (await witness.describeTopics([name])).get(name);
  return answer?.ok ? answer.value : null;
};

describe("the worker's process", () => {
  it("applies what is approved, beside a dead cluster, and ends within five seconds when it is told to", async () => {
    const worker = startWorker();
    const topic = await approve();
    const { kafkaTopicId } = await applied(topic);
    expect(await live(topic)).toMatchObject({ topicId: kafkaTopicId, partitions: 2, config: topic.config });

    const told = performance.now();
    worker.kill("SIGTERM");
    expect(await once(worker, "exit")).toEqual([0, null]);
    expect(performance.now() - told).toBeLessThan(5_000);
    const leases = await installation.owner.$queryRaw<unknown[]>`SELECT DISTINCT holder FROM cluster_leases`;
    expect(leases).toEqual([{ holder: "" }]);
    expect(await installation.owner.$queryRaw`SELECT 1 FROM worker_heartbeats`).toEqual([]);
  });

  it.each(["requests", "answers"] as const)(
    "killed while it waits, with %s held back: the next one applies it once",
    async (held) => {
      const first = startWorker();
      await reachable();
      await applied(await approve());
      relay.hold = held;
      const topic = await approve();
      await relay.held;
      first.kill("SIGKILL");
      await once(first, "exit");
      const made = await live(topic);
      expect(made === null).toBe(held === "requests");
      expect(await installation.topic(topic.name)).toMatchObject({
        state: "pending",
        createAttempted: true,
        request: "approved",
      });

      relay.letPass();
      startWorker();
      const { kafkaTopicId } = await applied(topic);
      expect(await live(topic)).toMatchObject({ topicId: kafkaTopicId, partitions: 2 });
      if (made) expect(kafkaTopicId).toBe(made.topicId);
      expect(await installation.trail(topic.name)).toEqual(["topic.created-on-cluster"]);
    },
  );

  it("waits for a broker that does not answer, says so, and goes on alone once it does", async () => {
    startWorker();
    await reachable();
    relay.hold = "answers";
    const topic = await approve();
    const condition = () => installation.owner.$queryRaw<{ condition: string }[]>`
      SELECT condition FROM cluster_status WHERE cluster_slug = 'local'`;
    await relay.held;
    await until(
      () => installation.topic(topic.name),
      ({ reason }) => reason === "waiting_for_cluster",
    );
    relay.letPass();
    await applied(topic);
    await until(condition, ([status]) => status?.condition === "reachable");
    expect(await installation.verifyTrail()).toMatchObject({ ok: true });
  });
});
