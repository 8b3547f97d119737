import { describe, expect, it } from "vitest";
import { topicDefaults } from "#lib/db/stores/clusters";
import { ClusterCallFailed } from "#lib/kafka/cluster-admin";
import { observeTopics } from "./observe-topics.ts";
import { NO_LOSS, TopicBench } from "./test-topic-bench.ts";

const KEY = "retention.ms";
const DAY = "86400000";
const WEEK = "604800000";
const MONTH = "2592000000";
const bench = TopicBench.prepare();

/** What web knows of the cluster, where it was told. */
const stored = () => topicDefaults(bench.installation.database.web, "local");
describe("what counts where nothing is set", () => {
  it("is stored by a sweep, of a cluster without topics too, and again when the brokers are configured otherwise", async () => {
    bench.cluster.setDefaultOutside(KEY, DAY);
    await observeTopics(bench.session);
    expect(await stored()).toMatchObject({ [KEY]: DAY, "retention.bytes": "-1" });

    bench.cluster.setDefaultOutside(KEY, null);
    await observeTopics(bench.session);
    expect(await stored()).toMatchObject({ [KEY]: WEEK });
  });

  it("stays as it was last told while a sweep gets no answer about it, and the sweep counts", async () => {
    bench.cluster.setDefaultOutside(KEY, DAY);
    const name = await bench.ready();
    await observeTopics(bench.session);
    bench.cluster.setDefaultOutside(KEY, MONTH);
    bench.cluster.alterConfigOutside(name, { "segment.ms": "60000" });
    await bench.takeOver("worker-2");
    bench.cluster.faults = notTold();

    expect(await observeTopics(bench.session)).toMatchObject({ believed: true });
    expect((await stored())[KEY]).toBe(DAY);
  });
});

it("counts on as it is stored where the cluster refuses to tell it, for the next worker too", async () => {
  bench.cluster.setDefaultOutside(KEY, DAY);
  await observeTopics(bench.session);
  await bench.takeOver("worker-2");
  bench.session.admin.topicDefaults = async () => {
    return { ok: false, error: { code: "not_authorized", retriable: false, message: "It may not be read." } };
  };
  await observeTopics(bench.session);
  expect(bench.session.topicDefaults[KEY]).toBe(DAY);
  expect((await stored())[KEY]).toBe(DAY);
});

describe("an approved change of a key that is not set", () => {
  const unset = (name: string, loss?: typeof NO_LOSS) => bench.decide.change(name, { config: { [KEY]: null } }, loss);

  it("is written while the cluster's default is what was shown", async () => {
    const name = await bench.ready({ config: { [KEY]: MONTH } });
    await observeTopics(bench.session);
    const request = await unset(name, NO_LOSS);
    await bench.work();
    expect(await bench.requestState(request)).toMatchObject({ state: "applied" });
    expect(bench.live(name)?.config).toEqual({});
  });

  it("comes back when the default has become one that deletes more, and nothing is written", async () => {
    const name = await bench.ready({ config: { [KEY]: MONTH } });
    await observeTopics(bench.session);
    const request = await unset(name, NO_LOSS);
    bench.cluster.setDefaultOutside(KEY, DAY);
    await bench.work();

    expect(await bench.requestState(request)).toMatchObject({
      state: "stale",
      outcome: `${KEY}: approved was ${MONTH} to not set (by default ${WEEK}), now it would be ${MONTH} to not set (by default ${DAY}).`,
    });
    expect(bench.live(name)?.config).toEqual({ [KEY]: MONTH });
    await bench.work();
    expect(await bench.status(name)).toMatchObject({ state: "ready", drift: [], settled: true });
  });

  it("waits while the cluster does not tell its default", async () => {
    const name = await bench.ready({ config: { [KEY]: WEEK } });
    await observeTopics(bench.session);
    const request = await unset(name);
    bench.cluster.faults = notTold();
    await expect(bench.work()).rejects.toMatchObject({ error: { code: "timed_out" } });
    expect(bench.live(name)?.config).toEqual({ [KEY]: WEEK });

    bench.cluster.faults = {};
    await bench.work();
    expect(await bench.requestState(request)).toMatchObject({ state: "applied" });
  });
});

it("a retention that deletes by the cluster's own default is not put back unasked", async () => {
  await bench.installation.owner.$executeRaw`UPDATE clusters SET drift_policy = 'revert-harmless'`;
  const name = await bench.ready();
  await observeTopics(bench.session);
  bench.cluster.setDefaultOutside(KEY, MONTH);
  bench.cluster.alterConfigOutside(name, { [KEY]: null });
  await observeTopics(bench.session);
  await observeTopics(bench.session);
  await bench.work();
  expect(bench.live(name)?.config).toEqual({});
  expect(await bench.status(name)).toMatchObject({ state: "drifted", drift: [{ field: KEY, observed: null }] });

  bench.cluster.setDefaultOutside(KEY, DAY);
  await observeTopics(bench.session);
  await observeTopics(bench.session);
  await bench.work();
  expect(bench.live(name)?.config).toEqual({ [KEY]: WEEK });
});

function notTold() {
  return {
    before: ({ method }: { method: string }) => {
      if (method !== "topicDefaults") return;
      throw new ClusterCallFailed({ code: "timed_out", retriable: true, message: "It did not answer in time." });
    },
  };
}
