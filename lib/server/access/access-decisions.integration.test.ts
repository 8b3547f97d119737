import { describe, expect, it } from "vitest";
import { askedFor, consume, inDays, refused, succeeded } from "./test-access.ts";
import { AccessBench } from "./test-access-bench.ts";

const bench = AccessBench.prepare({ rules: true });
const topic = "orders.placed.v1";

describe("deciding on access", () => {
  it("makes a grant of exactly what was read, once, when two owners approve at the same moment", async () => {
    const agreement = { minRetentionMs: "604800000", noticeDays: 30 };
    const request = await bench.one(consume(topic), { agreement });
    const generation = async () =>
      (await bench.database.owner.principal.findFirstOrThrow({ where: { name: "team.dashboards" } })).generation;
    const before = await generation();

    const results = await Promise.all([
      bench.approve(bench.people.owner, request),
      bench.approve(bench.people.secondOwner, request),
    ]);

    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject({ failure: { code: "conflict" } });
    const row = await bench.requestRow(request.id);
    expect(row.state).toBe("approved");
    expect(await bench.grantRow(row.grantId ?? "")).toMatchObject({
      state: "pending",
      resourceName: topic,
      purpose: "The weekly report.",
      agreement,
      teamId: bench.people.teamId,
      applicationId: bench.people.applicationId,
    });
    expect(await generation()).toBe(before + 1);
  });

  it("is for an owner of the giving team, never for the asking side or the requester", async () => {
    const request = await bench.one(consume(topic));
    expect(refused(await bench.approve(bench.people.analyst, request)).code).toBe("forbidden");
    expect(refused(await bench.approve(bench.people.analyticsOwner, request)).code).toBe("forbidden");
    expect(refused(await bench.approve(bench.people.member, request)).code).toBe("forbidden");
    expect(refused(await bench.approve(bench.people.stranger, request)).code).toBe("not_found");
  });

  it("needs another owner within one team, never the owner who asks", async () => {
    const more = { application: "orders-own" };
    const [request] = await askedFor(
      bench.database.web,
      bench.people.owner,
      [consume(topic, { consumerGroup: { name: "own" } })],
      more,
    );
    expect(request?.requiredApprovals.map(({ id }) => id)).toEqual(["owner-of-team"]);
    expect(refused(await bench.approve(bench.people.owner, request)).code).toBe("forbidden");
    expect(succeeded(await bench.approve(bench.people.secondOwner, request)).state).toBe("approved");
  });

  it("stays somebody's to decide when by now nobody would have to", async () => {
    const [request] = await askedFor(
      bench.database.web,
      bench.people.member,
      [{ ...consume(topic), consumerGroup: { name: "orders-own.later" } }],
      {
        application: "orders-own",
      },
    );
    await bench.database.owner.cluster.update({ where: { slug: "local" }, data: { tier: "test" } });
    const answer = await bench.approve(bench.people.owner, request);
    await bench.database.owner.cluster.update({ where: { slug: "local" }, data: { tier: "production" } });
    expect(succeeded(answer).state).toBe("approved");
  });

  it("may give a shorter end, and only that; the record says so", async () => {
    const request = await bench.one(consume(topic));
    for (const expiresAt of [inDays(31), inDays(-1), "2020-01-01T00:00:00Z"]) {
      expect(refused(await bench.approve(bench.people.owner, request, { expiresAt }))).toMatchObject({
        code: "invalid_input",
        errors: [{ path: "expiresAt" }],
      });
    }
    const shorter = inDays(7);
    expect(succeeded(await bench.approve(bench.people.owner, request, { expiresAt: shorter })).state).toBe("approved");
    const row = await bench.requestRow(request.id);
    expect((await bench.grantRow(row.grantId ?? "")).expiresAt.toISOString()).toBe(shorter);
    expect(row.fingerprint).not.toBe(request.fingerprint);
  });

  it("lets two people decide on confidential data; the first one's shorter end is what the second one reads", async () => {
    const request = await bench.one(consume("orders.secret.v1"));
    expect(succeeded(await bench.approve(bench.people.owner, request, { expiresAt: inDays(3) })).state).toBe(
      "submitted",
    );
    expect(refused(await bench.approve(bench.people.admin, request)).code).toBe("stale_plan");
    const { fingerprint } = await bench.requestRow(request.id);
    expect(succeeded(await bench.approve(bench.people.admin, { id: request.id, fingerprint })).state).toBe("approved");
  });

  it("asks again when another principal came in between: that is more lines than were read", async () => {
    const request = await bench.one(consume(topic));
    const data = {
      applicationId: bench.people.applicationId,
      clusterSlug: "local",
      name: "team.dashboards-2",
      kind: "scram",
    };
    const second = await bench.database.owner.principal.create({ data });
    expect(refused(await bench.approve(bench.people.owner, request)).code).toBe("stale_plan");
    const { fingerprint } = await bench.requestRow(request.id);
    expect(fingerprint).not.toBe(request.fingerprint);
    expect(succeeded(await bench.approve(bench.people.owner, { id: request.id, fingerprint })).state).toBe("approved");
    await bench.database.owner.principal.update({ where: { id: second.id }, data: { endedAt: new Date() } });
  });

  it("is not undone by another grant of the same bundle that shares the group", async () => {
    const shared = { consumerGroup: { name: "dashboards.bundle" } };
    const [first, second] = await askedFor(bench.database.web, bench.people.analyst, [
      consume("orders.paid.v1", shared),
      consume("orders.sent.v1", shared),
    ]);
    expect(succeeded(await bench.approve(bench.people.owner, first)).state).toBe("approved");
    expect(succeeded(await bench.approve(bench.people.owner, second)).state).toBe("approved");
    const { plan } = await bench.requestRow(second?.id);
    expect(JSON.stringify(plan)).toContain("Is there already, for access to orders.paid.v1.");
  });

  it("becomes stale when the end that was asked for has passed", async () => {
    const request = await bench.one(consume(topic));
    const patch = (await bench.requestRow(request.id)).patch as object;
    await bench.database.owner.request.update({
      where: { id: request.id },
      data: { patch: { ...patch, expiresAt: "2026-01-01T00:00:00.000Z" } },
    });
    expect(refused(await bench.approve(bench.people.owner, request)).code).toBe("stale_plan");
    expect((await bench.requestRow(request.id)).state).toBe("stale");
  });
});
