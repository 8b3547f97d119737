import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OffsetResetPatch } from "#lib/domain/request-kind";
import { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import type { ClusterSession } from "./cluster-session.ts";
import { resetOffsets } from "./reset-offsets.ts";
import { TestInstallation } from "./test-installation.ts";

const [TOPIC, GROUP] = ["orders.placed", "billing.orders"];
let installation: TestInstallation;
let cluster: InMemoryCluster;

beforeAll(async () => {
  installation = await TestInstallation.create();
});
afterAll(() => installation?.drop());
beforeEach(() => {
  cluster = new InMemoryCluster({ clusterId: "reset-offsets-cluster" });
  cluster.createOutside({ name: TOPIC, partitions: 2, replicationFactor: 1, config: {} });
  for (const partition of [0, 1])
    cluster.produceOutside(
      TOPIC,
      Array.from({ length: 10 }, () => ({ partition, value: "x" })),
    );
  cluster.commitOffsetsOutside(GROUP, [at(0, 7n), at(1, 3n)]);
});
afterEach(async () => {
  await installation.owner.$executeRaw`DELETE FROM offset_resets`;
  await installation.owner.$executeRaw`DELETE FROM requests`;
});

const at = (partition: number, offset: bigint) => ({ topic: TOPIC, partition, offset });
const TO_START = [
  { partition: 0, before: "7", after: "0" },
  { partition: 1, before: "3", after: "0" },
];

/** As the last approval leaves it; a trigger makes the reset due. */
async function approve(offsets: OffsetResetPatch["offsets"] = TO_START): Promise<void> {
  const { teamId, userId } = installation.people;
  const patch = JSON.stringify({ group: GROUP, topic: TOPIC, target: { kind: "earliest" }, offsets });
  const plan = JSON.stringify({ topicId: cluster.snapshot().get(TOPIC)?.topicId });
  await installation.owner.$executeRaw`
    INSERT INTO requests (kind, cluster_slug, object_name, team_id, asking_team_id, requester_id, state, patch, reason, plan, fingerprint,
      violations, risk, slots, partitions, lapses_at, decided_at)
    VALUES ('group.reset', 'local', ${GROUP}, ${teamId}::uuid, ${teamId}::uuid, ${userId}::uuid, 'approved', ${patch}::jsonb, 'once more',
      ${plan}::jsonb, 'f', '[]', 'low', '[]', 0, now() + interval '30 days', now())`;
}

type Reset = { state: string; message: string; before: unknown; after: unknown; due: boolean; request: string };
async function reset(): Promise<Reset | undefined> {
  const [row] = await installation.owner.$queryRaw<Reset[]>`
    SELECT o.state, o.message, o.before, o.after, o.due_at IS NOT NULL AS due, r.state AS request
    FROM offset_resets o JOIN requests r ON r.id = o.request_id`;
  return row;
}
/** Whether web may take it back. */
async function takenBack(): Promise<boolean | undefined> {
  const [row] = await installation.database.web.$queryRaw<{ stopped: boolean }[]>`
    SELECT offset_reset_cancel(request_id) AS stopped FROM offset_resets`;
  return row?.stopped;
}
async function committed(): Promise<bigint[]> {
  const offsets = (await cluster.connect().committedOffsets([GROUP])).get(GROUP) ?? [];
  return offsets.toSorted((one, other) => one.partition - other.partition).map(({ offset }) => offset);
}
const round = async (options: { checkpoint?: ClusterSession["checkpoint"] } = {}) =>
  resetOffsets(await installation.session(cluster.connect(), options));

describe("an approved reset", () => {
  it("sets exactly the approved offsets, and records where the group stood and where it stands", async () => {
    await approve();
    expect(await round()).toBe(1);
    expect(await committed()).toEqual([0n, 0n]);
    const [before, after] = [
      [
        { partition: 0, offset: "7" },
        { partition: 1, offset: "3" },
      ],
      [
        { partition: 0, offset: "0" },
        { partition: 1, offset: "0" },
      ],
    ];
    expect(await reset()).toEqual({ state: "done", message: "", before, after, due: false, request: "applied" });
    const [event] = await installation.owner.auditEvent.findMany({ orderBy: { number: "desc" }, take: 1 });
    expect(event).toMatchObject({
      action: "group.offsets-reset",
      objectName: GROUP,
      before: { group: GROUP, topic: TOPIC, offsets: before },
      after: { group: GROUP, topic: TOPIC, offsets: after },
    });
    expect(await round()).toBe(0);
    expect(await installation.verifyTrail()).toMatchObject({ ok: true });
  });

  it("waits for a person while somebody consumes, and goes on at their word", async () => {
    cluster.setMembersOutside(GROUP, 1);
    await approve();
    await round();
    expect(await committed()).toEqual([7n, 3n]);
    expect(await reset()).toMatchObject({
      state: "blocked",
      message: expect.stringContaining("1 member"),
      due: false,
      request: "approved",
    });
    expect(await round()).toBe(0);

    cluster.setMembersOutside(GROUP, 0);
    await installation.database.web.$queryRaw`
      SELECT 1 FROM (SELECT offset_reset_retry(request_id) FROM offset_resets) AS retried`;
    expect(await round()).toBe(1);
    expect(await reset()).toMatchObject({ state: "done", request: "applied" });
  });

  it("waits too when somebody joined between the look and the write", async () => {
    await approve();
    await round({ checkpoint: (step) => step === "attempt-recorded" && cluster.setMembersOutside(GROUP, 2) });
    expect(await committed()).toEqual([7n, 3n]);
    expect(await reset()).toMatchObject({ state: "blocked", request: "approved", before: null });
    expect(await takenBack()).toBe(true);
  });

  it("is not taken back where an answer was lost, and the group consumes since", async () => {
    await approve();
    const dying = round({
      checkpoint: (step) => {
        if (step === "answered") throw new Error("the worker died");
      },
    });
    await expect(dying).rejects.toThrow("the worker died");
    cluster.setMembersOutside(GROUP, 1);
    await round();
    expect(await committed()).toEqual([0n, 0n]);
    expect(await reset()).toMatchObject({ state: "blocked", request: "approved" });
    expect(await takenBack()).toBe(false);
  });

  it("is stale when the group has read on, and touches nothing", async () => {
    await approve();
    cluster.commitOffsetsOutside(GROUP, [at(0, 8n)]);
    await round();
    expect(await committed()).toEqual([8n, 3n]);
    expect(await reset()).toMatchObject({
      state: "done",
      message: expect.stringContaining("partition 0"),
      request: "stale",
    });
  });

  it("goes no further than the log, where retention took its beginning meanwhile", async () => {
    await approve();
    cluster.truncateOutside(TOPIC, 0, 4n);
    await round();
    expect(await committed()).toEqual([4n, 0n]);
    expect(await reset()).toMatchObject({ state: "done", request: "applied" });
  });

  it("comes to the same end when the worker dies or an answer is lost at any step", async () => {
    for (const died of ["attempt-recorded", "answered"]) {
      await installation.owner.$executeRaw`DELETE FROM offset_resets`;
      await installation.owner.$executeRaw`DELETE FROM requests`;
      cluster.commitOffsetsOutside(GROUP, [at(0, 7n), at(1, 3n)]);
      await approve();
      const dying = round({
        checkpoint: (step) => {
          if (step === died) throw new Error("the worker died");
        },
      });
      await expect(dying).rejects.toThrow("the worker died");
      await round();
      expect(await committed()).toEqual([0n, 0n]);
      expect(await reset()).toMatchObject({ state: "done", before: [{ offset: "7" }, { offset: "3" }] });
    }
  });

  it("that is taken back is never made, also where the worker was at it", async () => {
    const takeBack = async () => {
      await installation.database.web.$queryRaw`SELECT offset_reset_cancel(request_id) FROM offset_resets`;
      await installation.owner.$executeRaw`UPDATE requests SET state = 'superseded'`;
    };
    await approve();
    cluster.faults = { before: ({ method }) => (method === "listGroups" ? takeBack() : undefined) };
    await round();
    expect(await committed()).toEqual([7n, 3n]);
    expect(await reset()).toMatchObject({ before: null, due: false, request: "superseded" });
    expect(await round()).toBe(0);
  });

  it("is not taken back while its answer is not known", async () => {
    await approve();
    const dying = round({
      checkpoint: (step) => {
        if (step === "answered") throw new Error("the worker died");
      },
    });
    await expect(dying).rejects.toThrow("the worker died");
    expect(await takenBack()).toBe(false);
    expect(await reset()).toMatchObject({ due: true });
  });

  it("is tried again while the cluster is away", async () => {
    await approve();
    cluster.faults = {
      refuse: ({ method }) =>
        method === "commitGroupOffsets" ? { code: "timed_out", retriable: true, message: "late" } : undefined,
    };
    await round();
    expect(await reset()).toMatchObject({ state: "pending", message: "late", due: true, request: "approved" });
  });
});
