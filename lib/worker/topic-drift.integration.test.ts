import { describe, expect, it } from "vitest";
import { observeTopics } from "./observe-topics.ts";
import { reconcileTopics } from "./reconcile-topics.ts";
import { TopicBench } from "./test-topic-bench.ts";
import { requestStates } from "./test-topic-life.ts";

const WEEK = "604800000";
const bench = TopicBench.prepare({ brokers: 3 });

async function sweeps(): Promise<void> {
  await observeTopics(bench.session);
  await observeTopics(bench.session);
}

describe("drift", () => {
  it("is told in three values, with the time since when it differs, which stays while the value goes on changing", async () => {
    const name = await bench.ready();
    bench.cluster.alterConfigOutside(name, { "retention.ms": "1000" });
    await observeTopics(bench.session);
    expect((await bench.status(name))?.drift).toEqual([]);
    await observeTopics(bench.session);
    const first = (await bench.status(name))?.drift;
    expect(first).toEqual([
      { field: "retention.ms", desired: WEEK, applied: WEEK, observed: "1000", since: expect.any(String) },
    ]);
    bench.cluster.alterConfigOutside(name, { "retention.ms": "2000" });
    bench.cluster.growOutside(name, 8);
    await sweeps();
    expect((await bench.status(name))?.drift).toEqual([
      { field: "partitions", desired: "6", applied: "6", observed: "8", since: expect.any(String) },
      { ...first?.[0], observed: "2000" },
    ]);
    await bench.work();
    expect(bench.live(name)).toMatchObject({ partitions: 8, config: { "retention.ms": "2000" } });
  });

  it("keeps the time since when it differs while the topic is being changed in other fields", async () => {
    const name = await bench.ready();
    bench.cluster.alterConfigOutside(name, { "retention.ms": "1000" });
    await sweeps();
    const since = "2026-01-01T00:00:00.000Z";
    await bench.installation.owner.$executeRaw`
      UPDATE topic_status SET drift = jsonb_set(drift, '{0,since}', to_jsonb(${since}::text)) FROM topics t WHERE t.id = topic_id AND t.name = ${name}`;
    await bench.decide.change(name, { replicationFactor: 2 });
    bench.cluster.holdMoves();
    await bench.work();
    expect(await bench.status(name)).toMatchObject({ state: "pending", drift: [{ field: "retention.ms", since }] });
    bench.cluster.endMoves();
    await bench.work();
    expect(await bench.status(name)).toMatchObject({ state: "drifted", drift: [{ field: "retention.ms", since }] });
  });

  it("ends by a revert, or by an adoption, with nothing left of it", async () => {
    const [reverted, adopted] = [await bench.ready(), await bench.ready()];
    for (const name of [reverted, adopted])
      bench.cluster.alterConfigOutside(name, { "retention.ms": "1000", "segment.ms": "60000" });
    bench.cluster.growOutside(adopted, 8);
    await sweeps();
    const revert = await bench.decide.revert(reverted, ["retention.ms"]);
    const adopt = await bench.decide.adopt(adopted, ["partitions", "retention.ms", "segment.ms"]);
    const before = bench.live(adopted);
    await bench.work();
    expect(bench.live(reverted)?.config).toEqual({ "retention.ms": WEEK, "segment.ms": "60000" });
    expect(bench.live(adopted)).toEqual(before);
    for (const name of [reverted, adopted])
      expect(await bench.status(name)).toMatchObject({ state: "ready", drift: [], settled: true });
    expect(await requestStates(bench.installation.owner, [revert, adopt])).toMatchObject([
      { state: "applied" },
      { state: "applied" },
    ]);
    await sweeps();
    expect(await bench.status(adopted)).toMatchObject({ state: "ready", drift: [] });
  });

  it("that is harmless is put back unasked where the cluster is set so, once two sweeps agree, and said so", async () => {
    await bench.installation.owner.$executeRaw`UPDATE clusters SET drift_policy = 'revert-harmless'`;
    const [shorter, longer] = [await bench.ready(), await bench.ready()];
    bench.cluster.alterConfigOutside(shorter, { "retention.ms": "1000" });
    bench.cluster.alterConfigOutside(longer, { "retention.ms": "2592000000" });
    await observeTopics(bench.session);
    await bench.work();
    expect(bench.live(shorter)?.config).toEqual({ "retention.ms": "1000" });
    await sweeps();
    await reconcileTopics(bench.session);
    expect(bench.live(shorter)?.config).toEqual({ "retention.ms": WEEK });
    expect(await bench.status(shorter)).toMatchObject({ state: "ready", drift: [] });
    expect(bench.live(longer)?.config).toEqual({ "retention.ms": "2592000000" });
    expect(await bench.status(longer)).toMatchObject({ state: "drifted", due: false });
    const [event] = await bench.installation.owner.$queryRaw<unknown[]>`
      SELECT actor_kind AS actor, before, after FROM audit_events WHERE object_name = ${shorter} AND action = 'topic.reverted'`;
    expect(event).toMatchObject({
      actor: "worker",
      before: { "retention.ms": "1000" },
      after: { "retention.ms": WEEK },
    });
  });

  it("that somebody asked to adopt is not put back unasked while that is undecided", async () => {
    const { owner, people } = bench.installation;
    await owner.$executeRaw`UPDATE clusters SET drift_policy = 'revert-harmless'`;
    const name = await bench.ready();
    const [request] = await owner.$queryRaw<{ id: bigint }[]>`
      INSERT INTO requests (kind, cluster_slug, object_name, team_id, asking_team_id, requester_id, state, patch, reason, plan, fingerprint,
        violations, risk, slots, partitions, lapses_at)
      VALUES ('topic.adopt', 'local', ${name}, ${people.teamId}::uuid, ${people.teamId}::uuid, ${people.userId}::uuid, 'submitted', '{}', 'for orders',
        '{"changes": []}', 'f', '[]', 'low', '[]', 0, now() + interval '30 days') RETURNING id`;
    await owner.$executeRaw`
      INSERT INTO field_claims (cluster_slug, object_kind, object_name, field, request_id) VALUES ('local', 'topic', ${name}, 'retention.ms', ${request?.id})`;
    bench.cluster.alterConfigOutside(name, { "retention.ms": "1000" });
    await sweeps();
    await bench.work();
    await sweeps();
    expect(bench.live(name)?.config).toEqual({ "retention.ms": "1000" });
    expect(await bench.status(name)).toMatchObject({ state: "drifted", due: false });

    await owner.$executeRaw`UPDATE requests SET state = 'rejected' WHERE id = ${request?.id}`;
    await sweeps();
    await reconcileTopics(bench.session);
    expect(bench.live(name)?.config).toEqual({ "retention.ms": WEEK });
  });
});
