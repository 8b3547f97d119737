import { describe, expect, it } from "vitest";
import type { Actor } from "#lib/domain/actor";
import { approveRequest } from "../commands/approve-request.ts";
import { revokeGrant } from "../commands/revoke-grant.ts";
import { getAccessForm } from "../queries/get-access-form.ts";
import { getRequest } from "../queries/get-request.ts";
import { getTeamAccess } from "../queries/get-team-access.ts";
import { getTopicAccess } from "../queries/get-topic-access.ts";
import { previewAccessRequest } from "../queries/preview-access-request.ts";
import { runQuery } from "../run-query.ts";
import { accessInput, askedFor, consume, granted, inDays, refused, succeeded } from "./test-access.ts";
import { AccessBench } from "./test-access-bench.ts";
import { aclLine, observeAcl } from "./test-acls.ts";

const bench = AccessBench.prepare({ rules: true });
const topic = "orders.placed.v1";
const topicAccess = async (actor: Actor, name = topic) =>
  succeeded(await runQuery(bench.database.web, getTopicAccess, actor, { cluster: "local", name }));

describe("the access of a topic", () => {
  it("shows grants by prefix on every topic that they match, and the rest as how it stands", async () => {
    const wide = await askedFor(bench.database.web, bench.people.analyst, [
      consume("orders.", { patternType: "PREFIXED" }),
    ]);
    for (const actor of [bench.people.owner, bench.people.admin]) {
      const { fingerprint } = await bench.database.owner.request.findUniqueOrThrow({ where: { id: wide[0]?.id ?? 0 } });
      succeeded(await bench.run(approveRequest, actor, { requestId: wide[0]?.id, fingerprint }));
    }
    const narrow = await granted(bench.database.web, bench.people, consume(topic));

    const seen = await topicAccess(bench.people.owner);
    expect(seen.sight).toBe("everything");
    expect(seen.grants.map(({ terms }) => terms.resourceName).sort()).toEqual(["orders.", topic]);
    expect(seen.grants.find(({ id }) => id === narrow)).toMatchObject({
      condition: "pending",
      owner: { slug: "orders" },
      principals: ["team.dashboards"],
      may: { revoke: { allowed: true }, renew: { allowed: false }, release: { allowed: false } },
    });
    expect((await topicAccess(bench.people.owner, "orders.sent.v1")).grants).toHaveLength(1);
    expect((await topicAccess(bench.people.owner, "payments.made.v1")).grants).toEqual([]);
  });

  it("shows others only what their own teams hold", async () => {
    await observeAcl(bench.database.owner);
    const mine = await topicAccess(bench.people.analyst);
    expect(mine).toMatchObject({ sight: "own", unmanaged: [], groups: [] });
    expect(mine.grants.length).toBeGreaterThan(0);
    expect(mine.applications.map(({ slug }) => slug)).toEqual(["dashboards", "no-login"]);
    expect(await topicAccess(bench.people.stranger)).toMatchObject({ sight: "own", grants: [], openRequests: [] });
  });

  it("derives how a grant stands from dates and from what the worker wrote", async () => {
    const id = await granted(bench.database.web, bench.people, consume(topic));
    const condition = async () =>
      (await topicAccess(bench.people.owner)).grants.find((grant) => grant.id === id)?.condition;
    const status = (state: string, message = "") =>
      bench.database.owner.grantStatus.update({ where: { grantId: id }, data: { state, message } });

    await status("blocked", "not authorized");
    expect(await condition()).toBe("blocked");
    await status("applied");
    await bench.database.owner.grant.update({ where: { id }, data: { state: "active" } });
    expect(await condition()).toBe("active");
    await bench.database.owner.grant.update({ where: { id }, data: { expiresAt: new Date(inDays(10)) } });
    expect(await condition()).toBe("expiring");
    const { principal: _, ...line } = aclLine();
    const principal = await bench.database.owner.principal.findFirstOrThrow({ where: { name: "team.dashboards" } });
    const row = await bench.database.owner.principalBinding.create({
      data: { principalId: principal.id, clusterSlug: "local", state: "missing", ...line },
    });
    expect(await condition()).toBe("drifted");
    expect(row.state).toBe("missing");
    succeeded(await bench.run(revokeGrant, bench.people.owner, { grantId: id, reason: "-" }));
    expect(await condition()).toBe("ending");
    await status("removed");
    expect(await condition()).toBe("ended");
    await bench.database.owner.principalBinding.deleteMany({ where: { principalId: principal.id } });
  });

  it("shows unmanaged ACLs that apply to it, with the application to adopt them for, and groups that no grant explains", async () => {
    await observeAcl(bench.database.owner, {
      principal: "User:team.dashboards",
      resourceName: "ord",
      patternType: "PREFIXED",
    });
    await observeAcl(bench.database.owner, { principal: "User:everyone", resourceName: "*" });
    await observeAcl(bench.database.owner, { principal: "User:elsewhere", resourceName: "payments.made.v1" });
    await observeAcl(bench.database.owner, { principal: "User:literal-prefix", resourceName: "orders" });
    const seenAt = new Date();
    await bench.database.owner.groupTopic.create({
      data: { clusterSlug: "local", groupId: "stranger-group", topic, committed: 7n, lastActiveAt: seenAt },
    });

    const { unmanaged, groups } = await topicAccess(bench.people.owner);
    expect(unmanaged.map((acl) => [acl.principal, acl.application?.slug ?? null])).toEqual([
      ["User:everyone", null],
      ["User:legacy", null],
      ["User:team.dashboards", "dashboards"],
    ]);
    expect(groups).toEqual([{ groupId: "stranger-group", lastActiveAt: seenAt.toISOString(), members: null }]);
  });

  it("is not found for a topic that is not there, whatever it is called", async () => {
    for (const name of ["orders.nowhere", "*", "", "\u0000", "\ud800"]) {
      const answer = refused(
        await runQuery(bench.database.web, getTopicAccess, bench.people.admin, { cluster: "local", name }),
      );
      expect(["not_found", "invalid_input"]).toContain(answer.code);
    }
  });
});

describe("the access of a team", () => {
  it("has both directions for its members, and for others only what concerns them", async () => {
    const read = async (actor: Actor, team: string) =>
      succeeded(await runQuery(bench.database.web, getTeamAccess, actor, { team }));
    expect((await read(bench.people.owner, "orders")).reachedBy.length).toBeGreaterThan(0);
    expect((await read(bench.people.analyst, "analytics")).reaches.length).toBeGreaterThan(0);
    expect(
      (await read(bench.people.analyst, "orders")).reachedBy.every(({ application }) => application === "dashboards"),
    ).toBe(true);
    expect(await read(bench.people.stranger, "orders")).toEqual({ reaches: [], reachedBy: [], capped: false });
  });
});

describe("a request for access", () => {
  it("tells the owner what else is reached and who else reads; the asker not who else reads", async () => {
    const [request] = await askedFor(bench.database.web, bench.people.analyst, [consume("orders.secret.v1")]);
    const read = async (actor: Actor) =>
      succeeded(await runQuery(bench.database.web, getRequest, actor, { requestId: request?.id })).access;
    expect(await read(bench.people.owner)).toMatchObject({
      classification: "confidential",
      application: { slug: "dashboards" },
      others: [],
      reach: expect.arrayContaining([expect.objectContaining({ resource: "orders. (PREFIXED)", owner: "Orders" })]),
    });
    expect((await read(bench.people.analyst))?.others).toBeNull();
  });
});

describe("the form", () => {
  it("knows the applications, and the latest end for the data that is asked for", async () => {
    const form = async (input: object) =>
      succeeded(await runQuery(bench.database.web, getAccessForm, bench.people.analyst, input));
    const [plain, secret] = [await form({ topic }), await form({ topic: "orders.secret.v1" })];
    expect(plain).toMatchObject({
      application: "dashboards",
      cluster: "local",
      limits: expect.arrayContaining(["Access ends after at most 365 d."]),
    });
    expect((plain.latestExpiry ?? "") > (secret.latestExpiry ?? "")).toBe(true);
    expect(await form({ application: "ghost", cluster: "moon" })).toMatchObject({
      application: "dashboards",
      cluster: "local",
    });
    const odd = await runQuery(bench.database.web, getAccessForm, bench.people.analyst, { topic: "\u0000" });
    expect(refused(odd).code).toBe("invalid_input");
  });
});

describe("a preview", () => {
  const preview = (more: object, items: unknown[], actor = bench.people.analyst) => {
    const { reason: _, ...input } = accessInput([]);
    return runQuery(bench.database.web, previewAccessRequest, actor, { ...input, ...more, items });
  };

  it("answers each item for itself, with who would decide", async () => {
    const answer = succeeded(
      await preview({}, [consume(topic), consume("orders.nowhere.v1"), consume("orders.secret.v1")]),
    );
    expect(answer.submittable).toBe(false);
    expect(answer.items.map(({ risk, conflicts }) => [risk, conflicts.map(({ path }) => path)])).toEqual([
      ["normal", []],
      [null, ["items.1.topic"]],
      ["high", []],
    ]);
    expect(answer.items[0]?.requiredApprovals[0]?.holders.map(({ name }) => name)).toEqual([
      "Orders owner",
      "Second orders owner",
    ]);
  });

  it("names every wrong field and judges the rest", async () => {
    const failure = refused(
      await preview({ expiresAt: "soon", host: "everywhere" }, [
        consume(topic, { consumerGroup: null }),
        7,
        consume(topic),
      ]),
    );
    expect(failure.errors?.map(({ path }) => path)).toEqual(["expiresAt", "host", "items.0.consumerGroup", "items.1"]);
    expect(failure.extra).toMatchObject({
      preview: { items: [{ plan: null }, { plan: null }, { risk: "normal", fingerprint: null }] },
    });
  });

  it("is not for applications of others", async () => {
    expect(refused(await preview({ application: "rival" }, [consume(topic)])).code).toBe("not_found");
    expect(refused(await preview({}, [consume(topic)], bench.people.owner)).code).toBe("not_found");
  });
});
