import { afterEach, describe, expect, it, vi } from "vitest";
import { databaseNow } from "#lib/db/worker-stores/cluster-status";
import { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import { observeGroups } from "./observe-groups.ts";
import { PrincipalBench } from "./test-principal-bench.ts";

vi.mock("#lib/db/worker-stores/cluster-status", async (original) => {
  const real = await original<typeof import("#lib/db/worker-stores/cluster-status")>();
  return { ...real, databaseNow: vi.fn(real.databaseNow) };
});
afterEach(() => vi.mocked(databaseNow).mockReset());

const bench = PrincipalBench.prepare();
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

describe("groups", () => {
  const groups = () => bench.installation.owner.$queryRaw<{ group: string; active: boolean; members: number }[]>`
    SELECT group_id AS "group", last_active_at IS NOT NULL AS active, members FROM group_observations WHERE cluster_slug = ${bench.slug} ORDER BY 1`;
  const topics = () => bench.installation.owner.$queryRaw<{ topic: string; committed: bigint; lag: bigint | null }[]>`
    SELECT topic, committed, lag FROM group_topics WHERE cluster_slug = ${bench.slug} ORDER BY 1`;
  const look = async () => {
    bench.session.groupsReadAt = null;
    await observeGroups(bench.session);
  };

  it("are stored with what they have committed, and when they were last seen active", async () => {
    bench.cluster.commitOffsetsOutside("billing", [{ topic: "orders.a", partition: 0, offset: 5n }]);
    await look();
    expect(await groups()).toEqual([{ group: "billing", active: false, members: 0 }]);
    expect(await topics()).toEqual([{ topic: "orders.a", committed: 5n, lag: null }]);

    bench.cluster.commitOffsetsOutside("billing", [{ topic: "orders.a", partition: 1, offset: 2n }]);
    await look();
    expect(await groups()).toEqual([{ group: "billing", active: true, members: 0 }]);
    expect(await topics()).toEqual([{ topic: "orders.a", committed: 7n, lag: null }]);
  });

  it("are stored with how far behind they are, which is no activity of theirs", async () => {
    const seen = () => bench.installation.owner.$queryRaw<{ at: Date }[]>`
      SELECT last_active_at AS at FROM group_topics WHERE cluster_slug = ${bench.slug}`;
    bench.cluster.createOutside({ name: "orders.b", partitions: 2, replicationFactor: 1, config: {} });
    bench.cluster.produceOutside("orders.b", [{ value: "1" }, { value: "2" }, { value: "3", partition: 1 }]);
    bench.cluster.commitOffsetsOutside("billing", [{ topic: "orders.b", partition: 0, offset: 1n }]);
    await look();
    expect(await topics()).toEqual([{ topic: "orders.b", committed: 1n, lag: 1n }]);
    const before = await seen();

    bench.cluster.produceOutside("orders.b", [{ value: "4" }]);
    await look();
    expect(await topics()).toEqual([{ topic: "orders.b", committed: 1n, lag: 2n }]);
    expect(await seen()).toEqual(before);

    const unavailable = {
      code: "unavailable",
      retriable: true,
      message: "The cluster cannot serve this right now.",
    } as const;
    bench.cluster.faults = { refuse: ({ method }) => (method === "endOffsets" ? unavailable : undefined) };
    await look();
    expect(await topics()).toEqual([{ topic: "orders.b", committed: 1n, lag: null }]);
  });

  it("are stored with their type, and by partition", async () => {
    bench.cluster.createOutside({ name: "orders.c", partitions: 3, replicationFactor: 1, config: {} });
    bench.cluster.produceOutside("orders.c", [{ value: "1" }, { value: "2" }, { value: "3", partition: 2 }]);
    const committed = [
      { topic: "orders.c", partition: 0, offset: 1n },
      { topic: "orders.c", partition: 2, offset: 0n },
    ];
    bench.cluster.commitOffsetsOutside("billing", committed);
    await look();
    const [row] = await bench.installation.owner.$queryRaw<unknown[]>`
      SELECT type, committed_offsets::text AS committed, lags::text, groups_at IS NOT NULL AS read FROM group_topics
      JOIN group_observations USING (cluster_slug, group_id) JOIN cluster_status USING (cluster_slug) WHERE cluster_slug = ${bench.slug}`;
    expect(row).toEqual({ type: "classic", committed: "{1,NULL,0}", lags: "{1,NULL,1}", read: true });
  });

  it("leave a point of how far they were behind every five minutes, where that changed", async () => {
    const points = () => bench.installation.owner.$queryRaw<{ lag: bigint | null }[]>`
      SELECT lag FROM group_lag_history WHERE cluster_slug = ${bench.slug} ORDER BY at`;
    // In the middle of the day: points have a place only where their day is today or tomorrow.
    const noon = (Math.floor((await databaseNow(bench.installation.owner)).getTime() / DAY_MS) + 0.5) * DAY_MS;
    const lookAt = (minutes: number) => {
      vi.mocked(databaseNow).mockResolvedValue(new Date(noon + minutes * MINUTE_MS));
      return look();
    };
    bench.cluster.createOutside({ name: "orders.d", partitions: 1, replicationFactor: 1, config: {} });
    bench.cluster.commitOffsetsOutside("billing", [{ topic: "orders.d", partition: 0, offset: 0n }]);
    bench.cluster.commitOffsetsOutside("elsewhere", [{ topic: "orders.unknown", partition: 0, offset: 0n }]);
    await lookAt(0);
    bench.cluster.produceOutside("orders.d", [{ value: "1" }]);
    await lookAt(4.9);
    expect(await points()).toEqual([{ lag: 0n }]);

    await lookAt(5);
    await lookAt(11);
    expect(await points()).toEqual([{ lag: 0n }, { lag: 1n }]);

    const withoutGroups = { ...bench.session, admin: new InMemoryCluster().connect(), groupsReadAt: null };
    await observeGroups(withoutGroups);
    expect(await points()).toEqual([]);
  });

  it("of names that no table takes, or with commits beyond all offsets, hold back no other", async () => {
    bench.cluster.createOutside({ name: "orders.e", partitions: 2, replicationFactor: 1, config: {} });
    const far = 9_223_372_036_854_775_807n;
    for (const group of ["a\0b", "long".repeat(2_000), "far"])
      bench.cluster.commitOffsetsOutside(
        group,
        [0, 1].map((partition) => ({ topic: "orders.e", partition, offset: far })),
      );
    bench.cluster.commitOffsetsOutside("plain", [{ topic: "orders.e", partition: 0, offset: 1n }]);
    await look();
    expect((await groups()).map(({ group }) => group)).toEqual(["far", "plain"]);
    expect(await topics()).toContainEqual({ topic: "orders.e", committed: far, lag: 0n });
  });

  it("are read at most once a minute", async () => {
    await look();
    bench.cluster.setMembersOutside("billing", 1);
    await observeGroups(bench.session);
    expect(await groups()).toEqual([]);
    await look();
    expect(await groups()).toEqual([{ group: "billing", active: true, members: 1 }]);
  });
});
