import { beforeEach, describe, expect, it } from "vitest";
import { succeeded } from "../access/test-access.ts";
import { AccessBench } from "../access/test-access-bench.ts";
import { getRequest } from "../queries/get-request.ts";
import { getTopic } from "../queries/get-topic.ts";
import { getTopicChangeForm } from "../queries/get-topic-change-form.ts";
import { listClusters } from "../queries/list-clusters.ts";
import { previewTopicLife } from "../queries/preview-topic-life.ts";
import { runQuery } from "../run-query.ts";
import { topicLife } from "./test-topic-life.ts";
import { tellLoss } from "./test-topics.ts";

const bench = AccessBench.prepare();
const { topic, change, revert } = topicLife(bench, "unset");

const KEY = "retention.ms";
const DAY = "86400000";
const WEEK = "604800000";
const MONTH = "2592000000";
const unset = { config: { [KEY]: null } };

/** What the cluster says that it keeps where nothing is set. */
const tell = (value: string) => bench.database.owner.$executeRaw`
  UPDATE cluster_status SET topic_defaults = jsonb_build_object('retention.ms', ${value}::text) WHERE cluster_slug = 'local'`;

beforeEach(() => tell(DAY));

describe("what counts on the cluster where nothing is set", () => {
  it("becomes another one: what was measured for the one before is not shown for it", async () => {
    const one = await topic({ config: { [KEY]: MONTH } });
    await tell(WEEK);
    await tellLoss(bench.database.owner, one, BigInt(WEEK), {});
    const asked = succeeded(await change(one, unset));
    expect(asked.plan).toMatchObject({ defaults: { [KEY]: WEEK }, loss: { records: "1000" } });

    await tell(DAY);
    const approve = () => bench.approve(bench.people.owner, asked);
    expect(await approve()).toMatchObject({ failure: { code: "unavailable" } });
    await tellLoss(bench.database.owner, one, BigInt(DAY), { billing: "900" });
    expect(await approve()).toMatchObject({ failure: { code: "stale_plan" } });
    const read = await runQuery(bench.database.web, getRequest, bench.people.owner, { requestId: asked.id });
    expect(succeeded(read).plan).toMatchObject({ defaults: { [KEY]: DAY }, loss: { groups: [{ group: "billing" }] } });
  });

  it("makes stating a retention destructive where more is inherited", async () => {
    await tell(MONTH);
    const one = await topic({ config: {} });
    const { plan, requiredApprovals } = succeeded(await change(one, { config: { [KEY]: WEEK } }));
    expect(plan).toMatchObject({
      changes: [{ field: KEY, from: null, to: WEEK, kind: "destructive" }],
      effects: [{ field: KEY, text: "Deletes every record older than 7 d." }],
      defaults: { [KEY]: MONTH },
      loss: null,
    });
    expect(requiredApprovals.map(({ id }) => id)).toEqual(["owner-of-team", "platform-admin"]);
  });

  it("makes unsetting one destructive where less is kept by default, and harmless where more is", async () => {
    const shorter = succeeded(await change(await topic(), unset));
    expect(shorter.plan).toMatchObject({ changes: [{ from: WEEK, to: null, kind: "destructive" }], loss: null });

    await tell(MONTH);
    const longer = succeeded(await change(await topic(), unset));
    expect(longer.plan).toMatchObject({ changes: [{ kind: "neutral" }], defaults: { [KEY]: MONTH } });
    expect(longer.plan).not.toHaveProperty("loss");
  });

  it("says what putting a field back does", async () => {
    await tell(MONTH);
    const one = await topic({ live: { config: {} } });
    await bench.database.owner.topicStatus.update({
      where: { topicId: one.id },
      data: {
        state: "drifted",
        drift: [{ field: KEY, desired: WEEK, applied: WEEK, observed: null, since: "2026-11-20T00:00:00.000Z" }],
      },
    });
    const view = await seen(one.name);
    expect(view.drift).toMatchObject([{ field: KEY, revert: "destructive", byDefault: MONTH }]);
    expect(succeeded(await revert(one)).plan.changes).toMatchObject([{ field: KEY, kind: "destructive" }]);
  });

  it("is what the estimate of a change counts", async () => {
    const one = await topic();
    await bench.database.owner.topic.update({ where: { id: one.id }, data: { expectedBytesPerSecond: 1_000 } });
    const question = { kind: "change", cluster: "local", name: one.name, patch: unset };
    const preview = await runQuery(bench.database.web, previewTopicLife, bench.people.member, question);
    expect(preview).toMatchObject({
      ok: true,
      value: { cost: { now: { bytes: "604800000" }, after: { bytes: "86400000" } } },
    });
  });

  it("is told with the topic's settings, its form, and the cluster", async () => {
    const one = await topic({ live: { config: {} } });
    const view = await seen(one.name);
    expect(view.config).toContainEqual(expect.objectContaining({ field: KEY, live: null, byDefault: DAY }));
    const where = { cluster: "local", name: one.name };
    const form = await runQuery(bench.database.web, getTopicChangeForm, bench.people.member, where);
    expect(form).toMatchObject({ ok: true, value: { defaults: { [KEY]: DAY } } });
    const clusters = await runQuery(bench.database.web, listClusters, bench.people.member, {});
    expect(clusters).toMatchObject({ ok: true, value: { items: [{ slug: "local", topicDefaults: { [KEY]: DAY } }] } });
  });
});

describe("a default that changes before the approval", () => {
  it("is another plan, which has to be read again", async () => {
    await tell(MONTH);
    const one = await topic();
    const request = succeeded(await change(one, unset));
    await tell(DAY);
    await tellLoss(bench.database.owner, one, BigInt(DAY), { "billing.reader": "40" });

    expect(await bench.approve(bench.people.owner, request)).toMatchObject({
      ok: false,
      failure: { code: "stale_plan" },
    });
    const now = await runQuery(bench.database.web, getRequest, bench.people.owner, { requestId: request.id });
    if (!now.ok) throw new Error(now.failure.detail);
    expect(now.value.plan).toMatchObject({
      changes: [{ from: WEEK, to: null, kind: "destructive" }],
      defaults: { [KEY]: DAY },
      loss: { groups: [{ group: "billing.reader", records: "40" }] },
    });
    const fresh = { id: request.id, fingerprint: now.value.fingerprint };
    expect(await bench.approve(bench.people.owner, fresh)).toMatchObject({ ok: true, value: { state: "submitted" } });
    expect(await bench.approve(bench.people.admin, fresh)).toMatchObject({ ok: true, value: { state: "approved" } });
  });

  it("does not touch a change that says both values", async () => {
    const one = await topic();
    const request = succeeded(await change(one, { config: { [KEY]: MONTH } }));
    await tell(WEEK);
    expect(await bench.approve(bench.people.owner, request)).toMatchObject({ ok: true, value: { state: "approved" } });
  });
});

async function seen(name: string) {
  const view = await runQuery(bench.database.web, getTopic, bench.people.member, { cluster: "local", name });
  if (!view.ok) throw new Error(view.failure.detail);
  return view.value;
}
