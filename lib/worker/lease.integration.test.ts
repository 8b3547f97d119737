import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import { Lease, WRITE_MARGIN_MS } from "./lease.ts";
import { reconcileTopics } from "./reconcile-topics.ts";
import { TestInstallation } from "./test-installation.ts";

const REQUEST_TIMEOUT_MS = 5_000;
let installation: TestInstallation;

beforeAll(async () => {
  installation = await TestInstallation.create();
});
afterAll(() => installation?.drop());
beforeEach(() => installation.owner.$executeRaw`DELETE FROM cluster_leases`);

const acquire = (holder: string) => Lease.acquire(installation.database.worker, "local", holder, REQUEST_TIMEOUT_MS);
const expire = () => installation.owner.$executeRaw`UPDATE cluster_leases SET expires_at = clock_timestamp()`;

it("is held by one worker at a time, and outlasts a write", async () => {
  const lease = await acquire("one");
  expect(lease?.takenOverFrom).toBeNull();
  expect(lease?.mayWrite()).toBe(true);
  expect(lease?.remainingMs()).toBeGreaterThan(REQUEST_TIMEOUT_MS + WRITE_MARGIN_MS);
  expect(await acquire("two")).toBeNull();
});

it("lasts as long as it was asked for, also when it is prolonged", async () => {
  const lease = await Lease.acquire(installation.database.worker, "local", "one", REQUEST_TIMEOUT_MS, 3_600_000);
  expect(lease?.remainingMs()).toBeGreaterThan(3_000_000);
  await lease?.renew();
  expect(lease?.remainingMs()).toBeGreaterThan(3_000_000);
});

it("goes to exactly one of many who ask at once", async () => {
  const leases = await Promise.all(Array.from({ length: 8 }, (_, index) => acquire(`worker-${index}`)));
  expect(leases.filter((lease) => lease !== null)).toHaveLength(1);
});

it("is prolonged by its holder only", async () => {
  const one = await acquire("one");
  expect(await one?.renew()).toBe(true);
  await expire();
  expect(await one?.renew()).toBe(false);

  const two = await acquire("two");
  expect(two).toMatchObject({ takenOverFrom: "one", scope: { epoch: 2n } });
  expect(await one?.renew()).toBe(false);
  expect(await two?.renew()).toBe(true);
});

it("that was given back is free at once, and its next holder need not wait", async () => {
  const one = await acquire("one");
  await one?.release();
  expect(await acquire("two")).toMatchObject({ takenOverFrom: null, scope: { epoch: 2n } });
});

it("is not given back while a write may be under way", async () => {
  const one = await acquire("one");
  one?.noteUnansweredWrite();
  await one?.release();
  expect(await acquire("two")).toBeNull();
});

it("allows no write when it ran low while the attempt was recorded", async () => {
  const topic = { name: "orders.slow-database.v1", partitions: 1, replicationFactor: 1, config: {} };
  await installation.approve([topic]);
  const cluster = new InMemoryCluster();
  const session = await installation.session(cluster.connect(), {
    checkpoint: (step) => {
      if (step === "attempt-recorded") vi.spyOn(session.lease, "mayWrite").mockReturnValue(false);
    },
  });

  await reconcileTopics(session);
  expect(cluster.snapshot().has(topic.name)).toBe(false);
  expect(await installation.topic(topic.name)).toMatchObject({ state: "pending", due: true });
});
