import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { NewTopic } from "#lib/kafka/cluster-admin";
import { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import { IdentityChanged } from "./cluster-identity.ts";
import type { ClusterSession } from "./cluster-session.ts";
import { observeFigures } from "./observe-figures.ts";
import { observeTopics } from "./observe-topics.ts";
import { reconcileTopics } from "./reconcile-topics.ts";
import { TestInstallation } from "./test-installation.ts";

let installation: TestInstallation;
let cluster: InMemoryCluster;
let session: ClusterSession;
let count = 0;

beforeAll(async () => {
  installation = await TestInstallation.create();
});
afterAll(() => installation?.drop());
beforeEach(async () => {
  cluster = new InMemoryCluster();
  const { owner } = installation;
  await owner.$executeRaw`UPDATE clusters SET kafka_cluster_id = NULL, detached_at = NULL`;
  await owner.$executeRaw`UPDATE cluster_status SET condition = 'unknown', message = ''`;
  await owner.$executeRaw`DELETE FROM topic_observations`;
  await owner.$executeRaw`DELETE FROM name_reservations`;
  await owner.$executeRaw`DELETE FROM topic_status`;
  await owner.$executeRaw`DELETE FROM topics`;
  session = await installation.session(cluster.connect());
});

function newTopic(change: Partial<NewTopic> = {}): NewTopic {
  count += 1;
  return {
    name: `sales.topic-${count}.v1`,
    partitions: 3,
    replicationFactor: 1,
    config: { "retention.ms": "1000" },
    ...change,
  };
}

function foreign(number: number): NewTopic[] {
  const topics = Array.from({ length: number }, () => newTopic());
  for (const topic of topics) cluster.createOutside(topic);
  return topics;
}

async function managed(): Promise<NewTopic> {
  const topic = newTopic();
  await installation.approve([topic]);
  await reconcileTopics(session);
  return topic;
}

const observed = () => installation.owner.$queryRaw<{ name: string; changedAt: Date }[]>`
  SELECT name, partitions, config, changed_at AS "changedAt" FROM topic_observations ORDER BY name`;
const catalogue = () => installation.owner.$queryRaw<{ name: string; state: string }[]>`
  SELECT name, state FROM catalogue ORDER BY name`;
const status = async () =>
  (
    await installation.owner.$queryRaw<Record<string, unknown>[]>`
      SELECT condition, message, seen_at AS "seenAt", topic_count AS topics, partition_count AS partitions, controller_id AS controller,
        observed_cluster_id AS "clusterId" FROM cluster_status WHERE cluster_slug = 'local'`
  )[0];

describe("a sweep", () => {
  it("stores what is on the cluster; what nobody manages appears in the catalogue as such", async () => {
    const [topic] = foreign(1);
    cluster.createOutside(newTopic({ name: "__consumer_offsets", partitions: 50 }));
    await observeTopics(session);

    expect(await observed()).toMatchObject([
      { name: "__consumer_offsets" },
      { name: topic?.name, partitions: 3, config: { "retention.ms": "1000" } },
    ]);
    expect(await catalogue()).toEqual([{ name: topic?.name, state: "unmanaged" }]);
    expect(await status()).toMatchObject({ condition: "reachable", topics: 1, partitions: 53, controller: 1 });
  });

  it("writes only what changed", async () => {
    const [same, grown, gone] = foreign(3).map(({ name }) => name);
    await observeTopics(session);
    const before = await observed();
    cluster.growOutside(String(grown), 4);
    cluster.deleteOutside(String(gone));
    await observeTopics(session);

    const after = await observed();
    expect(after.map(({ name }) => name)).toEqual([same, grown]);
    expect(after[0]).toEqual(before[0]);
    expect(after[1]).toMatchObject({ partitions: 4 });
    expect(after[1]?.changedAt.getTime()).toBeGreaterThan(Number(before[1]?.changedAt.getTime()));
    expect((await catalogue()).map(({ name }) => name)).toEqual([same, grown]);
  });

  it("never overwrites what was verified after it began", async () => {
    const topic = await managed();
    cluster.faults = {
      after: async ({ method }) => {
        if (method !== "describeTopicConfigs") return;
        cluster.faults = {};
        cluster.alterConfigOutside(topic.name, { "retention.ms": "5" });
        await installation.owner.$executeRaw`
          UPDATE topic_observations SET config = '{"retention.ms": "5"}', changed_at = clock_timestamp() WHERE name = ${topic.name}`;
      },
    };
    await observeTopics(session);
    expect(await observed()).toMatchObject([{ name: topic.name, config: { "retention.ms": "5" } }]);
  });

  it("stores sizes and last writes, and shows them in the catalogue", async () => {
    const [topic] = foreign(1);
    cluster.writeOutside(String(topic?.name), { sizeBytes: 2n ** 60n, lastWrittenAt: 1_700_000_000_123 });
    const { listed } = await observeTopics(session);
    await observeFigures(session, listed);
    const [row] = await installation.owner.$queryRaw<unknown[]>`
      SELECT size_bytes AS size, last_written_at AS written FROM catalogue WHERE name = ${topic?.name}`;
    expect(row).toEqual({ size: 2n ** 60n, written: new Date(1_700_000_000_123) });
  });
});

describe("drift", () => {
  it("is declared when two sweeps agree, recorded, and taken back the same way", async () => {
    const topic = await managed();
    cluster.alterConfigOutside(topic.name, { "retention.ms": "5" });
    await observeTopics(session);
    expect(await installation.topic(topic.name)).toMatchObject({ state: "ready" });
    await observeTopics(session);
    expect(await installation.topic(topic.name)).toMatchObject({
      state: "drifted",
      message: "retention.ms is 5, desired 1000",
      catalogue: "drifted",
      due: false,
    });

    cluster.alterConfigOutside(topic.name, { "retention.ms": "1000" });
    await observeTopics(session);
    await observeTopics(session);
    expect(await installation.topic(topic.name)).toMatchObject({ state: "ready", reason: null });
    expect(await installation.trail(topic.name)).toEqual(["topic.created-on-cluster", "topic.drifted", "topic.ready"]);
  });

  it("is not in keys that Headgate was not told to manage", async () => {
    const topic = await managed();
    cluster.alterConfigOutside(topic.name, { "segment.ms": "60000" });
    await observeTopics(session);
    await observeTopics(session);
    expect(await installation.topic(topic.name)).toMatchObject({ state: "ready" });
  });

  it("a topic that is gone is missing and is not made again", async () => {
    const topic = await managed();
    cluster.deleteOutside(topic.name);
    await observeTopics(session);
    await observeTopics(session);
    await reconcileTopics(session);
    expect(await installation.topic(topic.name)).toMatchObject({ state: "missing", catalogue: "missing" });
    expect(cluster.snapshot().size).toBe(0);
  });

  it("a topic that was made again by somebody else is not ours any more", async () => {
    const topic = await managed();
    cluster.deleteOutside(topic.name);
    cluster.createOutside(topic);
    await observeTopics(session);
    await observeTopics(session);
    expect(await installation.topic(topic.name)).toMatchObject({ state: "blocked", reason: "recreated_outside" });
  });
});

describe("an answer that cannot be believed", () => {
  it.each([
    ["nothing at all", 30],
    ["a third less", 12],
  ])("%s keeps what was seen, says so, and stops until an admin confirms", async (_, vanished) => {
    foreign(30);
    await observeTopics(session);
    const before = await status();
    for (const name of [...cluster.snapshot().keys()].slice(0, vanished)) cluster.deleteOutside(name);

    expect(await observeTopics(session)).toMatchObject({ believed: false });
    expect(await observeTopics(session)).toMatchObject({ believed: false });
    expect(await observed()).toHaveLength(30);
    expect(await status()).toMatchObject({
      seenAt: before?.seenAt,
      message: expect.stringContaining("known ones are missing"),
    });

    await installation.owner.$executeRaw`UPDATE clusters SET version = version + 1`;
    expect(await observeTopics(session)).toMatchObject({ believed: true });
    expect(await observed()).toHaveLength(cluster.snapshot().size);
    expect(await status()).toMatchObject({ message: "" });
  });

  it("another Kafka cluster is not looked at until an admin confirms it", async () => {
    foreign(20);
    await observeTopics(session);
    cluster.rebuild();
    await expect(observeTopics(session)).rejects.toThrow(IdentityChanged);
    expect(await observed()).toHaveLength(20);
    const changed = await status();
    expect(changed).toMatchObject({
      condition: "identity_changed",
      clusterId: (await cluster.connect().describeCluster()).clusterId,
    });

    await installation.owner
      .$executeRaw`UPDATE clusters SET kafka_cluster_id = ${changed?.clusterId}, version = version + 1`;
    await observeTopics(session);
    expect(await observed()).toHaveLength(0);
    expect(await status()).toMatchObject({ condition: "reachable", topics: 0 });
  });
});
