import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { consume, createTestAccess, granted, refused, succeeded, type TestAccess } from "../access/test-access.ts";
import { approveRequest } from "../commands/approve-request.ts";
import { askLoss } from "../commands/ask-loss.ts";
import { askOffsets } from "../commands/ask-offsets.ts";
import { requestOffsetReset } from "../commands/request-offset-reset.ts";
import { retryRequest } from "../commands/retry-request.ts";
import { withdrawRequest } from "../commands/withdraw-request.ts";
import { getOffsetForm } from "../queries/get-offset-form.ts";
import { getProbe } from "../queries/get-probe.ts";
import { getRequest } from "../queries/get-request.ts";
import { listRequests } from "../queries/list-requests.ts";
import { previewOffsetReset } from "../queries/preview-offset-reset.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";

const TOPIC = "orders.placed.v1";
const GROUP = "dashboards.weekly";

let database: TestDatabase;
let people: TestAccess;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestAccess(database.owner);
  for (const consumerGroup of [{ name: GROUP }, { name: "dashboards.adhoc.", patternType: "PREFIXED" }]) {
    const id = await granted(database.web, people, consume(TOPIC, { consumerGroup }));
    await database.owner.grant.update({ where: { id }, data: { state: "active" } });
  }
  await database.owner.$executeRaw`UPDATE clusters SET tier = 'production' WHERE slug = 'local'`;
});
afterAll(() => database?.drop());
beforeEach(async () => {
  await database.owner.probe.deleteMany();
  await database.owner.$executeRaw`UPDATE requests SET state = 'withdrawn' WHERE kind = 'group.reset'`;
});

const about = { application: "dashboards", cluster: "local", group: GROUP, topic: TOPIC, target: { kind: "earliest" } };
const reason = "The report was wrong; it is computed again.";
const ask = (actor: Actor, more: object = {}) => runCommand(database.web, askOffsets, actor, { ...about, ...more });
const request = (actor: Actor, more: object = {}) =>
  runCommand(database.web, requestOffsetReset, actor, { ...about, reason, ...more });
const preview = (actor: Actor, more: object = {}) =>
  runQuery(database.web, previewOffsetReset, actor, { ...about, ...more });
const approve = (actor: Actor, { id, fingerprint }: { id: number; fingerprint: string }) =>
  runCommand(database.web, approveRequest, actor, { requestId: id, fingerprint });

const at = (partition: number, committed: string | null, target: string) => ({
  ...{ partition, committed, start: "0", end: "10", target },
});
/** What the worker would have answered. */
async function saw(partitions: object[], more: object = {}, target: object = about.target): Promise<void> {
  const value = {
    ...{ measuredAt: new Date().toISOString(), kafkaTopicId: "one", state: "Empty", type: "classic", members: 0 },
    ...{ partitions, ...more },
  };
  const question = JSON.stringify({ application: "dashboards", group: GROUP, topic: TOPIC, target });
  await database.owner.$executeRaw`
    INSERT INTO probes (cluster_slug, kind, question, asked_by, expires_at, answer, answered_at)
    VALUES ('local', 'offsets', ${question}::jsonb, ${people.analyst.userId}::uuid, now() + interval '15 minutes',
      ${JSON.stringify({ ok: true, value })}::jsonb, clock_timestamp())`;
}

describe("asking where a group stands", () => {
  it("is for the application's team, about a group it was granted on that topic, by name or prefix", async () => {
    for (const group of [GROUP, "dashboards.adhoc.one"]) succeeded(await ask(people.analyst, { group }));
    const { probeId } = succeeded(await ask(people.analyst));
    const row = await database.owner.probe.findUniqueOrThrow({ where: { id: probeId } });
    expect(row).toMatchObject({ kind: "offsets", question: { group: GROUP, topic: TOPIC, target: about.target } });

    expect(refused(await ask(people.stranger)).code).toBe("not_found");
    expect(refused(await ask(people.member)).code).toBe("not_found");
    expect(refused(await ask(people.admin)).code).toBe("forbidden");
    const foreign = refused(await ask(people.analyst, { group: "rival.weekly" }));
    expect(foreign).toMatchObject({ code: "invalid_input", errors: [{ path: "group" }] });
    const elsewhere = refused(await ask(people.analyst, { topic: "orders.paid.v1" }));
    expect(elsewhere).toMatchObject({ code: "invalid_input", errors: [{ path: "topic" }] });
    expect(refused(await ask(people.analyst, { cluster: "nowhere" }))).toMatchObject({ errors: [{ path: "cluster" }] });
  });

  it("is answered to who asked, and to nobody else", async () => {
    const { probeId } = succeeded(await ask(people.analyst));
    const value = {
      ...{ measuredAt: "2026-11-21T12:00:00.000Z", kafkaTopicId: "one", state: "Empty", type: "classic", members: 0 },
      partitions: [at(0, "7", "0")],
    };
    await database.worker.$executeRaw`
      UPDATE probes SET answer = ${JSON.stringify({ ok: true, value })}::jsonb, answered_at = now() WHERE id = ${probeId}::uuid`;
    const seen = await runQuery(database.web, getProbe, people.analyst, { probeId });
    expect(succeeded(seen)).toMatchObject({ kind: "offsets", state: "answered", offsets: value, loss: null });
    expect(refused(await runQuery(database.web, getProbe, people.analyticsOwner, { probeId })).code).toBe("not_found");
  });
});

describe("the form", () => {
  it("offers the groups of one's own applications: by name, as seen under a prefix, and the one that is asked about", async () => {
    await database.owner.$executeRaw`
      INSERT INTO group_topics (cluster_slug, group_id, topic, committed, last_active_at)
      VALUES ('local', 'dashboards.adhoc.seen', ${TOPIC}, 1, now())`;
    const form = async (actor: Actor, group?: string) =>
      succeeded(await runQuery(database.web, getOffsetForm, actor, { cluster: "local", topic: TOPIC, group }))
        .applications;
    const [own] = await form(people.analyst, "dashboards.adhoc.new");
    expect(own).toMatchObject({ slug: "dashboards", team: { slug: "analytics" } });
    expect(own?.groups).toEqual(["dashboards.adhoc.new", "dashboards.adhoc.seen", GROUP]);
    expect((await form(people.analyst, "rival.weekly"))[0]?.groups).not.toContain("rival.weekly");
    expect(await form(people.stranger)).toEqual([]);
  });
});

describe("a reset", () => {
  it("is previewed and asked for from what the worker saw, and binds its approval to these offsets", async () => {
    await saw([at(0, "7", "0"), at(1, "0", "0"), at(2, null, "0")]);
    const judged = succeeded(await preview(people.analyst));
    expect(judged).toMatchObject({ submittable: true, risk: "normal", totals: { again: "7", skipped: "0" } });
    const asked = succeeded(await request(people.analyst));
    expect(asked).toMatchObject({ state: "submitted", fingerprint: judged.fingerprint });
    expect(asked.plan.changes).toEqual([
      { field: "partition 0", from: "7", to: "0", kind: "neutral" },
      { field: "partition 2", from: null, to: "0", kind: "neutral" },
    ]);
    const view = succeeded(await runQuery(database.web, getRequest, people.analyticsOwner, { requestId: asked.id }));
    expect(view.offsetReset).toMatchObject({ group: GROUP, topic: TOPIC, state: null, before: null });
    expect(refused(await approve(people.analyst, asked)).code).toBe("forbidden");
    expect(succeeded(await approve(people.analyticsOwner, asked))).toMatchObject({ state: "approved" });
    const [reset] = await database.owner.$queryRaw<{ due: boolean }[]>`
      SELECT due_at IS NOT NULL AS due FROM offset_resets WHERE request_id = ${asked.id}`;
    expect(reset?.due).toBe(true);
  });

  it("that skips records is high", async () => {
    await saw([at(0, "7", "10")], {}, { kind: "latest" });
    const asked = succeeded(await preview(people.analyst, { target: { kind: "latest" } }));
    expect(asked).toMatchObject({ risk: "high", totals: { again: "0", skipped: "3" } });
  });

  it("is refused without a fresh look at this target, while the group is active, and when nothing would change", async () => {
    expect(refused(await request(people.analyst))).toMatchObject({ code: "conflict", errors: [{ path: "target" }] });
    await saw([at(0, "7", "0")], { state: "Stable", members: 2 });
    const active = refused(await request(people.analyst));
    expect(active).toMatchObject({ code: "conflict", detail: expect.stringContaining("Stop its consumers") });
    expect(succeeded(await preview(people.analyst))).toMatchObject({ submittable: false });
    await saw([at(0, "7", "0")], { type: "share" });
    expect(refused(await request(people.analyst)).detail).toContain("share group");
    await saw([at(0, "0", "0")]);
    expect(refused(await request(people.analyst)).detail).toContain("there already");
    await database.owner.$executeRaw`UPDATE probes SET answered_at = now() - interval '16 minutes'`;
    expect(refused(await request(people.analyst)).errors).toMatchObject([{ path: "target" }]);
  });

  it("is asked for once at a time, also from two sides at once", async () => {
    await saw([at(0, "7", "0")]);
    const both = await Promise.all([request(people.analyst), request(people.analyticsOwner)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    const [asked] = both.flatMap((one) => (one.ok ? [one.value] : []));
    expect(refused(await request(people.analyst))).toMatchObject({ code: "conflict" });
    const requester = both[0].ok ? people.analyst : people.analyticsOwner;
    succeeded(await runCommand(database.web, withdrawRequest, requester, { requestId: asked?.id }));
    succeeded(await request(people.analyst));
  });

  it("cannot be approved while the group is active, nor ever once it has moved", async () => {
    await saw([at(0, "7", "0")]);
    const asked = succeeded(await request(people.analyst));
    await saw([at(0, "7", "3")], { state: "Stable", members: 1 }, { kind: "shift", by: -4 });
    expect(refused(await approve(people.analyticsOwner, asked)).code).toBe("conflict");
    await saw([at(0, "8", "0")]);
    expect(refused(await approve(people.analyticsOwner, asked)).code).toBe("stale_plan");
    const row = await database.owner.request.findUniqueOrThrow({ where: { id: asked.id } });
    expect(row).toMatchObject({ state: "stale" });
  });

  it("that is blocked is tried again by the team that asked, and by the platform", async () => {
    await saw([at(0, "7", "0")]);
    const asked = succeeded(await request(people.analyst));
    succeeded(await approve(people.analyticsOwner, asked));
    const retry = (actor: Actor) => runCommand(database.web, retryRequest, actor, { requestId: asked.id });
    expect(refused(await retry(people.analyst)).code).toBe("conflict");
    for (const actor of [people.analyst, people.admin]) {
      await database.owner.$executeRaw`
        UPDATE offset_resets SET state = 'blocked', message = 'active', due_at = NULL WHERE request_id = ${asked.id}`;
      const listed = succeeded(await runQuery(database.web, listRequests, people.analyst, { state: "approved" })).items;
      expect(listed.filter(({ id }) => id === asked.id)).toMatchObject([
        { progress: { step: "blocked", message: "active" } },
      ]);
      expect(refused(await retry(people.stranger)).code).toBe("not_found");
      succeeded(await retry(actor));
    }
  });
});

describe("what a shorter retention would delete", () => {
  it("is for the topic's team to ask, and names the owner of each group that loses", async () => {
    const lossOf = (actor: Actor, topic = TOPIC) =>
      runCommand(database.web, askLoss, actor, { cluster: "local", topic, retentionMs: "86400000" });
    await database.owner.$executeRaw`
      INSERT INTO topic_status (topic_id, cluster_slug) SELECT id, cluster_slug FROM topics ON CONFLICT DO NOTHING`;
    const { probeId } = succeeded(await lossOf(people.member));
    expect(refused(await lossOf(people.analyst)).code).toBe("forbidden");
    expect(refused(await lossOf(people.member, `no.such.${randomUUID()}`)).code).toBe("not_found");

    const value = {
      ...{ measuredAt: "2026-11-21T12:00:00.000Z", records: "4", bytes: "400", from: null },
      to: "2026-11-20T12:00:00.000Z",
      groups: [
        { group: GROUP, records: "3" },
        { group: "dashboards.adhoc.one", records: "2" },
        { group: "somebody", records: "1" },
      ],
    };
    await database.worker.$executeRaw`
      UPDATE probes SET answer = ${JSON.stringify({ ok: true, value })}::jsonb, answered_at = now() WHERE id = ${probeId}::uuid`;
    const { loss } = succeeded(await runQuery(database.web, getProbe, people.member, { probeId }));
    expect(loss?.groups).toEqual([
      { group: GROUP, owner: "Analytics (dashboards)", records: "3" },
      { group: "dashboards.adhoc.one", owner: "Analytics (dashboards)", records: "2" },
      { group: "somebody", owner: null, records: "1" },
    ]);
  });
});
