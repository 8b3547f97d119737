import { describe, expect, it } from "vitest";
import { restoreFields } from "#lib/db/worker-stores/topic-outcomes";
import { observeTopics } from "./observe-topics.ts";
import { reconcileTopics } from "./reconcile-topics.ts";
import { NO_LOSS, TopicBench } from "./test-topic-bench.ts";
import { requestStates } from "./test-topic-life.ts";

const WEEK = "604800000";
const DAY = "86400000";
const bench = TopicBench.prepare({ brokers: 3 });

async function sweeps(): Promise<void> {
  await observeTopics(bench.session);
  await observeTopics(bench.session);
}

describe("a change", () => {
  it("sets retention to 30 days and unsets it again, each seen on the cluster; the trail says what was written", async () => {
    const name = await bench.ready();
    const longer = await bench.decide.change(name, { config: { "retention.ms": "2592000000" } });
    await bench.work();
    expect(bench.live(name)?.config).toEqual({ "retention.ms": "2592000000" });
    const unset = await bench.decide.change(name, { config: { "retention.ms": null } }, NO_LOSS);
    await bench.work();
    expect(bench.live(name)?.config).toEqual({});
    expect(await bench.status(name)).toMatchObject({ state: "ready", drift: [], due: false, settled: true });
    expect(await requestStates(bench.installation.owner, [longer, unset])).toMatchObject([
      { state: "applied" },
      { state: "applied" },
    ]);
    expect(await bench.installation.trail(name)).toEqual([
      "topic.created-on-cluster",
      "topic.changed-on-cluster",
      "topic.changed-on-cluster",
    ]);
    const [seen] = await bench.installation.owner.$queryRaw<
      unknown[]
    >`SELECT config FROM topic_observations WHERE name = ${name}`;
    expect(seen).toEqual({ config: {} });
    expect(await reconcileTopics(bench.session)).toBe(0);
  });

  it("grows partitions, and never shrinks them", async () => {
    const name = await bench.ready();
    await bench.decide.change(name, { partitions: 12 });
    await bench.work();
    expect(bench.live(name)?.partitions).toBe(12);
    bench.cluster.growOutside(name, 18);
    const less = await bench.decide.change(name, { partitions: 15 });
    await bench.work();
    expect(bench.live(name)?.partitions).toBe(18);
    expect(await bench.requestState(less)).toMatchObject({
      state: "stale",
      outcome: expect.stringContaining("partitions"),
    });
  });

  it("writes only what was approved: what somebody else changed beside it stays and is told", async () => {
    const name = await bench.ready();
    bench.cluster.alterConfigOutside(name, { "retention.ms": "1000", "segment.ms": "60000" });
    const grown = await bench.decide.change(name, { partitions: 9 });
    await bench.work();
    expect(bench.live(name)).toMatchObject({
      partitions: 9,
      config: { "retention.ms": "1000", "segment.ms": "60000" },
    });
    expect(await bench.requestState(grown)).toMatchObject({ state: "applied" });
    expect((await bench.status(name))?.drift).toMatchObject([
      { field: "retention.ms", desired: WEEK, applied: WEEK, observed: "1000" },
    ]);
  });

  it("that a later one replaced unapplied is superseded, and only the later one is written", async () => {
    const name = await bench.ready();
    const ids = [await bench.decide.change(name, { config: { "retention.ms": "2592000000" } })];
    ids.push(
      await bench.decide.change(name, { config: { "retention.ms": "1209600000" } }),
      await bench.decide.change(name, { partitions: 7 }),
    );
    await bench.work();
    expect(bench.live(name)).toMatchObject({ partitions: 7, config: { "retention.ms": "1209600000" } });
    expect((await requestStates(bench.installation.owner, ids)).map(({ state }) => state)).toEqual([
      "superseded",
      "applied",
      "applied",
    ]);
  });

  it("of many topics costs one call, and one that the cluster refuses holds back nobody", async () => {
    const names: string[] = [];
    for (let topic = 0; topic < 5; topic += 1) names.push(await bench.ready());
    for (const name of names) await bench.decide.change(name, { config: { "retention.ms": "2592000000" } });
    const refused = names[2] ?? "";
    const calls: number[] = [];
    bench.cluster.faults = {
      before: ({ method, names: sent }) => void (method === "alterTopicConfigs" && calls.push(sent.length)),
      refuse: ({ method }, name) =>
        method === "alterTopicConfigs" && name === refused
          ? { code: "policy_refused", retriable: false, message: "Not on this cluster." }
          : undefined,
    };
    await bench.work();
    expect(calls).toEqual([5]);
    expect(await bench.status(refused)).toMatchObject({
      state: "blocked",
      reason: "policy_refused",
      message: "Not on this cluster.",
    });
    for (const name of names.filter((one) => one !== refused))
      expect(await bench.status(name)).toMatchObject({ state: "ready" });
  });
});

describe("an approval that does not hold", () => {
  it("comes back, its fields as they were last applied, and nothing is written", async () => {
    const name = await bench.ready();
    const shorter = await bench.decide.change(name, { partitions: 9, config: { "retention.ms": DAY } }, NO_LOSS);
    bench.cluster.alterConfigOutside(name, { "retention.ms": "2592000000" });
    const before = bench.cluster.snapshot();
    await reconcileTopics(bench.session);
    expect(await bench.requestState(shorter)).toMatchObject({
      state: "stale",
      outcome: expect.stringContaining("2592000000 to 86400000"),
    });
    await bench.work();
    expect(bench.cluster.snapshot()).toEqual(before);
    expect(await bench.status(name)).toMatchObject({
      state: "drifted",
      drift: [{ field: "retention.ms", desired: WEEK, observed: "2592000000" }],
    });
    const [topic] = await bench.installation.owner.$queryRaw<
      unknown[]
    >`SELECT partitions, config FROM topics WHERE name = ${name}`;
    expect(topic).toEqual({ partitions: 6, config: { "retention.ms": WEEK } });
    const [event] = await bench.installation.owner.$queryRaw<unknown[]>`
      SELECT action, reason FROM audit_events WHERE request_id = ${BigInt(shorter)} ORDER BY number DESC LIMIT 1`;
    expect(event).toMatchObject({ action: "request.stale" });
    const told = await bench.installation.owner.outboxEvent.findMany({
      where: { dedupeKey: `request-decided:${shorter}:stale` },
    });
    expect(told).toMatchObject([{ kind: "request-decided", body: expect.stringContaining("2592000000 to 86400000") }]);
  });

  it("because a group loses that was not named", async () => {
    const name = await bench.ready({ partitions: 1 });
    const old = Date.now() - 3 * 86_400_000;
    bench.cluster.produceOutside(
      name,
      [1, 2, 3].map((index) => ({ value: Buffer.from("x"), timestamp: old + index })),
    );
    bench.cluster.commitOffsetsOutside("billing", [{ topic: name, partition: 0, offset: 1n }]);
    const shown = { ...NO_LOSS, records: "3", bytes: "1000000" };
    const unnamed = await bench.decide.change(name, { config: { "retention.ms": DAY } }, shown);
    await bench.work();
    expect(await bench.requestState(unnamed)).toMatchObject({
      state: "stale",
      outcome: expect.stringContaining("billing has not read 2 records"),
    });
    await bench.work();
    const named = { ...shown, groups: [{ group: "billing", owner: null, records: "2" }] };
    const accepted = await bench.decide.change(name, { config: { "retention.ms": DAY } }, named);
    await bench.work();
    expect(await bench.requestState(accepted)).toMatchObject({ state: "applied" });
    expect(bench.live(name)?.config).toEqual({ "retention.ms": DAY });
  });
});

describe("what comes back", () => {
  const topicOf = async (name: string) => {
    const [topic] = await bench.installation.owner.$queryRaw<
      { id: string; partitions: number; config: object; blocked: boolean }[]
    >`SELECT id, partitions, config, blocked_at IS NOT NULL AS blocked FROM topics WHERE name = ${name}`;
    if (!topic) throw new Error(`No topic ${name}.`);
    return topic;
  };

  it("is not what was approved since: that stays desired", async () => {
    const name = await bench.ready();
    const first = await bench.decide.change(name, { partitions: 9, config: { "retention.ms": DAY } }, NO_LOSS);
    await bench.decide.change(name, { config: { "retention.ms": "2592000000" } });
    const { id } = await topicOf(name);
    const fields = ["partitions", "retention.ms"];
    await restoreFields(bench.installation.database.worker, { topicId: id, requestId: first, fields });
    expect(await topicOf(name)).toMatchObject({ partitions: 6, config: { "retention.ms": "2592000000" } });
  });

  it("is not a block that was in force: a revert that does not hold leaves the topic blocked", async () => {
    const name = await bench.ready();
    await bench.decide.block(name);
    await bench.work();
    bench.cluster.deleteAclsOutside(bench.cluster.aclSnapshot());
    bench.cluster.alterConfigOutside(name, { "retention.ms": "2592000000" });
    await sweeps();
    const revert = await bench.decide.revert(name, ["blocked", "retention.ms"]);
    bench.cluster.alterConfigOutside(name, { "retention.ms": "5184000000" });
    await bench.work();
    expect(await bench.requestState(revert)).toMatchObject({ state: "stale" });
    expect(await topicOf(name)).toMatchObject({ blocked: true });
  });
});
