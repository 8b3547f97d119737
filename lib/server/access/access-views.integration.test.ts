import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedPolicies } from "#lib/db/seed-policies";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { DEFAULT_POLICIES } from "#lib/ops/default-policies";
import { approveRequest } from "../commands/approve-request.ts";
import { requestAclRemoval } from "../commands/request-acl-removal.ts";
import { retryRequest } from "../commands/retry-request.ts";
import { revokeGrant } from "../commands/revoke-grant.ts";
import { getAccessForm } from "../queries/get-access-form.ts";
import { getRequest } from "../queries/get-request.ts";
import { getTeamAccess } from "../queries/get-team-access.ts";
import { getTopicAccess } from "../queries/get-topic-access.ts";
import { listUnmanagedAcls } from "../queries/list-unmanaged-acls.ts";
import { previewAccessRequest } from "../queries/preview-access-request.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import {
  accessInput,
  askedFor,
  consume,
  createTestAccess,
  granted,
  inDays,
  refused,
  succeeded,
  type TestAccess,
} from "./test-access.ts";

let database: TestDatabase;
let people: TestAccess;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestAccess(database.owner);
  await seedPolicies(
    database.urls.owner,
    DEFAULT_POLICIES.filter(({ rule }) => rule.kind === "access"),
  );
});
afterAll(() => database?.drop());

const topic = "orders.placed.v1";
const topicAccess = async (actor: Actor, name = topic) =>
  succeeded(await runQuery(database.web, getTopicAccess, actor, { cluster: "local", name }));
const removal = (actor: Actor, team: string, bindings: object[]) =>
  runCommand(database.web, requestAclRemoval, actor, { cluster: "local", team, bindings, reason: "Nobody knows it." });

function binding(more: object = {}) {
  return {
    principal: "User:legacy",
    resourceType: "TOPIC",
    resourceName: topic,
    patternType: "LITERAL",
    operation: "READ",
    permissionType: "ALLOW",
    host: "*",
    ...more,
  };
}
const observe = (more: object = {}) =>
  database.owner.aclObservation.create({ data: { clusterSlug: "local", ...binding(more) } });

describe("the access of a topic", () => {
  it("shows grants by prefix on every topic that they match, and the rest as how it stands", async () => {
    const wide = await askedFor(database.web, people.analyst, [consume("orders.", { patternType: "PREFIXED" })]);
    for (const actor of [people.owner, people.admin]) {
      const { fingerprint } = await database.owner.request.findUniqueOrThrow({ where: { id: wide[0]?.id ?? 0 } });
      succeeded(await runCommand(database.web, approveRequest, actor, { requestId: wide[0]?.id, fingerprint }));
    }
    const narrow = await granted(database.web, people, consume(topic));

    const seen = await topicAccess(people.owner);
    expect(seen.sight).toBe("everything");
    expect(seen.grants.map(({ terms }) => terms.resourceName).sort()).toEqual(["orders.", topic]);
    expect(seen.grants.find(({ id }) => id === narrow)).toMatchObject({
      condition: "pending",
      owner: { slug: "orders" },
      principals: ["team.dashboards"],
      may: { revoke: { allowed: true }, renew: { allowed: false }, release: { allowed: false } },
    });
    expect((await topicAccess(people.owner, "orders.sent.v1")).grants).toHaveLength(1);
    expect((await topicAccess(people.owner, "payments.made.v1")).grants).toEqual([]);
  });

  it("shows others only what their own teams hold", async () => {
    await observe();
    const mine = await topicAccess(people.analyst);
    expect(mine).toMatchObject({ sight: "own", unmanaged: [], groups: [] });
    expect(mine.grants.length).toBeGreaterThan(0);
    expect(mine.applications.map(({ slug }) => slug)).toEqual(["dashboards", "no-login"]);
    expect(await topicAccess(people.stranger)).toMatchObject({ sight: "own", grants: [], openRequests: [] });
  });

  it("derives how a grant stands from dates and from what the worker wrote", async () => {
    const id = await granted(database.web, people, consume(topic));
    const condition = async () => (await topicAccess(people.owner)).grants.find((grant) => grant.id === id)?.condition;
    const status = (state: string, message = "") =>
      database.owner.grantStatus.update({ where: { grantId: id }, data: { state, message } });

    await status("blocked", "not authorized");
    expect(await condition()).toBe("blocked");
    await status("applied");
    await database.owner.grant.update({ where: { id }, data: { state: "active" } });
    expect(await condition()).toBe("active");
    await database.owner.grant.update({ where: { id }, data: { expiresAt: new Date(inDays(10)) } });
    expect(await condition()).toBe("expiring");
    const { principal: _, ...line } = binding();
    const principal = await database.owner.principal.findFirstOrThrow({ where: { name: "team.dashboards" } });
    const row = await database.owner.principalBinding.create({
      data: { principalId: principal.id, clusterSlug: "local", state: "missing", ...line },
    });
    expect(await condition()).toBe("drifted");
    expect(row.state).toBe("missing");
    succeeded(await runCommand(database.web, revokeGrant, people.owner, { grantId: id, reason: "-" }));
    expect(await condition()).toBe("ending");
    await status("removed");
    expect(await condition()).toBe("ended");
    await database.owner.principalBinding.deleteMany({ where: { principalId: principal.id } });
  });

  it("shows unmanaged ACLs that apply to it, with the application to adopt them for, and groups that no grant explains", async () => {
    await observe({ principal: "User:team.dashboards", resourceName: "ord", patternType: "PREFIXED" });
    await observe({ principal: "User:everyone", resourceName: "*" });
    await observe({ principal: "User:elsewhere", resourceName: "payments.made.v1" });
    await observe({ principal: "User:literal-prefix", resourceName: "orders" });
    const seenAt = new Date();
    await database.owner.groupTopic.create({
      data: { clusterSlug: "local", groupId: "stranger-group", topic, committed: 7n, lastActiveAt: seenAt },
    });

    const { unmanaged, groups } = await topicAccess(people.owner);
    expect(unmanaged.map((acl) => [acl.principal, acl.application?.slug ?? null])).toEqual([
      ["User:everyone", null],
      ["User:legacy", null],
      ["User:team.dashboards", "dashboards"],
    ]);
    expect(groups).toEqual([{ groupId: "stranger-group", lastActiveAt: seenAt.toISOString(), members: null }]);
  });

  it("is not found for a topic that is not there, whatever it is called", async () => {
    for (const name of ["orders.nowhere", "*", "", "\u0000", "\ud800"]) {
      const answer = refused(await runQuery(database.web, getTopicAccess, people.admin, { cluster: "local", name }));
      expect(["not_found", "invalid_input"]).toContain(answer.code);
    }
  });
});

describe("the access of a team", () => {
  it("has both directions for its members, and for others only what concerns them", async () => {
    const read = async (actor: Actor, team: string) =>
      succeeded(await runQuery(database.web, getTeamAccess, actor, { team }));
    expect((await read(people.owner, "orders")).reachedBy.length).toBeGreaterThan(0);
    expect((await read(people.analyst, "analytics")).reaches.length).toBeGreaterThan(0);
    expect(
      (await read(people.analyst, "orders")).reachedBy.every(({ application }) => application === "dashboards"),
    ).toBe(true);
    expect(await read(people.stranger, "orders")).toEqual({ reaches: [], reachedBy: [], capped: false });
  });
});

describe("a request for access", () => {
  it("tells the owner what else is reached and who else reads; the asker not who else reads", async () => {
    const [request] = await askedFor(database.web, people.analyst, [consume("orders.secret.v1")]);
    const read = async (actor: Actor) =>
      succeeded(await runQuery(database.web, getRequest, actor, { requestId: request?.id })).access;
    expect(await read(people.owner)).toMatchObject({
      classification: "confidential",
      application: { slug: "dashboards" },
      others: [],
      reach: expect.arrayContaining([expect.objectContaining({ resource: "orders. (PREFIXED)", owner: "Orders" })]),
    });
    expect((await read(people.analyst))?.others).toBeNull();
  });
});

describe("the form", () => {
  it("knows the applications, and the latest end for the data that is asked for", async () => {
    const form = async (input: object) => succeeded(await runQuery(database.web, getAccessForm, people.analyst, input));
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
    const odd = await runQuery(database.web, getAccessForm, people.analyst, { topic: "\u0000" });
    expect(refused(odd).code).toBe("invalid_input");
  });
});

describe("a preview", () => {
  const preview = (more: object, items: unknown[], actor = people.analyst) => {
    const { reason: _, ...input } = accessInput([]);
    return runQuery(database.web, previewAccessRequest, actor, { ...input, ...more, items });
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
    expect(refused(await preview({}, [consume(topic)], people.owner)).code).toBe("not_found");
  });
});

describe("removing an ACL that nobody granted", () => {
  it("is decided by an owner of the topic and the platform, and then due for the worker", async () => {
    const asked = succeeded(await removal(people.member, "orders", [binding()]));
    expect(asked.requiredApprovals.map(({ id }) => id)).toEqual(["owner-of-team", "platform-admin"]);
    expect(asked.plan.changes).toEqual([
      { field: `User:legacy TOPIC ${topic} READ`, from: "ALLOW from *", to: null, kind: "destructive" },
    ]);
    expect(refused(await removal(people.member, "orders", [binding()])).code).toBe("conflict");
    const input = { requestId: asked.id, fingerprint: asked.fingerprint };
    expect(refused(await runCommand(database.web, approveRequest, people.member, input)).code).toBe("forbidden");
    for (const actor of [people.owner, people.admin])
      succeeded(await runCommand(database.web, approveRequest, actor, input));

    const due = await database.owner.aclRemoval.findUniqueOrThrow({ where: { requestId: asked.id } });
    expect(due).toMatchObject({ state: "pending", clusterSlug: "local" });
    const retry = () => runCommand(database.web, retryRequest, people.member, { requestId: asked.id });
    expect(refused(await retry()).code).toBe("conflict");
    await database.owner.aclRemoval.update({
      where: { requestId: asked.id },
      data: { state: "blocked", message: "denied", dueAt: null },
    });
    succeeded(await retry());
    expect(
      (await database.owner.aclRemoval.findUniqueOrThrow({ where: { requestId: asked.id } })).dueAt,
    ).not.toBeNull();
  });

  it("becomes stale when it has gone meanwhile", async () => {
    const line = { principal: "User:going", resourceName: "orders.paid.v1" };
    await observe(line);
    const asked = succeeded(await removal(people.member, "orders", [binding(line)]));
    await database.owner.aclObservation.deleteMany({ where: { principal: "User:going" } });
    const input = { requestId: asked.id, fingerprint: asked.fingerprint };
    expect(refused(await runCommand(database.web, approveRequest, people.owner, input)).code).toBe("stale_plan");
  });

  it("is for the platform alone where nobody owns what it names", async () => {
    const asked = succeeded(
      await removal(people.admin, "orders", [binding({ principal: "User:everyone", resourceName: "*" })]),
    );
    expect(asked.requiredApprovals.map(({ id }) => id)).toEqual(["platform-admin"]);
  });

  it("knows no ACL of the platform's own principal", async () => {
    await observe({ principal: "User:headgate" });
    expect(refused(await removal(people.admin, "orders", [binding({ principal: "User:headgate" })])).code).toBe(
      "conflict",
    );
  });

  it.each<[string, () => Actor, string, object, string]>([
    ["one that is not there", () => people.member, "orders", { principal: "User:ghost" }, "conflict"],
    [
      "one on the topic of another team",
      () => people.member,
      "orders",
      { principal: "User:elsewhere", resourceName: "payments.made.v1" },
      "conflict",
    ],
    ["in the name of a team that is not theirs", () => people.analyst, "orders", {}, "forbidden"],
    ["in the name of a team that does not exist", () => people.admin, "ghosts", {}, "not_found"],
  ])("refuses %s", async (_, who, team, more, code) => {
    expect(refused(await removal(who(), team, [binding(more)])).code).toBe(code);
  });

  it("never takes what a grant needs", async () => {
    await granted(database.web, people, consume("orders.sent.v1"));
    const line = { principal: "User:team.dashboards", resourceName: "orders.sent.v1" };
    await observe(line);
    expect(refused(await removal(people.admin, "orders", [binding(line)])).code).toBe("conflict");
  });
});

describe("the list of ACLs that nobody granted", () => {
  it("leaves out what the platform itself needs", async () => {
    await observe({ principal: "User:headgate", resourceName: "*" });
    const { items } = succeeded(await runQuery(database.web, listUnmanagedAcls, people.admin, { cluster: "local" }));
    expect(items.map(({ principal }) => principal)).not.toContain("User:headgate");
  });

  it("is paged, searched, and for the platform and auditors only", async () => {
    const list = (actor: Actor, input: object) =>
      runQuery(database.web, listUnmanagedAcls, actor, { cluster: "local", ...input });
    const all = succeeded(await list(people.admin, {}));
    const names: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page: { items: { principal: string }[]; nextCursor: string | null } = succeeded(
        await list(people.admin, { limit: 2, ...(cursor ? { cursor } : {}) }),
      );
      names.push(...page.items.map(({ principal }) => principal));
      cursor = page.nextCursor;
    } while (cursor);
    expect(names).toEqual(all.items.map(({ principal }) => principal));
    expect(succeeded(await list(people.admin, { q: "every" })).items.map(({ principal }) => principal)).toEqual([
      "User:everyone",
    ]);
    expect(refused(await list(people.owner, {})).code).toBe("forbidden");
    expect(refused(await list(people.admin, { cursor: "abc" })).code).toBe("invalid_input");
  });
});
