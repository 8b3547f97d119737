import { describe, expect, it } from "vitest";
import type { Actor } from "#lib/domain/actor";
import { succeeded } from "../access/test-access.ts";
import { AccessBench } from "../access/test-access-bench.ts";
import { cancelRequest } from "../commands/cancel-request.ts";
import { describeTopic } from "../commands/describe-topic.ts";
import { withdrawRequest } from "../commands/withdraw-request.ts";
import { getRequest } from "../queries/get-request.ts";
import { runQuery } from "../run-query.ts";
import { topicLife } from "./test-topic-life.ts";
import { type TestTopic, tellLoss } from "./test-topics.ts";

const bench = AccessBench.prepare();
const { topic, changeBy, topicNow } = topicLife(bench, "changed");

const WEEK = "604800000";
const MONTH = "2592000000";
const DAY = 86_400_000n;

async function asked(actor: Actor, which: TestTopic, patch: object) {
  return succeeded(await changeBy(actor, which, patch));
}

describe("changing a topic", () => {
  it("plans only the named fields, and writes them as the next generation with the last approval", async () => {
    const one = await topic();
    const request = await asked(bench.people.member, one, { config: { "retention.ms": MONTH } });
    expect(request.plan.changes).toEqual([{ field: "retention.ms", from: WEEK, to: MONTH, kind: "neutral" }]);
    expect(request.requiredApprovals).toMatchObject([{ id: "owner-of-team" }]);

    expect(await bench.approve(bench.people.owner, request)).toMatchObject({ ok: true, value: { state: "approved" } });
    expect(await topicNow(one)).toMatchObject({ generation: 2, partitions: 3, config: { "retention.ms": MONTH } });
    expect(await bench.requestRow(request.id)).toMatchObject({ state: "approved", topicId: one.id, generation: 2 });
  });

  it("unsets a key, back to the broker's default", async () => {
    const one = await topic({ config: { "retention.ms": MONTH } });
    await tellLoss(bench.database.owner, one, 604_800_000n, {});
    const request = await asked(bench.people.member, one, { config: { "retention.ms": null } });
    expect(request.plan.changes).toMatchObject([{ field: "retention.ms", from: MONTH, to: null }]);
    await bench.approve(bench.people.owner, request);
    expect(await bench.approve(bench.people.admin, request)).toMatchObject({ ok: true, value: { state: "approved" } });
    expect(await topicNow(one)).toMatchObject({ config: {} });
  });

  it("refuses fewer partitions with the reason, naming the field, and stores nothing", async () => {
    const one = await topic({ partitions: 6 });
    const refused = await changeBy(bench.people.member, one, { partitions: 3 });
    expect(refused).toMatchObject({
      ok: false,
      failure: { code: "conflict", errors: [{ path: "patch.partitions", message: /cannot remove partitions/ }] },
    });
    expect(await bench.database.owner.request.count({ where: { topicId: one.id } })).toBe(0);
  });

  it.each([
    ["an unknown key", { config: { "no.such.key": "1" } }, "patch.config.no.such.key"],
    ["a value of another type", { config: { "retention.ms": "soon" } }, "patch.config.retention.ms"],
    ["no partition at all", { partitions: 0 }, "patch.partitions"],
    ["nothing", {}, "patch"],
    ["an unknown field", { owner: "me", partitions: 6 }, "patch.owner"],
  ])("refuses %s at its field", async (_, patch, path) => {
    const refused = await changeBy(bench.people.member, await topic(), patch);
    expect(refused).toMatchObject({ ok: false, failure: { errors: [{ path }] } });
  });

  it("refuses what is so already, and says that drift is adopted", async () => {
    const one = await topic({ live: { config: { "retention.ms": MONTH } } });
    const refused = await changeBy(bench.people.member, one, { config: { "retention.ms": MONTH } });
    expect(refused).toMatchObject({ ok: false, failure: { code: "conflict" } });
  });

  it("keeps one undecided request per field, and frees the field when it is withdrawn", async () => {
    const one = await topic();
    const first = await asked(bench.people.member, one, { config: { "retention.ms": MONTH } });
    const again = await changeBy(bench.people.owner, one, { config: { "retention.ms": "1209600000" }, partitions: 6 });
    expect(again).toMatchObject({ ok: false, failure: { code: "conflict", extra: { requestId: first.id } } });
    await asked(bench.people.owner, one, { partitions: 6 });

    await bench.run(withdrawRequest, bench.people.member, { requestId: first.id });
    await asked(bench.people.member, one, { config: { "retention.ms": "1209600000" } });
  });

  it("asks the platform too where a classification is lowered, an owner where it is raised", async () => {
    const raised = await asked(bench.people.member, await topic(), { classification: "confidential" });
    expect(raised.requiredApprovals.map(({ id }) => id)).toContain("owner-of-team");
    const lowered = await asked(bench.people.member, await topic(), { classification: "public" });
    expect(lowered.requiredApprovals.map(({ id }) => id)).toEqual(["owner-of-team", "platform-admin"]);
  });
});

describe("a shorter retention", () => {
  it("cannot be approved until the cluster has told what goes, and then only with that in sight", async () => {
    const one = await topic();
    const request = await asked(bench.people.member, one, { config: { "retention.ms": String(DAY) } });
    expect(request.plan.loss).toBeNull();
    expect(await bench.approve(bench.people.owner, request)).toMatchObject({
      ok: false,
      failure: { code: "unavailable" },
    });

    await tellLoss(bench.database.owner, one, DAY, { "billing.reader": "40" });
    expect(await bench.approve(bench.people.owner, request)).toMatchObject({
      ok: false,
      failure: { code: "stale_plan" },
    });
    const seen = await runQuery(bench.database.web, getRequest, bench.people.owner, { requestId: request.id });
    if (!seen.ok) throw new Error(seen.failure.detail);
    expect(seen.value.plan.loss).toMatchObject({ groups: [{ group: "billing.reader", records: "40" }] });
    const fresh = { id: request.id, fingerprint: seen.value.fingerprint };
    expect(await bench.approve(bench.people.owner, fresh)).toMatchObject({ ok: true });
    expect(await bench.approve(bench.people.admin, fresh)).toMatchObject({ ok: true, value: { state: "approved" } });
  });

  it("is asked again when a group loses that was not named, and goes on when hardly more is lost", async () => {
    const one = await topic();
    await tellLoss(bench.database.owner, one, DAY, { "billing.reader": "100" });
    const request = await asked(bench.people.member, one, { config: { "retention.ms": String(DAY) } });
    await tellLoss(bench.database.owner, one, DAY, { "billing.reader": "105" });
    expect(await bench.approve(bench.people.owner, request)).toMatchObject({ ok: true, value: { state: "submitted" } });
    await tellLoss(bench.database.owner, one, DAY, { "billing.reader": "105", "audit.reader": "1" });
    expect(await bench.approve(bench.people.admin, request)).toMatchObject({
      ok: false,
      failure: { code: "stale_plan" },
    });
  });
});

describe("taking back and describing", () => {
  it("takes back an approved change before it was seen, and desires what was applied before", async () => {
    const one = await topic();
    const request = await asked(bench.people.member, one, { partitions: 12 });
    await bench.approve(bench.people.owner, request);
    const input = { requestId: request.id, reason: "Too early." };
    expect(await bench.run(cancelRequest, bench.people.member, input)).toMatchObject({ ok: false });
    expect(await bench.run(cancelRequest, bench.people.owner, input)).toMatchObject({
      ok: true,
      value: { state: "superseded" },
    });
    expect(await topicNow(one)).toMatchObject({ partitions: 3, generation: 3 });
  });

  it("describes at once, on the version that was read, and leaves the classification alone", async () => {
    const one = await topic();
    const { version } = await topicNow(one);
    const said = { description: "Every order.", contact: "#orders", tags: ["core"], docs: "# Orders" };
    const input = { cluster: "local", name: one.name, version, ...said };
    expect(await bench.run(describeTopic, bench.people.member, input)).toMatchObject({ ok: true });
    expect(await topicNow(one)).toMatchObject({ ...said, classification: "internal", generation: 1 });
    expect(await bench.run(describeTopic, bench.people.member, input)).toMatchObject({
      ok: false,
      failure: { code: "conflict" },
    });
    const stranger = await bench.run(describeTopic, bench.people.stranger, { ...input, version: version + 1 });
    expect(stranger).toMatchObject({ ok: false, failure: { code: "forbidden" } });
  });
});
