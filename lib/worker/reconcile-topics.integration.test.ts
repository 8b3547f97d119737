import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LeaseLost } from "#lib/db/worker-stores/cluster-leases";
import { ClusterCallFailed, type ClusterError, type NewTopic } from "#lib/kafka/cluster-admin";
import { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import { IdentityChanged } from "./cluster-identity.ts";
import { reconcileTopics } from "./reconcile-topics.ts";
import { TestInstallation } from "./test-installation.ts";

let installation: TestInstallation;
let cluster: InMemoryCluster;
let count = 0;

beforeAll(async () => {
  installation = await TestInstallation.create();
});
afterAll(() => installation?.drop());
beforeEach(async () => {
  cluster = new InMemoryCluster();
  await installation.owner.$executeRaw`UPDATE clusters SET kafka_cluster_id = NULL`;
  await installation.owner.$executeRaw`UPDATE topic_status SET due_at = NULL`;
});

function newTopic(change: Partial<NewTopic> = {}): NewTopic {
  count += 1;
  const spec = { partitions: 6, replicationFactor: 1, config: { "retention.ms": "604800000" } };
  return { name: `orders.topic-${count}.v1`, ...spec, ...change };
}

async function approved(change: Partial<NewTopic> = {}): Promise<NewTopic> {
  const topic = newTopic(change);
  await installation.approve([topic]);
  return topic;
}

const round = async () => reconcileTopics(await installation.session(cluster.connect()));

function lost(): never {
  throw new ClusterCallFailed({ code: "timed_out", retriable: true, message: "The cluster did not answer in time." });
}

const error = (code: ClusterError["code"], retriable: boolean): ClusterError => ({ code, retriable, message: "No." });

describe("an approved topic", () => {
  it("is created, read back, and everything says so in one transaction", async () => {
    const topic = await approved();
    expect(await round()).toBe(1);

    const live = cluster.snapshot().get(topic.name);
    expect(live).toMatchObject({ partitions: 6, config: topic.config });
    expect(await installation.topic(topic.name)).toMatchObject({
      state: "ready",
      observedGeneration: 1,
      kafkaTopicId: live?.topicId,
      due: false,
      attempt: 0,
      verified: true,
      lastApplied: { generation: 1, spec: { partitions: 6, replicationFactor: 1, config: topic.config } },
      request: "applied",
      catalogue: "ready",
    });
    expect(await installation.trail(topic.name)).toEqual(["topic.created-on-cluster"]);
    const [event] = await installation.owner.$queryRaw<{ after: unknown; requestId: bigint | null }[]>`
      SELECT after, request_id AS "requestId" FROM audit_events WHERE object_name = ${topic.name}`;
    expect(event).toMatchObject({
      after: { kafkaTopicId: live?.topicId, spec: { partitions: 6 } },
      requestId: expect.anything(),
    });
    const [seen] = await installation.owner.$queryRaw<unknown[]>`
      SELECT kafka_topic_id AS id, partitions FROM topic_observations WHERE name = ${topic.name}`;
    expect(seen).toEqual({ id: live?.topicId, partitions: 6 });
    expect(await round()).toBe(0);
  });

  it("is created with a thousand others in a few calls", async () => {
    const topics = Array.from({ length: 1_000 }, () => newTopic({ partitions: 1 }));
    await installation.approve(topics);
    const calls: number[] = [];
    cluster.faults = { before: ({ method, names }) => void (method === "createTopics" && calls.push(names.length)) };
    expect(await round()).toBe(1_000);

    expect(calls.length).toBeLessThanOrEqual(4);
    expect(cluster.snapshot().size).toBe(1_000);
    const states = await installation.owner.$queryRaw<unknown[]>`
      SELECT DISTINCT s.state, r.state AS request FROM topics t JOIN topic_status s ON s.topic_id = t.id JOIN requests r ON r.topic_id = t.id
      WHERE t.name = ANY(${topics.map(({ name }) => name)})`;
    expect(states).toEqual([{ state: "ready", request: "applied" }]);
  });

  it("is looked at again while the cluster shows it late, and not sent twice", async () => {
    const topic = await approved();
    let [hidden, sent] = [true, 0];
    cluster.faults = {
      before: ({ method }) => void (method === "createTopics" && sent++),
      refuse: ({ method }) => (method === "describeTopics" && hidden ? error("unknown_topic", true) : undefined),
    };
    const session = await installation.session(cluster.connect());
    await reconcileTopics(session);
    expect(await installation.topic(topic.name)).toMatchObject({
      state: "pending",
      reason: "not_visible_yet",
      due: true,
    });

    await installation.everythingIsDue();
    await reconcileTopics(session);
    hidden = false;
    await installation.everythingIsDue();
    await reconcileTopics(session);
    expect(await installation.topic(topic.name)).toMatchObject({ state: "ready", request: "applied" });
    expect(sent).toBe(1);
  });
});

describe("a topic of that name that is there already", () => {
  it("is somebody else's: blocked, untouched; once it is gone a retry creates ours", async () => {
    const topic = await approved();
    cluster.createOutside({ ...topic, partitions: 2 });
    const theirs = cluster.snapshot();
    await round();

    expect(cluster.snapshot()).toEqual(theirs);
    expect(await installation.topic(topic.name)).toMatchObject({
      state: "blocked",
      reason: "foreign_topic",
      createAttempted: false,
      due: false,
      request: "approved",
      catalogue: "blocked",
    });

    cluster.deleteOutside(topic.name);
    await installation.retry(topic.name);
    await round();
    expect(await installation.topic(topic.name)).toMatchObject({ state: "ready", request: "applied" });
    expect(await installation.trail(topic.name)).toEqual(["topic.blocked", "topic.created-on-cluster"]);
  });

  it("is somebody else's also when it appears between our look and our call, even as desired", async () => {
    const topic = await approved();
    cluster.faults = { before: ({ method }) => void (method === "createTopics" && cluster.createOutside(topic)) };
    await round();
    cluster.faults = {};
    await round();
    expect(await installation.topic(topic.name)).toMatchObject({ state: "blocked", reason: "foreign_topic" });
  });

  it("is ours when our call's answer was lost", async () => {
    const topic = await approved();
    cluster.faults = { after: ({ method }) => (method === "createTopics" ? lost() : undefined) };
    await expect(round()).rejects.toThrow(ClusterCallFailed);
    const made = cluster.snapshot().get(topic.name)?.topicId;
    expect(await installation.topic(topic.name)).toMatchObject({
      state: "pending",
      reason: "waiting_for_cluster",
      due: true,
    });

    cluster.faults = {};
    await installation.everythingIsDue();
    await round();
    expect(await installation.topic(topic.name)).toMatchObject({
      state: "ready",
      kafkaTopicId: made,
      request: "applied",
    });
    expect(await installation.trail(topic.name)).toEqual(["topic.created-on-cluster"]);
  });

  it("is nobody's we know when our call's answer was lost and it differs", async () => {
    const topic = await approved();
    cluster.faults = { before: ({ method }) => (method === "createTopics" ? lost() : undefined) };
    await expect(round()).rejects.toThrow(ClusterCallFailed);
    cluster.faults = {};
    cluster.createOutside({ ...topic, partitions: 2 });
    await installation.everythingIsDue();
    await round();
    expect(await installation.topic(topic.name)).toMatchObject({
      state: "blocked",
      reason: "differs",
      message: expect.stringContaining("partitions is 2, desired 6"),
    });
  });
});

describe("what the cluster refuses", () => {
  it("concerns nobody but the refused", async () => {
    const [good, never, later] = [await approved(), await approved(), await approved()];
    cluster.faults = {
      refuse: ({ method }, name) => {
        if (method !== "createTopics" || name === good.name) return undefined;
        return name === never.name ? error("policy_refused", false) : error("quota_exceeded", true);
      },
    };
    await round();

    expect(await installation.topic(good.name)).toMatchObject({ state: "ready" });
    expect(await installation.topic(never.name)).toMatchObject({
      state: "blocked",
      reason: "policy_refused",
      message: "No.",
      due: false,
      createAttempted: false,
    });
    expect(await installation.topic(later.name)).toMatchObject({
      state: "pending",
      reason: "quota_exceeded",
      due: true,
      attempt: 1,
    });

    cluster.faults = {};
    await installation.everythingIsDue();
    await round();
    expect(await installation.topic(later.name)).toMatchObject({ state: "ready", attempt: 0, reason: null });
  });

  it("does not lose anything while the cluster is down", async () => {
    const topic = await approved();
    cluster.stop();
    await expect(round()).rejects.toThrow(ClusterCallFailed);
    expect(await installation.topic(topic.name)).toMatchObject({ state: "pending", due: true, createAttempted: false });

    cluster.start();
    await round();
    expect(await installation.topic(topic.name)).toMatchObject({ state: "ready" });
  });
});

describe("what stops a worker from writing", () => {
  it("another Kafka cluster at the same address", async () => {
    await round();
    await approved();
    await reconcileTopics(await installation.session(cluster.connect()));
    const topic = await approved();
    cluster.rebuild();
    await expect(round()).rejects.toThrow(IdentityChanged);
    expect(cluster.snapshot().size).toBe(0);
    expect(await installation.topic(topic.name)).toMatchObject({ state: "pending", due: true });
    const [status] = await installation.owner.$queryRaw<
      unknown[]
    >`SELECT condition FROM cluster_status WHERE cluster_slug = 'local'`;
    expect(status).toEqual({ condition: "identity_changed" });
  });

  it("a lease that another worker took: nothing is sent", async () => {
    const topic = await approved();
    const late = await installation.session(cluster.connect(), { workerId: "worker-late" });
    await installation.session(cluster.connect(), { workerId: "worker-next" });
    await reconcileTopics(late);
    expect(cluster.snapshot().has(topic.name)).toBe(false);
    expect(await installation.topic(topic.name)).toMatchObject({ state: "pending", due: true, createAttempted: false });
  });

  it("a lease that another worker took after the call was sent: nothing is recorded, and the other one completes it", async () => {
    const topic = await approved();
    const late = await installation.session(cluster.connect(), { workerId: "worker-late" });
    cluster.faults = {
      after: async ({ method }) => {
        if (method === "createTopics")
          await installation.owner.$executeRaw`UPDATE cluster_leases SET epoch = epoch + 1`;
      },
    };
    await expect(reconcileTopics(late)).rejects.toThrow(LeaseLost);
    cluster.faults = {};
    expect(await installation.topic(topic.name)).toMatchObject({ state: "pending", due: true, createAttempted: true });
    await round();
    expect(await installation.topic(topic.name)).toMatchObject({ state: "ready", request: "applied" });
  });
});
