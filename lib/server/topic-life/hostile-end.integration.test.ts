import { beforeEach, describe, expect, it } from "vitest";
import { accessInput, consume, granted, refused, succeeded } from "../access/test-access.ts";
import { AccessBench } from "../access/test-access-bench.ts";
import { announceEnding } from "../commands/announce-ending.ts";
import { describeTopic } from "../commands/describe-topic.ts";
import { requestAccess } from "../commands/request-access.ts";
import { previewTopicLife } from "../queries/preview-topic-life.ts";
import { runQuery } from "../run-query.ts";
import { about, topicLife } from "./test-topic-life.ts";
import { type TestTopic, tellLoss } from "./test-topics.ts";

const bench = AccessBench.prepare();
const { topic, change, revert, adopt, deletion, approved, topicNow } = topicLife(bench, "ended");

const WEEK = "604800000";
const FORTNIGHT = "1209600000";
const MONTH = "2592000000";
const DAY = "86400000";
let one: TestTopic;

describe("drift", () => {
  it("is not what was approved and is not yet on the cluster", async () => {
    one = await topic();
    const { id } = await approved(one, { config: { "retention.ms": MONTH } });
    expect(refused(await revert(one))).toMatchObject({ code: "conflict" });
    expect(refused(await adopt(one))).toMatchObject({ code: "conflict" });
    expect(refused(await adopt(one, { fields: ["retention.ms"] })).detail).toContain(`Request ${id}`);
  });

  it("is not adopted, nor reverted, past those who were promised more", async () => {
    const promise = { agreement: { minRetentionMs: FORTNIGHT } };
    one = await topic({ config: { "retention.ms": MONTH }, live: { config: { "retention.ms": WEEK } } });
    await granted(bench.database.web, bench.people, consume(one.name), promise);
    const adopted = succeeded(await adopt(one));
    expect(adopted.requiredApprovals.map(({ id }) => id)).toContain(`reader:${bench.people.analyticsTeamId}`);
    expect(adopted.plan.effects.map(({ text }) => text).join(" ")).toContain("promised");
    expect(refused(await bench.approve(bench.people.owner, adopted))).toMatchObject({ code: "forbidden" });

    one = await topic({ live: { config: { "retention.ms": MONTH } } });
    await granted(bench.database.web, bench.people, consume(one.name), promise);
    await tellLoss(bench.database.owner, one, BigInt(WEEK), {});
    const reverted = succeeded(await revert(one));
    expect(reverted.requiredApprovals.map(({ id }) => id)).toContain(`reader:${bench.people.analyticsTeamId}`);
  });
});

describe("the end of a topic", () => {
  let open: { change: number; access: number };

  beforeEach(async () => {
    one = await topic();
    const [access] = succeeded(
      await bench.run(requestAccess, bench.people.analyst, accessInput([consume(one.name)])),
    ).requests;
    open = { change: succeeded(await change(one, { config: { "retention.ms": DAY } })).id, access: access?.id ?? 0 };
    const end = succeeded(await deletion(one));
    succeeded(await bench.approve(bench.people.owner, end));
    succeeded(await bench.approve(bench.people.admin, end));
  });

  it("ends what was still asked of it, and gives back what that held", async () => {
    expect(await bench.requestRow(open.change)).toMatchObject({ state: "stale" });
    expect(await bench.requestRow(open.access)).toMatchObject({ state: "stale" });
    expect(await bench.database.owner.fieldClaim.count({ where: { objectName: one.name } })).toBe(0);
    const trail = await bench.database.owner.auditEvent.findMany({
      where: { action: "request.stale", objectName: one.name },
    });
    expect(trail).toHaveLength(2);
  });

  it("is announced no more, nor described", async () => {
    const frame = { cluster: "local", name: one.name };
    const ending = { ...frame, at: new Date(Date.now() + Number(WEEK)).toISOString(), reason: "Why." };
    expect(refused(await bench.run(announceEnding, bench.people.owner, ending))).toMatchObject({
      code: "conflict",
    });
    const { version } = await topicNow(one);
    const said = { ...frame, version, description: "Gone." };
    expect(refused(await bench.run(describeTopic, bench.people.member, said))).toMatchObject({
      code: "conflict",
    });
  });

  it("names the notice that was promised, until an announced end has come", async () => {
    one = await topic();
    await granted(bench.database.web, bench.people, consume(one.name), { agreement: { noticeDays: 1 } });
    const effects = async () => {
      const input = about(one, { kind: "delete", confirm: one.name });
      const { plan } = succeeded(await runQuery(bench.database.web, previewTopicLife, bench.people.member, input));
      return plan?.effects.map(({ text }) => text).join(" ");
    };
    expect(await effects()).toContain("promised to dashboards of Analytics: 1 day of notice");
    await bench.database.owner.topic.update({
      where: { id: one.id },
      data: { endingAt: new Date(Date.now() - 1_000) },
    });
    expect(await effects()).not.toContain("promised");
  });

  it("gives nobody access to a tombstone, which the next topic of that name would inherit", async () => {
    const again = await bench.run(requestAccess, bench.people.analyst, accessInput([consume(one.name)]));
    expect(refused(again).detail).toMatch(/is being deleted/);
  });
});
