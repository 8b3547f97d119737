import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { NewTopic } from "#lib/kafka/cluster-admin";
import { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import { IdentityChanged } from "./cluster-identity.ts";
import type { ClusterSession } from "./cluster-session.ts";
import { observeFigures } from "./observe-figures.ts";
import { observeGroups } from "./observe-groups.ts";
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
  await owner.$executeRaw`UPDATE cluster_status SET condition = 'unknown', message = '', figures_at = NULL`;
  await owner.$executeRaw`TRUNCATE topic_figures, group_observations, group_topics, group_lag_history`;
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

describe("figures", () => {
  const look = async () => {
    session.figuresReadAt = null;
    const { listed } = await observeTopics(session);
    await observeFigures(session, listed);
  };
  /** As if the last reading was a minute ago. */
  const aMinutePasses = async () => {
    const { owner } = installation;
    await owner.$executeRaw`UPDATE cluster_status SET figures_at = figures_at - interval '1 minute'`;
    await owner.$executeRaw`UPDATE topic_figures SET measured_at = measured_at - interval '1 minute', moved_at = moved_at - interval '1 minute'`;
  };
  const figures = async () => {
    const [row] = await installation.owner.$queryRaw<Record<string, unknown>[]>`
      SELECT f.start_offset AS start, f.end_offset AS end, records_per_second AS records, bytes_per_second AS bytes, moved_at AS moved,
        measured_at AS measured, (SELECT figures_at FROM cluster_status WHERE cluster_slug = 'local') AS read FROM topic_figures f`;
    return row;
  };
  const produce = (name: string, records: number) =>
    cluster.produceOutside(
      name,
      Array.from({ length: records }, (_, index) => ({ value: "x", partition: index % 3 })),
    );

  it("tell where a topic ends and, from the second reading on, how fast it is written", async () => {
    const [topic] = foreign(1);
    produce(String(topic?.name), 30);
    await look();
    expect(await figures()).toMatchObject({ start: 0n, end: 30n, records: null, bytes: null });

    await aMinutePasses();
    produce(String(topic?.name), 60);
    await look();
    const { records, moved, measured } = (await figures()) ?? {};
    // A little more than a minute passes in fact.
    expect(Number(records)).toBeGreaterThan(0.5);
    expect(Number(records)).toBeLessThanOrEqual(1);
    expect(moved).toEqual(measured);
  });

  it("are written only where something moved; that they were read is kept once", async () => {
    const [topic] = foreign(1);
    produce(String(topic?.name), 3);
    await look();
    await look();
    const before = await figures();
    expect(before).toMatchObject({ records: 0, bytes: 0 });
    await look();
    const after = await figures();
    expect(after).toEqual({ ...before, read: after?.read });
    expect(Number(after?.read)).toBeGreaterThan(Number(before?.read));
  });

  it("and what groups were behind go with a topic that was deleted and made anew, whoever it belongs to", async () => {
    const [topic] = foreign(1);
    const name = String(topic?.name);
    const firstSeen = async () =>
      (
        await installation.owner.$queryRaw<
          { at: Date }[]
        >`SELECT first_seen_at AS at FROM topic_observations WHERE name = ${name}`
      )[0]?.at;
    produce(name, 30);
    cluster.commitOffsetsOutside("billing", [{ topic: name, partition: 0, offset: 1n }]);
    await look();
    await observeGroups(session);
    const seen = await firstSeen();
    const kept = () => installation.owner.$queryRaw<{ rows: bigint }[]>`
      SELECT (SELECT count(*) FROM group_topics) + (SELECT count(*) FROM group_lag_history) AS rows`;
    expect(await kept()).toEqual([{ rows: 2n }]);

    cluster.deleteOutside(name);
    cluster.createOutside({ ...newTopic(), name });
    await observeTopics(session);
    expect(await figures()).toBeUndefined();
    expect(await kept()).toEqual([{ rows: 0n }]);
    expect(Number(await firstSeen())).toBeGreaterThan(Number(seen));
    expect(await catalogue()).toEqual([{ name, state: "unmanaged" }]);

    await look();
    expect(await figures()).toMatchObject({ end: 0n, records: null });
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

    await installation.owner.$executeRaw`UPDATE clusters SET confirmations = confirmations + 1`;
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
      .$executeRaw`UPDATE clusters SET kafka_cluster_id = ${changed?.clusterId}, confirmations = confirmations + 1`;
    await observeTopics(session);
    expect(await observed()).toHaveLength(0);
    expect(await status()).toMatchObject({ condition: "reachable", topics: 0 });
  });
});
