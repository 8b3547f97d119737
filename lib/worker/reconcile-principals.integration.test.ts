import { describe, expect, it } from "vitest";
import { bindingKey } from "#lib/domain/acl-binding";
import { bindingsOf } from "#lib/domain/grant";
import { ClusterCallFailed } from "#lib/kafka/cluster-admin";
import { expireGrants } from "./expire-grants.ts";
import { consume, produce } from "./test-access.ts";
import { FOREIGN, NO, PrincipalBench } from "./test-principal-bench.ts";

const bench = PrincipalBench.prepare();

describe("a principal and its grants", () => {
  it("get credential, quota and exactly the bindings they need; the sealed credential is wiped", async () => {
    const principal = await bench.access.principal(bench.app, "orders.billing", {
      password: "password",
      quota: { producerByteRate: 1_000 },
    });
    const grant = await bench.access.grant(bench.app, consume("orders.a"));
    await bench.reconcile();

    expect(bench.live()).toEqual(["GROUP billing.reader READ", "TOPIC orders.a DESCRIBE", "TOPIC orders.a READ"]);
    expect([...bench.cluster.scramSnapshot().keys()]).toEqual(["orders.billing"]);
    expect(bench.cluster.quotaSnapshot().get("orders.billing")).toEqual({ producerByteRate: 1_000 });
    expect(await bench.access.principalFacts(principal)).toMatchObject({
      state: "ready",
      due: false,
      sealed: 0,
      confirmedCredential: 1,
      request: "applied",
    });
    expect(await bench.access.grantFacts(grant)).toMatchObject({
      state: "active",
      status: "applied",
      request: "applied",
    });
    expect(await bench.installation.trail("orders.billing")).toEqual(["credential.confirmed", "principal.ready"]);
    expect(await bench.installation.verifyTrail()).toMatchObject({ ok: true });
  });

  it("share bindings: ending one grant takes nothing that another needs", async () => {
    await bench.access.principal(bench.app, "shared");
    const one = await bench.access.grant(bench.app, consume("orders.a"));
    await bench.access.grant(bench.app, consume("orders.b"));
    await bench.reconcile();
    await bench.access.revoke(one);
    await bench.reconcile();

    expect(bench.live()).toEqual(["GROUP billing.reader READ", "TOPIC orders.b DESCRIBE", "TOPIC orders.b READ"]);
    expect(await bench.access.grantFacts(one)).toMatchObject({ status: "removed" });
  });

  it("of a refused binding: that grant alone is blocked with the broker's words, and heals once it is taken", async () => {
    bench.refuse(NO, (binding) => binding === "orders.b READ");
    const principal = await bench.access.principal(bench.app, "refused");
    const good = await bench.access.grant(bench.app, produce("orders.a"));
    const bad = await bench.access.grant(bench.app, consume("orders.b"));
    await bench.reconcile();

    expect(await bench.access.grantFacts(good)).toMatchObject({ status: "applied", request: "applied" });
    expect(await bench.access.grantFacts(bad)).toMatchObject({
      state: "pending",
      status: "blocked",
      reason: "policy_refused",
      message: "TOPIC orders.b READ: Not this one.",
      request: "approved",
    });
    expect(await bench.access.principalFacts(principal)).toMatchObject({
      state: "blocked",
      due: true,
      request: "applied",
    });
    expect(bench.live()).toContain("GROUP billing.reader READ");

    bench.cluster.faults = {};
    await bench.reconcile();
    expect(await bench.access.grantFacts(bad)).toMatchObject({
      state: "active",
      status: "applied",
      request: "applied",
    });
    expect(await bench.access.principalFacts(principal)).toMatchObject({ state: "ready", due: false });
  });

  it("never touch what somebody else put there", async () => {
    const others = [FOREIGN, { ...FOREIGN, principal: "User:mine", operation: "ALL" as const }];
    bench.cluster.createAclsOutside(others);
    const principal = await bench.access.principal(bench.app, "mine");
    const grant = await bench.access.grant(bench.app, consume("orders.a"));
    await bench.reconcile();
    await bench.access.revoke(grant);
    await bench.reconcile();
    await bench.access.end(principal);
    await bench.reconcile();

    expect(bench.cluster.aclSnapshot().map(bindingKey).sort()).toEqual(others.map(bindingKey).sort());
    expect(await bench.access.principalFacts(principal)).toMatchObject({ state: "ended", bindings: [] });
  });

  it("do not get back unasked what was deleted outside, also not with another grant; a revert puts it back", async () => {
    const principal = await bench.access.principal(bench.app, "drifting");
    const terms = produce("orders.a");
    await bench.access.grant(bench.app, terms);
    await bench.reconcile();
    const lost = bindingsOf(terms, "User:drifting").slice(0, 1);
    bench.cluster.deleteAclsOutside(lost);
    const later = await bench.access.grant(bench.app, produce("orders.b"));
    await bench.reconcile();

    expect(bench.live()).toEqual(["TOPIC orders.a DESCRIBE", "TOPIC orders.b DESCRIBE", "TOPIC orders.b WRITE"]);
    expect(await bench.access.grantFacts(later)).toMatchObject({ status: "applied" });
    expect(await bench.access.principalFacts(principal)).toMatchObject({ state: "drifted", reason: "drift" });

    const request = await bench.access.revert(principal, lost);
    await bench.reconcile();
    expect(bench.live()).toContain("TOPIC orders.a WRITE");
    expect(await bench.access.stateOf(request)).toBe("applied");
    expect(await bench.access.principalFacts(principal)).toMatchObject({ state: "ready" });
  });

  it("wait for a cluster that is away, and lose nothing", async () => {
    const principal = await bench.access.principal(bench.app, "waiting", { password: "password" });
    const grant = await bench.access.grant(bench.app, consume("orders.a"));
    bench.cluster.faults = {
      after: ({ method }) => {
        if (method === "createAcls")
          throw new ClusterCallFailed({ code: "timed_out", retriable: true, message: "No answer." });
      },
    };
    await expect(bench.reconcile()).rejects.toThrow("No answer.");
    expect(await bench.access.principalFacts(principal)).toMatchObject({ state: "pending", sealed: 1, due: true });
    expect(await bench.access.grantFacts(grant)).toMatchObject({ state: "pending", status: "pending" });

    bench.cluster.faults = {};
    await bench.reconcile();
    expect(await bench.access.principalFacts(principal)).toMatchObject({ state: "ready", sealed: 0 });
    expect(await bench.access.grantFacts(grant)).toMatchObject({ status: "applied", request: "applied" });
  });

  it("of which one chokes the cluster hold back none of the others", async () => {
    const choking = await bench.access.principal(bench.app, "choking");
    await bench.access.grant(bench.app, produce("orders.poison"));
    const other = await bench.access.application(`other-${bench.app}`);
    const fine = await bench.access.principal(other, "fine");
    await bench.access.grant(other, produce("orders.a"));
    bench.cluster.faults = {
      before: ({ method, names }) => {
        if (method === "createAcls" && names.some((name) => name.includes("poison")))
          throw new ClusterCallFailed({ code: "timed_out", retriable: true, message: "No answer." });
      },
    };
    for (let round = 0; round < 12; round += 1) await bench.reconcile().catch(() => undefined);

    expect(await bench.access.principalFacts(fine)).toMatchObject({ state: "ready" });
    expect(await bench.access.principalFacts(choking)).toMatchObject({
      state: "pending",
      reason: "waiting_for_cluster",
    });
  });
});

describe("the end of a grant", () => {
  it("comes with its date, by the database's clock, and takes the ACLs away", async () => {
    await bench.access.principal(bench.app, "expiring");
    const grant = await bench.access.grant(bench.app, consume("orders.a"));
    await bench.reconcile();
    await bench.installation.owner
      .$executeRaw`UPDATE grants SET expires_at = now() - interval '1 day' WHERE id = ${grant}::uuid`;
    expect(await expireGrants(bench.installation.database.worker)).toBe(1);
    expect(await expireGrants(bench.installation.database.worker)).toBe(0);
    await bench.reconcile();

    expect(bench.live()).toEqual([]);
    expect(await bench.access.grantFacts(grant)).toMatchObject({ state: "ended", status: "removed" });
    expect(await bench.installation.trail("orders.a")).toEqual(
      expect.arrayContaining(["grant.expired", "grant.removed"]),
    );
    const notices = await bench.installation.owner
      .$queryRaw`SELECT kind FROM outbox_events WHERE dedupe_key = ${`grant-ended:${grant}`}`;
    expect(notices).toEqual([{ kind: "grant-ended" }]);
  });

  it("before it was seen on the cluster ends its request too", async () => {
    await bench.access.principal(bench.app, "too-late");
    const grant = await bench.access.grant(bench.app, consume("orders.a"));
    await bench.access.revoke(grant);
    await bench.reconcile();
    expect(await bench.access.grantFacts(grant)).toMatchObject({ status: "removed", request: "superseded" });
  });

  it("of a principal comes with its date", async () => {
    const principal = await bench.access.principal(bench.app, "rotated-out");
    await bench.installation.owner.$executeRaw`UPDATE principals SET ends_at = now() WHERE id = ${principal}::uuid`;
    await expireGrants(bench.installation.database.worker);
    await bench.reconcile();
    expect(await bench.access.principalFacts(principal)).toMatchObject({ state: "ended" });
  });
});
