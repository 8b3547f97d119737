import { describe, expect, it } from "vitest";
import { succeeded } from "../access/test-access.ts";
import { AccessBench } from "../access/test-access-bench.ts";
import { requestTopicAdoption } from "../commands/request-topic-adoption.ts";
import { requestTopicBlock } from "../commands/request-topic-block.ts";
import { requestTopicRevert } from "../commands/request-topic-revert.ts";
import { unblockTopic } from "../commands/unblock-topic.ts";
import { about, topicLife } from "./test-topic-life.ts";
import type { TestTopic } from "./test-topics.ts";

const bench = AccessBench.prepare();
const { topic, change, deletion, topicNow } = topicLife(bench, "ended");

const WEEK = "604800000";
const MONTH = "2592000000";

describe("drift", () => {
  const drifted = {
    config: { "retention.ms": WEEK },
    live: { config: { "retention.ms": MONTH, "segment.ms": "3600000" } },
  };

  it("is adopted: what lives becomes what is desired, with the keys that are named", async () => {
    const one = await topic(drifted);
    const fields = ["retention.ms", "segment.ms"];
    const input = about(one, { kind: "adopt", fields });
    const request = succeeded(await bench.run(requestTopicAdoption, bench.people.member, input));
    expect(request.plan.changes).toMatchObject([
      { field: "retention.ms", from: WEEK, to: MONTH, kind: "neutral" },
      { field: "segment.ms", from: null, to: "3600000", kind: "neutral" },
    ]);
    succeeded(await bench.approve(bench.people.owner, request));
    expect(await topicNow(one)).toMatchObject({ config: drifted.live.config, generation: 2 });
  });

  it("is reverted: the same is desired, as a generation that lets the worker write those fields", async () => {
    const one = await topic({ config: { "retention.ms": MONTH }, live: { config: { "retention.ms": WEEK } } });
    const input = about(one, { kind: "revert" });
    const request = succeeded(await bench.run(requestTopicRevert, bench.people.member, input));
    expect(request.plan.changes).toMatchObject([{ field: "retention.ms", from: WEEK, to: MONTH }]);
    succeeded(await bench.approve(bench.people.owner, request));
    expect(await topicNow(one)).toMatchObject({ config: { "retention.ms": MONTH }, generation: 2 });
  });

  it.each(["revert", "adopt"] as const)("%s is refused at the field that does not differ", async (kind) => {
    const one = await topic(drifted);
    const command = kind === "revert" ? requestTopicRevert : requestTopicAdoption;
    const input = about(one, { kind, fields: ["cleanup.policy"] });
    const refused = await bench.run(command as typeof requestTopicRevert, bench.people.member, input);
    expect(refused).toMatchObject({ ok: false, failure: { code: "conflict", errors: [{ path: "fields" }] } });
  });

  it("that ended by itself makes the request stale", async () => {
    const one = await topic({ config: { "retention.ms": MONTH }, live: { config: { "retention.ms": WEEK } } });
    const input = about(one, { kind: "revert" });
    const request = succeeded(await bench.run(requestTopicRevert, bench.people.member, input));
    const key = { clusterSlug_name: { clusterSlug: "local", name: one.name } };
    await bench.database.owner.topicObservation.update({ where: key, data: { config: { "retention.ms": MONTH } } });
    expect(await bench.approve(bench.people.owner, request)).toMatchObject({
      ok: false,
      failure: { code: "stale_plan" },
    });
  });
});

describe("blocking", () => {
  it("needs an owner and the platform, and is lifted by one member at once", async () => {
    const one = await topic();
    const input = about(one, { kind: "block", days: 7 });
    const request = succeeded(await bench.run(requestTopicBlock, bench.people.member, input));
    succeeded(await bench.approve(bench.people.owner, request));
    succeeded(await bench.approve(bench.people.admin, request));
    expect((await topicNow(one)).blockedAt).not.toBeNull();

    const lift = { cluster: "local", name: one.name, reason: "Somebody screamed." };
    expect(await bench.run(unblockTopic, bench.people.stranger, lift)).toMatchObject({
      failure: { code: "forbidden" },
    });
    succeeded(await bench.run(unblockTopic, bench.people.member, lift));
    expect(await topicNow(one)).toMatchObject({ blockedAt: null, generation: 3 });
  });
});

describe("deleting", () => {
  it("asks for the name, and refuses who still uses it until they are named", async () => {
    const one = await topic();
    const wrong = await deletion(one, { confirm: "orders" });
    expect(wrong).toMatchObject({ ok: false, failure: { code: "invalid_input", errors: [{ path: "confirm" }] } });

    const key = { clusterSlug: "local", groupId: "billing.reader" };
    await bench.database.owner.groupObservation.create({
      data: { ...key, protocolType: "consumer", state: "Stable", members: 2, seenAt: new Date() },
    });
    await bench.database.owner.groupTopic.create({
      data: { ...key, topic: one.name, committed: 5n, lastActiveAt: new Date() },
    });
    expect(await deletion(one)).toMatchObject({
      ok: false,
      failure: { code: "conflict", errors: [{ path: "despite.groups", message: /billing\.reader/ }] },
    });
    const request = succeeded(await deletion(one, { despite: { groups: ["billing.reader"] } }));
    expect(request.requiredApprovals.map(({ id }) => id)).toEqual(["owner-of-team", "platform-admin"]);

    await bench.database.owner.groupObservation.create({
      data: {
        ...key,
        groupId: "audit.reader",
        protocolType: "consumer",
        state: "Stable",
        members: 1,
        seenAt: new Date(),
      },
    });
    await bench.database.owner.groupTopic.create({
      data: { ...key, groupId: "audit.reader", topic: one.name, committed: 5n, lastActiveAt: new Date() },
    });
    expect(await bench.approve(bench.people.owner, request)).toMatchObject({
      ok: false,
      failure: { code: "conflict" },
    });
  });

  it("counts what was seen to arrive, whatever time its producer wrote into it", async () => {
    const one = await topic();
    const at = { clusterSlug: "local", name: one.name };
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
    await bench.database.owner.topicObservation.update({
      where: { clusterSlug_name: at },
      data: { firstSeenAt: daysAgo(90) },
    });
    const figures = { sizeBytes: 1n, measuredAt: new Date(), lastWrittenAt: daysAgo(400), movedAt: daysAgo(0) };
    await bench.database.owner.topicFigures.create({ data: { ...at, ...figures } });
    expect(await deletion(one)).toMatchObject({
      ok: false,
      failure: { code: "conflict", errors: [{ path: "despite.recentWrites" }] },
    });
    // Where it was first measured just now, nothing was seen to arrive.
    await bench.database.owner.topicObservation.update({
      where: { clusterSlug_name: at },
      data: { firstSeenAt: daysAgo(0) },
    });
    expect(await deletion(one)).toMatchObject({ ok: true });
  });

  const fateOf = async (one: TestTopic) => {
    const { effects, changes } = succeeded(await deletion(one)).plan;
    expect(changes).toMatchObject([{ field: "topic", kind: "destructive" }]);
    return effects[0]?.text;
  };

  it("says that every record is lost, also where no sweep has seen the topic yet, or only an earlier one of its name", async () => {
    const observed = bench.database.owner.topicObservation;
    const [there, unseen, renewed] = [await topic(), await topic(), await topic()];
    await observed.deleteMany({ where: { name: unseen.name } });
    await observed.updateMany({ where: { name: renewed.name }, data: { kafkaTopicId: "an-earlier-id-of-kafka" } });
    for (const one of [there, unseen, renewed]) expect(await fateOf(one)).toBe("Every record is lost.");
  });

  it("promises nothing of a topic that was seen to be gone, or another one to have its name", async () => {
    const status = bench.database.owner.topicStatus;
    const [another, gone] = [await topic(), await topic()];
    await status.update({
      where: { topicId: another.id },
      data: { state: "blocked", reason: "recreated_outside" },
    });
    await status.update({ where: { topicId: gone.id }, data: { state: "missing", reason: "missing" } });

    expect(await fateOf(another)).toMatch(
      /^Another topic of its name was seen .* there all the same, every record in it is lost\.$/,
    );
    expect(await fateOf(gone)).toMatch(
      /^It was not on the cluster when .* there all the same, every record in it is lost\.$/,
    );
  });

  it("leaves a tombstone, ends the grants on it, and nothing else is asked of it any more", async () => {
    const one = await topic();
    const application = await bench.database.owner.application.create({
      data: { slug: "billing", name: "Billing", teamId: bench.people.teamId },
    });
    const opening = succeeded(await change(one, { partitions: 6 }));
    const grant = await bench.database.owner.grant.create({
      data: {
        clusterSlug: "local",
        applicationId: application.id,
        teamId: bench.people.teamId,
        operation: "produce",
        patternType: "LITERAL",
        resourceName: one.name,
        purpose: "-",
        expiresAt: new Date(Date.now() + 86_400_000),
        requestId: BigInt(opening.id),
      },
    });
    const request = succeeded(await deletion(one));
    succeeded(await bench.approve(bench.people.owner, request));
    succeeded(await bench.approve(bench.people.admin, request));

    expect((await topicNow(one)).deletingAt).not.toBeNull();
    expect(await bench.database.owner.topicStatus.findUnique({ where: { topicId: one.id } })).toMatchObject({
      state: "deleting",
    });
    expect(await bench.database.owner.grant.findUnique({ where: { id: grant.id } })).toMatchObject({ state: "ended" });
    expect(await bench.approve(bench.people.owner, opening)).toMatchObject({
      failure: { code: "conflict", extra: { state: "stale" } },
    });
    expect(await deletion(one)).toMatchObject({ ok: false, failure: { code: "conflict" } });
  });
});
