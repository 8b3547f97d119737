import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DriftedField } from "#lib/domain/drift";
import type { NewTopic } from "#lib/kafka/cluster-admin";
import { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import type { ClusterSession } from "./cluster-session.ts";
import { observeTopics } from "./observe-topics.ts";
import { reconcileTopics } from "./reconcile-topics.ts";
import { TestInstallation } from "./test-installation.ts";
import { requestStates, TopicDecisions } from "./test-topic-life.ts";

const WEEK = "604800000";
const DAY = "86400000";
let installation: TestInstallation;
let decide: TopicDecisions;
let cluster: InMemoryCluster;
let session: ClusterSession;
let count = 0;

beforeAll(async () => {
  installation = await TestInstallation.create();
  decide = new TopicDecisions(installation.owner, "local", installation.people);
});
afterAll(() => installation?.drop());
beforeEach(async () => {
  cluster = new InMemoryCluster({ brokers: 3 });
  await installation.owner.$executeRaw`UPDATE clusters SET kafka_cluster_id = NULL, drift_policy = 'ask'`;
  await installation.owner.$executeRaw`UPDATE topic_status SET due_at = NULL, state = 'blocked'`;
  await installation.owner.$executeRaw`DELETE FROM topic_observations`;
  session = await installation.session(cluster.connect());
});

async function ready(change: Partial<NewTopic> = {}): Promise<string> {
  count += 1;
  const topic = {
    name: `orders.life-${count}.v1`,
    partitions: 6,
    replicationFactor: 1,
    config: { "retention.ms": WEEK },
    ...change,
  };
  await installation.approve([topic]);
  await reconcileTopics(session);
  return topic.name;
}

const live = (name: string) => cluster.snapshot().get(name);
const stateOf = async (id: string) => (await requestStates(installation.owner, [id]))[0];
async function status(name: string) {
  const [row] = await installation.owner.$queryRaw<
    {
      state: string;
      reason: string | null;
      drift: DriftedField[];
      progress: unknown;
      due: boolean;
      settled: boolean;
      message: string;
    }[]
  >`SELECT s.state, s.reason, s.message, s.drift, s.progress, s.due_at IS NOT NULL AS due, s.observed_generation = t.generation AS settled
    FROM topic_status s JOIN topics t ON t.id = s.topic_id WHERE t.name = ${name}`;
  return row;
}
async function round(): Promise<void> {
  await installation.everythingIsDue();
  await reconcileTopics(session);
}
async function sweeps(): Promise<void> {
  await observeTopics(session);
  await observeTopics(session);
}

describe("a change", () => {
  it("sets retention to 30 days and unsets it again, each seen on the cluster; the trail says what was written", async () => {
    const name = await ready();
    const longer = await decide.change(name, { config: { "retention.ms": "2592000000" } });
    await round();
    expect(live(name)?.config).toEqual({ "retention.ms": "2592000000" });
    const unset = await decide.change(name, { config: { "retention.ms": null } }, noLoss);
    await round();
    expect(live(name)?.config).toEqual({});
    expect(await status(name)).toMatchObject({ state: "ready", drift: [], due: false, settled: true });
    expect(await requestStates(installation.owner, [longer, unset])).toMatchObject([
      { state: "applied" },
      { state: "applied" },
    ]);
    expect(await installation.trail(name)).toEqual([
      "topic.created-on-cluster",
      "topic.changed-on-cluster",
      "topic.changed-on-cluster",
    ]);
    const [seen] = await installation.owner.$queryRaw<
      unknown[]
    >`SELECT config FROM topic_observations WHERE name = ${name}`;
    expect(seen).toEqual({ config: {} });
    expect(await reconcileTopics(session)).toBe(0);
  });

  it("grows partitions, and never shrinks them", async () => {
    const name = await ready();
    await decide.change(name, { partitions: 12 });
    await round();
    expect(live(name)?.partitions).toBe(12);
    cluster.growOutside(name, 18);
    const less = await decide.change(name, { partitions: 15 });
    await round();
    expect(live(name)?.partitions).toBe(18);
    expect(await stateOf(less)).toMatchObject({ state: "stale", outcome: expect.stringContaining("partitions") });
  });

  it("writes only what was approved: what somebody else changed beside it stays and is told", async () => {
    const name = await ready();
    cluster.alterConfigOutside(name, { "retention.ms": "1000", "segment.ms": "60000" });
    const grown = await decide.change(name, { partitions: 9 });
    await round();
    expect(live(name)).toMatchObject({ partitions: 9, config: { "retention.ms": "1000", "segment.ms": "60000" } });
    expect(await stateOf(grown)).toMatchObject({ state: "applied" });
    expect((await status(name))?.drift).toMatchObject([
      { field: "retention.ms", desired: WEEK, applied: WEEK, observed: "1000" },
    ]);
  });

  it("that a later one replaced unapplied is superseded, and only the later one is written", async () => {
    const name = await ready();
    const ids = [await decide.change(name, { config: { "retention.ms": "2592000000" } })];
    ids.push(
      await decide.change(name, { config: { "retention.ms": "1209600000" } }),
      await decide.change(name, { partitions: 7 }),
    );
    await round();
    expect(live(name)).toMatchObject({ partitions: 7, config: { "retention.ms": "1209600000" } });
    expect((await requestStates(installation.owner, ids)).map(({ state }) => state)).toEqual([
      "superseded",
      "applied",
      "applied",
    ]);
  });

  it("of many topics costs one call, and one that the cluster refuses holds back nobody", async () => {
    const names: string[] = [];
    for (let topic = 0; topic < 5; topic += 1) names.push(await ready());
    for (const name of names) await decide.change(name, { config: { "retention.ms": "2592000000" } });
    const refused = names[2] ?? "";
    const calls: number[] = [];
    cluster.faults = {
      before: ({ method, names: sent }) => void (method === "alterTopicConfigs" && calls.push(sent.length)),
      refuse: ({ method }, name) =>
        method === "alterTopicConfigs" && name === refused
          ? { code: "policy_refused", retriable: false, message: "Not on this cluster." }
          : undefined,
    };
    await round();
    expect(calls).toEqual([5]);
    expect(await status(refused)).toMatchObject({
      state: "blocked",
      reason: "policy_refused",
      message: "Not on this cluster.",
    });
    for (const name of names.filter((one) => one !== refused))
      expect(await status(name)).toMatchObject({ state: "ready" });
  });
});

const noLoss = { measuredAt: "", records: "0", bytes: "0", from: null, to: "", groups: [] };

describe("an approval that does not hold", () => {
  it("comes back, its fields as they were last applied, and nothing is written", async () => {
    const name = await ready();
    const shorter = await decide.change(name, { partitions: 9, config: { "retention.ms": DAY } }, noLoss);
    cluster.alterConfigOutside(name, { "retention.ms": "2592000000" });
    const before = cluster.snapshot();
    await reconcileTopics(session);
    expect(await stateOf(shorter)).toMatchObject({
      state: "stale",
      outcome: expect.stringContaining("2592000000 to 86400000"),
    });
    await round();
    expect(cluster.snapshot()).toEqual(before);
    expect(await status(name)).toMatchObject({
      state: "drifted",
      drift: [{ field: "retention.ms", desired: WEEK, observed: "2592000000" }],
    });
    const [topic] = await installation.owner.$queryRaw<
      unknown[]
    >`SELECT partitions, config FROM topics WHERE name = ${name}`;
    expect(topic).toEqual({ partitions: 6, config: { "retention.ms": WEEK } });
    const [event] = await installation.owner.$queryRaw<unknown[]>`
      SELECT action, reason FROM audit_events WHERE request_id = ${BigInt(shorter)} ORDER BY number DESC LIMIT 1`;
    expect(event).toMatchObject({ action: "request.stale" });
    const told = await installation.owner.outboxEvent.findMany({
      where: { dedupeKey: `request-decided:${shorter}:stale` },
    });
    expect(told).toMatchObject([{ kind: "request-decided", body: expect.stringContaining("2592000000 to 86400000") }]);
  });

  it("because a group loses that was not named", async () => {
    const name = await ready({ partitions: 1 });
    const old = Date.now() - 3 * 86_400_000;
    cluster.produceOutside(
      name,
      [1, 2, 3].map((index) => ({ value: Buffer.from("x"), timestamp: old + index })),
    );
    cluster.commitOffsetsOutside("billing", [{ topic: name, partition: 0, offset: 1n }]);
    const shown = { ...noLoss, records: "3", bytes: "1000000" };
    const unnamed = await decide.change(name, { config: { "retention.ms": DAY } }, shown);
    await round();
    expect(await stateOf(unnamed)).toMatchObject({
      state: "stale",
      outcome: expect.stringContaining("billing has not read 2 records"),
    });
    await round();
    const named = { ...shown, groups: [{ group: "billing", owner: null, records: "2" }] };
    const accepted = await decide.change(name, { config: { "retention.ms": DAY } }, named);
    await round();
    expect(await stateOf(accepted)).toMatchObject({ state: "applied" });
    expect(live(name)?.config).toEqual({ "retention.ms": DAY });
  });
});

describe("drift", () => {
  it("is told in three values, with the time since when it differs, which stays while the value goes on changing", async () => {
    const name = await ready();
    cluster.alterConfigOutside(name, { "retention.ms": "1000" });
    await observeTopics(session);
    expect((await status(name))?.drift).toEqual([]);
    await observeTopics(session);
    const first = (await status(name))?.drift;
    expect(first).toEqual([
      { field: "retention.ms", desired: WEEK, applied: WEEK, observed: "1000", since: expect.any(String) },
    ]);
    cluster.alterConfigOutside(name, { "retention.ms": "2000" });
    cluster.growOutside(name, 8);
    await sweeps();
    expect((await status(name))?.drift).toEqual([
      { field: "partitions", desired: "6", applied: "6", observed: "8", since: expect.any(String) },
      { ...first?.[0], observed: "2000" },
    ]);
    await round();
    expect(live(name)).toMatchObject({ partitions: 8, config: { "retention.ms": "2000" } });
  });

  it("ends by a revert, or by an adoption, with nothing left of it", async () => {
    const [reverted, adopted] = [await ready(), await ready()];
    for (const name of [reverted, adopted])
      cluster.alterConfigOutside(name, { "retention.ms": "1000", "segment.ms": "60000" });
    cluster.growOutside(adopted, 8);
    await sweeps();
    const revert = await decide.revert(reverted, ["retention.ms"]);
    const adopt = await decide.adopt(adopted, ["partitions", "retention.ms", "segment.ms"]);
    const before = live(adopted);
    await round();
    expect(live(reverted)?.config).toEqual({ "retention.ms": WEEK, "segment.ms": "60000" });
    expect(live(adopted)).toEqual(before);
    for (const name of [reverted, adopted])
      expect(await status(name)).toMatchObject({ state: "ready", drift: [], settled: true });
    expect(await requestStates(installation.owner, [revert, adopt])).toMatchObject([
      { state: "applied" },
      { state: "applied" },
    ]);
    await sweeps();
    expect(await status(adopted)).toMatchObject({ state: "ready", drift: [] });
  });

  it("that is harmless is put back unasked where the cluster is set so, once two sweeps agree, and said so", async () => {
    await installation.owner.$executeRaw`UPDATE clusters SET drift_policy = 'revert-harmless'`;
    const [shorter, longer] = [await ready(), await ready()];
    cluster.alterConfigOutside(shorter, { "retention.ms": "1000" });
    cluster.alterConfigOutside(longer, { "retention.ms": "2592000000" });
    await observeTopics(session);
    await round();
    expect(live(shorter)?.config).toEqual({ "retention.ms": "1000" });
    await sweeps();
    await reconcileTopics(session);
    expect(live(shorter)?.config).toEqual({ "retention.ms": WEEK });
    expect(await status(shorter)).toMatchObject({ state: "ready", drift: [] });
    expect(live(longer)?.config).toEqual({ "retention.ms": "2592000000" });
    expect(await status(longer)).toMatchObject({ state: "drifted", due: false });
    const [event] = await installation.owner.$queryRaw<unknown[]>`
      SELECT actor_kind AS actor, before, after FROM audit_events WHERE object_name = ${shorter} AND action = 'topic.reverted'`;
    expect(event).toMatchObject({
      actor: "worker",
      before: { "retention.ms": "1000" },
      after: { "retention.ms": WEEK },
    });
  });
});
