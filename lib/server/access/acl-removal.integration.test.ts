import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "#lib/domain/actor";
import { approveRequest } from "../commands/approve-request.ts";
import { requestAclRemoval } from "../commands/request-acl-removal.ts";
import { retryRequest } from "../commands/retry-request.ts";
import { listUnmanagedAcls } from "../queries/list-unmanaged-acls.ts";
import { runQuery } from "../run-query.ts";
import { consume, granted, refused, succeeded } from "./test-access.ts";
import { AccessBench } from "./test-access-bench.ts";
import { aclLine, observeAcl } from "./test-acls.ts";

const bench = AccessBench.prepare({ rules: true });
beforeAll(async () => {
  const { owner } = bench.database;
  await observeAcl(owner);
  await observeAcl(owner, { principal: "User:team.dashboards", resourceName: "ord", patternType: "PREFIXED" });
  await observeAcl(owner, { principal: "User:everyone", resourceName: "*" });
  await observeAcl(owner, { principal: "User:elsewhere", resourceName: "payments.made.v1" });
  await observeAcl(owner, { principal: "User:literal-prefix", resourceName: "orders" });
});

const topic = "orders.placed.v1";
const removal = (actor: Actor, team: string, bindings: object[]) =>
  bench.run(requestAclRemoval, actor, { cluster: "local", team, bindings, reason: "Nobody knows it." });

describe("removing an ACL that nobody granted", () => {
  it("is decided by an owner of the topic and the platform, and then due for the worker", async () => {
    const asked = succeeded(await removal(bench.people.member, "orders", [aclLine()]));
    expect(asked.requiredApprovals.map(({ id }) => id)).toEqual(["owner-of-team", "platform-admin"]);
    expect(asked.plan.changes).toEqual([
      { field: `User:legacy TOPIC ${topic} READ`, from: "ALLOW from *", to: null, kind: "destructive" },
    ]);
    expect(refused(await removal(bench.people.member, "orders", [aclLine()])).code).toBe("conflict");
    const input = { requestId: asked.id, fingerprint: asked.fingerprint };
    expect(refused(await bench.run(approveRequest, bench.people.member, input)).code).toBe("forbidden");
    for (const actor of [bench.people.owner, bench.people.admin])
      succeeded(await bench.run(approveRequest, actor, input));

    const due = await bench.database.owner.aclRemoval.findUniqueOrThrow({ where: { requestId: asked.id } });
    expect(due).toMatchObject({ state: "pending", clusterSlug: "local" });
    const retry = () => bench.run(retryRequest, bench.people.member, { requestId: asked.id });
    expect(refused(await retry()).code).toBe("conflict");
    await bench.database.owner.aclRemoval.update({
      where: { requestId: asked.id },
      data: { state: "blocked", message: "denied", dueAt: null },
    });
    succeeded(await retry());
    expect(
      (await bench.database.owner.aclRemoval.findUniqueOrThrow({ where: { requestId: asked.id } })).dueAt,
    ).not.toBeNull();
  });

  it("becomes stale when it has gone meanwhile", async () => {
    const line = { principal: "User:going", resourceName: "orders.paid.v1" };
    await observeAcl(bench.database.owner, line);
    const asked = succeeded(await removal(bench.people.member, "orders", [aclLine(line)]));
    await bench.database.owner.aclObservation.deleteMany({ where: { principal: "User:going" } });
    const input = { requestId: asked.id, fingerprint: asked.fingerprint };
    expect(refused(await bench.run(approveRequest, bench.people.owner, input)).code).toBe("stale_plan");
  });

  it("is for the platform alone where nobody owns what it names", async () => {
    const asked = succeeded(
      await removal(bench.people.admin, "orders", [aclLine({ principal: "User:everyone", resourceName: "*" })]),
    );
    expect(asked.requiredApprovals.map(({ id }) => id)).toEqual(["platform-admin"]);
  });

  it("knows no ACL of the platform's own principal", async () => {
    await observeAcl(bench.database.owner, { principal: "User:headgate" });
    expect(refused(await removal(bench.people.admin, "orders", [aclLine({ principal: "User:headgate" })])).code).toBe(
      "conflict",
    );
  });

  it.each<[string, () => Actor, string, object, string]>([
    ["one that is not there", () => bench.people.member, "orders", { principal: "User:ghost" }, "conflict"],
    [
      "one on the topic of another team",
      () => bench.people.member,
      "orders",
      { principal: "User:elsewhere", resourceName: "payments.made.v1" },
      "conflict",
    ],
    ["in the name of a team that is not theirs", () => bench.people.analyst, "orders", {}, "forbidden"],
    ["in the name of a team that does not exist", () => bench.people.admin, "ghosts", {}, "not_found"],
  ])("refuses %s", async (_, who, team, more, code) => {
    expect(refused(await removal(who(), team, [aclLine(more)])).code).toBe(code);
  });

  it("never takes what a grant needs", async () => {
    await granted(bench.database.web, bench.people, consume("orders.sent.v1"));
    const line = { principal: "User:team.dashboards", resourceName: "orders.sent.v1" };
    await observeAcl(bench.database.owner, line);
    expect(refused(await removal(bench.people.admin, "orders", [aclLine(line)])).code).toBe("conflict");
  });
});

describe("the list of ACLs that nobody granted", () => {
  it("leaves out what the platform itself needs", async () => {
    await observeAcl(bench.database.owner, { principal: "User:headgate", resourceName: "*" });
    const { items } = succeeded(
      await runQuery(bench.database.web, listUnmanagedAcls, bench.people.admin, { cluster: "local" }),
    );
    expect(items.map(({ principal }) => principal)).not.toContain("User:headgate");
  });

  it("is paged, searched, and for the platform and auditors only", async () => {
    const list = (actor: Actor, input: object) =>
      runQuery(bench.database.web, listUnmanagedAcls, actor, { cluster: "local", ...input });
    const all = succeeded(await list(bench.people.admin, {}));
    const names: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page: { items: { principal: string }[]; nextCursor: string | null } = succeeded(
        await list(bench.people.admin, { limit: 2, ...(cursor ? { cursor } : {}) }),
      );
      names.push(...page.items.map(({ principal }) => principal));
      cursor = page.nextCursor;
    } while (cursor);
    expect(names).toEqual(all.items.map(({ principal }) => principal));
    expect(succeeded(await list(bench.people.admin, { q: "every" })).items.map(({ principal }) => principal)).toEqual([
      "User:everyone",
    ]);
    expect(refused(await list(bench.people.owner, {})).code).toBe("forbidden");
    expect(refused(await list(bench.people.admin, { cursor: "abc" })).code).toBe("invalid_input");
  });
});
