import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import { serveCluster } from "./loop.ts";
import { silent, TestInstallation, until } from "./test-installation.ts";
import { WatchedRegistry } from "./test-registry.ts";
import { record, TestSubjects } from "./test-subjects.ts";
import { WakeUp } from "./wake-up.ts";

const SUBJECT = "orders.placed-value";
let installation: TestInstallation;
let subjects: TestSubjects;
let registry: WatchedRegistry;
let cluster: InMemoryCluster;
let stop: AbortController;
let served: Promise<void>;
let count = 0;

beforeAll(async () => {
  installation = await TestInstallation.create();
});
afterAll(() => installation?.drop());
beforeEach(async () => {
  count += 1;
  subjects = new TestSubjects(installation, `served-${count}`);
  await subjects.declare();
  registry = new WatchedRegistry();
  cluster = new InMemoryCluster();
});
afterEach(async () => {
  stop.abort();
  registry.faults = {};
  await served;
});

const wakeUps = { kafka: new WakeUp(), registry: new WakeUp(), probes: new WakeUp() };
function serve(workerId = "worker-1"): void {
  stop = new AbortController();
  served = serveCluster(
    {
      ...{ slug: subjects.cluster, workerId, db: installation.database.worker, credentialKey: "", wakeUps },
      ...{ admin: cluster.connect(), reader: cluster.connectReader(), registry: registry.connect() },
      ...{ sweepIntervalMs: 200, figuresIntervalMs: 60_000, log: silent },
    },
    stop.signal,
  );
}

const status = async () =>
  (
    await installation.owner.$queryRaw<Record<string, unknown>[]>`
      SELECT condition, message, subject_count AS subjects, seen_at IS NOT NULL AS seen, description FROM registry_status
      WHERE cluster_slug = ${subjects.cluster}`
  )[0];
const conditionIs = (condition: string) => until(status, (row) => row?.condition === condition && row.seen === true);
const stateIs = (state: string) =>
  until(
    () => subjects.subject(SUBJECT),
    (subject) => subject.state === state,
  );
const applied = () =>
  until(
    () => subjects.subject(SUBJECT),
    ({ requests }) => requests.every((request) => request.state === "applied"),
  );

describe("a registry", () => {
  it("is reached, described, swept; what is approved meanwhile is applied", async () => {
    registry.registerOutside("theirs-value", record("id"));
    serve();
    await conditionIs("reachable");
    expect(await status()).toMatchObject({
      subjects: 1,
      message: "",
      description: { globalCompatibility: "BACKWARD", mode: "READWRITE" },
    });
    await subjects.register(SUBJECT, record("id"));
    wakeUps.registry.ring();
    await applied();
  });

  it("that is away is said to be so; topics are made meanwhile, and it is found again by itself", async () => {
    serve();
    await conditionIs("reachable");
    registry.stop();
    await conditionIs("unreachable");
    const topic = { name: `orders.beside-${count}.v1`, partitions: 1, replicationFactor: 1, config: {} };
    await installation.approve([topic], subjects.cluster);
    wakeUps.kafka.ring();
    await until(
      () => installation.topic(topic.name),
      ({ state }) => state === "ready",
    );
    await subjects.register(SUBJECT, record("id"));
    registry.start();
    await applied();
    await conditionIs("reachable");
  });

  it("works on while Kafka is away", async () => {
    cluster.stop();
    serve();
    await subjects.register(SUBJECT, record("id"));
    await applied();
  });

  it("killed between lowering and restoring the level: the level is restored after the restart, by whichever worker", async () => {
    serve();
    await subjects.register(SUBJECT, record("id"), { level: "FULL" });
    await applied();
    registry.faults = { after: ({ method }) => (method === "register" ? registry.stop() : undefined) };
    await subjects.register(SUBJECT, record("id:int"), { level: "FULL", forced: true });
    wakeUps.registry.ring();
    await conditionIs("unreachable");
    expect(registry.levelOf(SUBJECT)).toBe("NONE");
    stop.abort();
    await served;
    // The lease was left to expire, because the last write got no answer.
    await installation.owner
      .$executeRaw`UPDATE cluster_leases SET expires_at = now() WHERE cluster_slug = ${subjects.cluster}`;

    registry.faults = {};
    registry.start();
    serve("worker-2");
    await stateIs("ready");
    expect(registry.levelOf(SUBJECT)).toBe("FULL");
    expect(await applied()).toMatchObject({
      lowered: false,
      versions: [{}, { state: "registered", registryVersion: 2 }],
    });
  });
});

describe("the level that counts for all", () => {
  const actions = () => installation.trail(subjects.cluster);

  it.each([
    ["unset and nothing registered", "NONE", false, "BACKWARD"],
    ["chosen", "FULL", false, "FULL"],
    ["NONE, with subjects of somebody: that may be a choice", "NONE", true, "NONE"],
  ] as const)("%s", async (_, level, withSubject, expected) => {
    if (withSubject) registry.registerOutside("theirs-value", record("id"));
    registry.setGlobalLevelOutside(level);
    serve();
    await conditionIs("reachable");
    expect((await registry.connect().describe()).globalCompatibility).toBe(expected);
    expect((await actions()).includes("registry.onboarded")).toBe(level !== expected);
  });

  it("is not set again when somebody sets it to NONE later", async () => {
    registry.setGlobalLevelOutside("NONE");
    serve();
    await conditionIs("reachable");
    registry.setGlobalLevelOutside("NONE");
    registry.stop();
    await conditionIs("unreachable");
    registry.start();
    await conditionIs("reachable");
    expect((await registry.connect().describe()).globalCompatibility).toBe("NONE");
  });
});
