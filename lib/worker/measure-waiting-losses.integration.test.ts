import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { findLoss } from "#lib/db/stores/retention-losses";
import { forgetLosses } from "#lib/db/worker-stores/retention-losses";
import { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import { serveCluster } from "./loop.ts";
import { measureWaitingLosses } from "./measure-waiting-losses.ts";
import type { ProbeSession } from "./probe-session.ts";
import { silent, TestInstallation, until } from "./test-installation.ts";
import { WakeUp } from "./wake-up.ts";

const TOPIC = "orders.placed";
const DAY = 86_400_000;
let installation: TestInstallation;
let cluster: InMemoryCluster;

beforeAll(async () => {
  installation = await TestInstallation.create();
});
afterAll(() => installation?.drop());
beforeEach(() => {
  cluster = new InMemoryCluster();
  cluster.createOutside({ name: TOPIC, partitions: 1, replicationFactor: 1, config: {} });
  cluster.produceOutside(
    TOPIC,
    [10, 5, 2].map((ago) => ({ timestamp: Date.now() - ago * DAY, value: "x" })),
  );
  cluster.commitOffsetsOutside("billing", [{ topic: TOPIC, partition: 0, offset: 1n }]);
});
afterEach(async () => {
  await installation.owner.$executeRaw`DELETE FROM retention_losses`;
  await installation.owner.$executeRaw`DELETE FROM topic_observations`;
  await installation.owner.$executeRaw`DELETE FROM requests`;
});

async function submitShorter(
  to: string | null,
  kind = "topic.change",
  name = TOPIC,
  acts = "destructive",
): Promise<void> {
  const { teamId, userId } = installation.people;
  const plan = JSON.stringify({ changes: [{ field: "retention.ms", from: "2592000000", to, kind: acts }] });
  await installation.owner.$executeRaw`
    INSERT INTO requests (kind, cluster_slug, object_name, team_id, asking_team_id, requester_id, state, patch, reason, plan, fingerprint,
      violations, risk, slots, partitions, lapses_at)
    VALUES (${kind}, 'local', ${name}, ${teamId}::uuid, ${teamId}::uuid, ${userId}::uuid, 'submitted', '{}', 'for orders', ${plan}::jsonb,
      'f', '[]', 'high', '[]', 0, now() + interval '30 days')`;
}

function session(): ProbeSession {
  const { signal } = new AbortController();
  return {
    ...{ slug: "local", workerId: "worker-1", db: installation.database.worker, log: silent, signal, registry: null },
    ...{ admin: cluster.connect(), reader: cluster.connectReader() },
  };
}
const lossFor = (days: number) => findLoss(installation.database.web, "local", TOPIC, BigInt(days * DAY));

it("measures what undecided requests would delete, once in five minutes, and what an unset key falls back to", async () => {
  await submitShorter(String(3 * DAY));
  await submitShorter(String(3 * DAY), "topic.revert");
  await submitShorter(null);
  const passedOver = new Set<string>();
  expect(await measureWaitingLosses(session(), passedOver)).toBe(2);
  expect(await lossFor(3)).toMatchObject({ records: "2", groups: [{ group: "billing", records: "1" }] });
  expect(await lossFor(7)).toMatchObject({ records: "1", groups: [] });
  expect(await measureWaitingLosses(session(), passedOver)).toBe(0);

  await installation.owner.$executeRaw`UPDATE retention_losses SET measured_at = now() - interval '6 minutes'`;
  expect(await measureWaitingLosses(session(), passedOver)).toBe(2);
});

it("measures what the cluster's own default leaves, also where that was harmless when it was asked for", async () => {
  await installation.owner
    .$executeRaw`UPDATE cluster_status SET topic_defaults = ${JSON.stringify({ "retention.ms": String(DAY) })}::jsonb`;
  await submitShorter(null, "topic.change", TOPIC, "neutral");
  await submitShorter(String(30 * DAY), "topic.change", TOPIC, "neutral");
  expect(await measureWaitingLosses(session(), new Set())).toBe(1);
  expect(await lossFor(1)).toMatchObject({ records: "3" });
  await installation.owner.$executeRaw`UPDATE cluster_status SET topic_defaults = '{}'`;
});

it("passes over what the cluster does not tell, and measures the others", async () => {
  await submitShorter(String(3 * DAY), "topic.change", "no.such.topic");
  await submitShorter(String(3 * DAY));
  const passedOver = new Set<string>();
  expect(await measureWaitingLosses(session(), passedOver)).toBe(2);
  expect([...passedOver]).toEqual(["no.such.topic"]);
  expect(await lossFor(3)).not.toBeNull();
});

it("passes over what breaks, and measures the others", async () => {
  cluster.commitOffsetsOutside("nul\0", [{ topic: TOPIC, partition: 0, offset: 0n }]);
  cluster.createOutside({ name: "orders.broken", partitions: 1, replicationFactor: 1, config: {} });
  cluster.faults = {
    before: ({ method, names }) => {
      if (method === "describeTopics" && names.includes("orders.broken")) throw new TypeError("It broke.");
    },
  };
  await submitShorter(String(3 * DAY), "topic.change", "orders.broken");
  await submitShorter(String(3 * DAY));
  const passedOver = new Set<string>();
  expect(await measureWaitingLosses(session(), passedOver)).toBe(2);
  expect([...passedOver]).toEqual(["orders.broken"]);
  expect((await lossFor(3))?.groups).toEqual([
    { group: "nul\uFFFD", records: "2" },
    { group: "billing", records: "1" },
  ]);
});

it("is not told when it is old, or of another topic of that name", async () => {
  await submitShorter(String(3 * DAY));
  await measureWaitingLosses(session(), new Set());
  const observe = (id: string) =>
    installation.owner.$executeRaw`
      INSERT INTO topic_observations (cluster_slug, name, kafka_topic_id, internal, partitions, replication_factor, config)
      VALUES ('local', ${TOPIC}, ${id}, false, 1, 1, '{}') ON CONFLICT (cluster_slug, name) DO UPDATE SET kafka_topic_id = excluded.kafka_topic_id`;
  await observe("another-topic");
  expect(await lossFor(3)).toBeNull();
  await observe(cluster.snapshot().get(TOPIC)?.topicId ?? "");
  expect(await lossFor(3)).not.toBeNull();

  await installation.owner.$executeRaw`UPDATE retention_losses SET measured_at = now() - interval '16 minutes'`;
  expect(await lossFor(3)).toBeNull();
  await installation.owner.$executeRaw`UPDATE retention_losses SET measured_at = now() - interval '25 hours'`;
  expect(await forgetLosses(installation.database.worker, 10)).toBe(1);
});

it("is answered to whoever types a retention, and kept for who decides", async () => {
  const [stop, wakeUps] = [
    new AbortController(),
    { kafka: new WakeUp(), registry: new WakeUp(), probes: new WakeUp() },
  ];
  const served = serveCluster(
    {
      ...{ slug: "local", workerId: "worker-1", db: installation.database.worker, credentialKey: "", wakeUps },
      ...{ admin: cluster.connect(), reader: cluster.connectReader(), registry: null },
      ...{ sweepIntervalMs: 30_000, figuresIntervalMs: 60_000, log: silent },
    },
    stop.signal,
  );
  const question = JSON.stringify({ topic: TOPIC, retentionMs: String(DAY) });
  const [asked] = await installation.database.web.$queryRaw<{ id: string }[]>`
    INSERT INTO probes (cluster_slug, kind, question, asked_by, expires_at)
    VALUES ('local', 'loss', ${question}::jsonb, ${installation.people.userId}::uuid, clock_timestamp() + interval '1 minute') RETURNING id`;
  wakeUps.probes.ring();
  const [row] = await until(
    () => installation.owner.$queryRaw<{ answer: unknown }[]>`SELECT answer FROM probes WHERE id = ${asked?.id}::uuid`,
    ([one]) => one?.answer != null,
  );
  expect(row?.answer).toMatchObject({
    ok: true,
    value: { records: "3", groups: [{ group: "billing", records: "2" }] },
  });
  expect(await lossFor(1)).toMatchObject({ records: "3" });
  stop.abort();
  await served;
});
