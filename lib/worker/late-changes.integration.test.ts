import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ClusterCall } from "#lib/kafka/cluster-faults";
import { VISIBLE_WITHIN_MS } from "./accepted-writes.ts";
import { NO_LOSS, TopicBench } from "./test-topic-bench.ts";
import { requestStates } from "./test-topic-life.ts";

const WEEK = "604800000";
const FORTNIGHT = "1209600000";
const MONTH = "2592000000";
const WRITES = new Set<ClusterCall["method"]>(["alterTopicConfigs", "growTopics"]);
const bench = TopicBench.prepare({ brokers: 3 });

let sent: string[] = [];
beforeEach(() => {
  sent = [];
  bench.cluster.faults = { before: ({ method }) => void (WRITES.has(method) && sent.push(method)) };
});
afterEach(() => void vi.restoreAllMocks());

/** From here on the cluster is late; the worker has written once, and looked in vain. */
async function writtenUnseen(name: string, patch: Parameters<typeof bench.decide.change>[1]): Promise<string> {
  const request = await bench.decide.change(name, patch, NO_LOSS);
  bench.cluster.metadata.lag();
  await bench.work();
  expect(await bench.status(name)).toMatchObject({ state: "pending", reason: "not_visible_yet", due: true });
  return request;
}

/** Approved requests for another retention of all these topics, as the last approval of each would have left them. */
async function approveForAll(names: readonly string[]): Promise<void> {
  const { owner, people } = bench.installation;
  await owner.$executeRaw`
    WITH changed AS (UPDATE topics SET config = config || jsonb_build_object('retention.ms', ${MONTH}::text), generation = generation + 1
      WHERE name = ANY(${names}) RETURNING *)
    INSERT INTO requests (kind, cluster_slug, object_name, team_id, asking_team_id, requester_id, state, patch, reason, plan, fingerprint,
      violations, risk, slots, partitions, topic_id, generation, lapses_at, decided_at)
    SELECT 'topic.change', cluster_slug, name, team_id, team_id, ${people.userId}::uuid, 'approved', '{}', 'Longer.',
      jsonb_build_object('changes', jsonb_build_array(jsonb_build_object('field', 'retention.ms', 'from', ${WEEK}::text, 'to', ${MONTH}::text,
        'kind', 'neutral'))), '', '[]', 'normal', '[]', 0, id, generation, now() + interval '30 days', now() FROM changed`;
}

async function changesInTrail(name: string): Promise<number> {
  return (await bench.installation.trail(name)).filter((action) => action === "topic.changed-on-cluster").length;
}

/** On the worker's own clock. */
async function aMinutePasses(): Promise<void> {
  const now = performance.now();
  vi.restoreAllMocks();
  const passed = now - performance.now() + VISIBLE_WITHIN_MS;
  const real = performance.now.bind(performance);
  vi.spyOn(performance, "now").mockImplementation(() => real() + passed);
  await bench.session.lease.renew();
}

describe("a change that the cluster accepted and shows late", () => {
  it.each([
    ["a setting", { config: { "retention.ms": MONTH } }],
    ["a setting that is unset", { config: { "retention.ms": null } }],
    ["more partitions", { partitions: 9 }],
    ["both", { config: { "retention.ms": MONTH, "cleanup.policy": "delete" }, partitions: 9 }],
  ])("is written once, looked at again and told once: %s", async (_, patch) => {
    const name = await bench.ready();
    const request = await writtenUnseen(name, patch);
    const once = sent.length;
    for (let look = 0; look < 3; look += 1) await bench.work();
    expect(await bench.status(name)).toMatchObject({ state: "pending", due: true, settled: false });

    bench.cluster.metadata.catchUp();
    await bench.work();
    expect(await bench.status(name)).toMatchObject({ state: "ready", drift: [], due: false, settled: true });
    expect(await bench.requestState(request)).toMatchObject({ state: "applied" });
    expect(sent).toHaveLength(once);
    expect(await changesInTrail(name)).toBe(1);
  });

  it("holds nobody up: of many, the first are waited for and the others looked at once", async () => {
    const topics = Array.from({ length: 600 }, () => bench.named());
    await bench.installation.approve(topics);
    await bench.work();
    const names = topics.map(({ name }) => name);
    await approveForAll(names);
    let looks = 0;
    bench.cluster.faults = { before: ({ method }) => void (method === "describeTopics" && looks++) };
    bench.cluster.metadata.lag();
    await bench.work();
    // One before the write; of the first piece six afterwards, of the other two one each.
    expect(looks).toBe(9);

    bench.cluster.metadata.catchUp();
    await bench.work();
    for (const name of [names.at(0), names.at(-1)])
      expect(await bench.status(name ?? "")).toMatchObject({ state: "ready", settled: true });
  });

  it("is written again where it was lost after all", async () => {
    const name = await bench.ready();
    const request = await writtenUnseen(name, { config: { "retention.ms": MONTH } });
    bench.cluster.alterConfigOutside(name, { "retention.ms": WEEK });
    bench.cluster.metadata.catchUp();
    await bench.work();
    expect(sent).toHaveLength(1);

    await aMinutePasses();
    await bench.work();
    expect(bench.live(name)?.config).toEqual({ "retention.ms": MONTH });
    expect(await bench.status(name)).toMatchObject({ state: "ready", drift: [] });
    expect(await bench.requestState(request)).toMatchObject({ state: "applied" });
  });

  it("waits for a person when it was accepted twice and never shows; Try again begins anew", async () => {
    const name = await bench.ready();
    await writtenUnseen(name, { config: { "retention.ms": MONTH } });
    await aMinutePasses();
    await bench.work();
    expect(await bench.status(name)).toMatchObject({ state: "pending", reason: "not_visible_yet" });
    await aMinutePasses();
    await bench.work();
    expect(await bench.status(name)).toMatchObject({ state: "blocked", reason: "never_shown" });
    expect(sent).toHaveLength(2);

    await bench.installation.retry(name);
    await bench.work();
    expect(sent).toHaveLength(3);
    bench.cluster.metadata.catchUp();
    await bench.work();
    expect(await bench.status(name)).toMatchObject({ state: "ready", drift: [] });
  });

  it("does not count looks as calls that failed: however often, the next call is a large one", async () => {
    const name = await bench.ready();
    await writtenUnseen(name, { config: { "retention.ms": MONTH } });
    for (let look = 0; look < 8; look += 1) await bench.work();
    expect((await bench.installation.topic(name)).attempt).toBe(3);
  });

  it("is decided about anew when the topic shows a third value", async () => {
    const [lower, higher] = [await bench.ready(), await bench.ready()];
    const harmless = await writtenUnseen(lower, { config: { "retention.ms": MONTH } });
    const destructive = await writtenUnseen(higher, { config: { "retention.ms": MONTH } });
    bench.cluster.metadata.catchUp();
    bench.cluster.alterConfigOutside(lower, { "retention.ms": FORTNIGHT });
    bench.cluster.alterConfigOutside(higher, { "retention.ms": "31536000000" });
    await bench.work();
    expect(bench.live(lower)?.config).toEqual({ "retention.ms": MONTH });
    expect(bench.live(higher)?.config).toEqual({ "retention.ms": "31536000000" });
    expect(await requestStates(bench.installation.owner, [harmless, destructive])).toMatchObject([
      { state: "applied" },
      { state: "stale" },
    ]);
  });

  it("is not taken for undone when it is taken back, although the topic shows what it is to be", async () => {
    const name = await bench.ready();
    const request = await writtenUnseen(name, { config: { "retention.ms": FORTNIGHT } });
    await bench.decide.cancel(request);
    await bench.work();
    expect(await bench.status(name)).toMatchObject({ state: "pending", reason: "not_visible_yet" });
    bench.cluster.metadata.catchUp();
    await bench.work();
    expect(await bench.status(name)).toMatchObject({
      state: "drifted",
      drift: [{ field: "retention.ms", desired: WEEK, observed: FORTNIGHT }],
    });
  });

  it("gives way to what was approved since", async () => {
    const name = await bench.ready();
    const first = await writtenUnseen(name, { config: { "retention.ms": FORTNIGHT } });
    const second = await bench.decide.change(name, { config: { "retention.ms": MONTH } });
    await bench.work();
    bench.cluster.metadata.showOne();
    await bench.work();
    expect(await bench.status(name)).toMatchObject({ state: "pending", reason: "not_visible_yet" });
    bench.cluster.metadata.catchUp();
    await bench.work();
    expect(bench.live(name)?.config).toEqual({ "retention.ms": MONTH });
    expect(sent).toHaveLength(2);
    expect(await requestStates(bench.installation.owner, [first, second])).toMatchObject([
      { state: "superseded" },
      { state: "applied" },
    ]);
  });

  it("is not written again with what is approved beside it", async () => {
    const name = await bench.ready();
    const first = await writtenUnseen(name, { config: { "retention.ms": MONTH } });
    const second = await bench.decide.change(name, { partitions: 9 });
    await bench.work();
    expect(await bench.status(name)).toMatchObject({ state: "pending", reason: "not_visible_yet", settled: false });
    bench.cluster.metadata.catchUp();
    await bench.work();
    expect(sent).toEqual(["alterTopicConfigs", "growTopics"]);
    expect(await requestStates(bench.installation.owner, [first, second])).toMatchObject([
      { state: "applied" },
      { state: "applied" },
    ]);
  });

  it("is looked at anew by another worker, which may write it again", async () => {
    const name = await bench.ready();
    const request = await writtenUnseen(name, { config: { "retention.ms": MONTH }, partitions: 9 });
    await bench.takeOver("worker-2");
    await bench.work();
    // The controller has nine partitions and refuses to make nine: it is the read that is behind.
    expect(await bench.status(name)).toMatchObject({ state: "pending", reason: "not_visible_yet" });
    bench.cluster.metadata.catchUp();
    await bench.work();
    expect(bench.live(name)).toMatchObject({ partitions: 9, config: { "retention.ms": MONTH } });
    expect(await bench.requestState(request)).toMatchObject({ state: "applied" });
  });

  it("waits for a person in the broker's words when it goes on being refused and never shows", async () => {
    const name = await bench.ready();
    await writtenUnseen(name, { partitions: 9 });
    await bench.takeOver("worker-2");
    await bench.work();
    await aMinutePasses();
    await bench.work();
    expect(await bench.status(name)).toMatchObject({ state: "blocked", reason: "invalid_partitions" });
  });
});
