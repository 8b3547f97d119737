import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AclBinding, bindingKey, bindingLabel } from "#lib/domain/acl-binding";
import { bindingsOf } from "#lib/domain/grant";
import { generateSealingKeys } from "#lib/domain/sealed-box";
import { ClusterCallFailed, type ClusterError } from "#lib/kafka/cluster-admin";
import { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import type { ClusterSession } from "./cluster-session.ts";
import { expireGrants } from "./expire-grants.ts";
import { reconcilePrincipals } from "./reconcile-principals.ts";
import { removeAcls } from "./remove-acls.ts";
import { consume, produce, TestAccess } from "./test-access.ts";
import { definitionOf, TestInstallation } from "./test-installation.ts";

let installation: TestInstallation;
let cluster: InMemoryCluster;
let access: TestAccess;
let session: ClusterSession;
let slug: string;
let app: string;
let count = 0;

beforeAll(async () => {
  installation = await TestInstallation.create();
});
afterAll(() => installation?.drop());
beforeEach(async () => {
  count += 1;
  slug = `cluster-${count}`;
  cluster = new InMemoryCluster({ requestTimeoutMs: 10_000 });
  await installation.register("worker-0", [definitionOf(slug)]);
  access = new TestAccess(installation, slug);
  session = await installation.session(cluster.connect(), { cluster: slug });
  app = await access.application(`billing-${count}`);
});

const live = () => cluster.aclSnapshot().map(bindingLabel).sort();
const reconcile = async () => {
  await access.everythingIsDue();
  await reconcilePrincipals(session);
};
const refuse = (error: ClusterError, which: (label: string) => boolean, method = "createAcls") => {
  cluster.faults = {
    refuse: (call, name) => {
      if (call.method !== method) return undefined;
      const [, , , resource, operation] = JSON.parse(name) as string[];
      return which(`${resource} ${operation}`) ? error : undefined;
    },
  };
};
const NO: ClusterError = { code: "policy_refused", retriable: false, message: "Not this one." };
const foreign: AclBinding = {
  principal: "User:somebody",
  resourceType: "TOPIC",
  resourceName: "orders.a",
  patternType: "LITERAL",
  operation: "READ",
  permissionType: "ALLOW",
  host: "*",
};

describe("a principal and its grants", () => {
  it("get credential, quota and exactly the bindings they need; the sealed credential is wiped", async () => {
    const principal = await access.principal(app, "orders.billing", {
      password: "password",
      quota: { producerByteRate: 1_000 },
    });
    const grant = await access.grant(app, consume("orders.a"));
    await reconcile();

    expect(live()).toEqual(["GROUP billing.reader READ", "TOPIC orders.a DESCRIBE", "TOPIC orders.a READ"]);
    expect([...cluster.scramSnapshot().keys()]).toEqual(["orders.billing"]);
    expect(cluster.quotaSnapshot().get("orders.billing")).toEqual({ producerByteRate: 1_000 });
    expect(await access.principalFacts(principal)).toMatchObject({
      state: "ready",
      due: false,
      sealed: 0,
      confirmedCredential: 1,
      request: "applied",
    });
    expect(await access.grantFacts(grant)).toMatchObject({ state: "active", status: "applied", request: "applied" });
    expect(await installation.trail("orders.billing")).toEqual(["credential.confirmed", "principal.ready"]);
    expect(await installation.verifyTrail()).toMatchObject({ ok: true });
  });

  it("share bindings: ending one grant takes nothing that another needs", async () => {
    await access.principal(app, "shared");
    const one = await access.grant(app, consume("orders.a"));
    await access.grant(app, consume("orders.b"));
    await reconcile();
    await access.revoke(one);
    await reconcile();

    expect(live()).toEqual(["GROUP billing.reader READ", "TOPIC orders.b DESCRIBE", "TOPIC orders.b READ"]);
    expect(await access.grantFacts(one)).toMatchObject({ status: "removed" });
  });

  it("of a refused binding: that grant alone is blocked with the broker's words, and heals once it is taken", async () => {
    refuse(NO, (binding) => binding === "orders.b READ");
    const principal = await access.principal(app, "refused");
    const good = await access.grant(app, produce("orders.a"));
    const bad = await access.grant(app, consume("orders.b"));
    await reconcile();

    expect(await access.grantFacts(good)).toMatchObject({ status: "applied", request: "applied" });
    expect(await access.grantFacts(bad)).toMatchObject({
      state: "pending",
      status: "blocked",
      reason: "policy_refused",
      message: "TOPIC orders.b READ: Not this one.",
      request: "approved",
    });
    expect(await access.principalFacts(principal)).toMatchObject({ state: "blocked", due: true, request: "applied" });
    expect(live()).toContain("GROUP billing.reader READ");

    cluster.faults = {};
    await reconcile();
    expect(await access.grantFacts(bad)).toMatchObject({ state: "active", status: "applied", request: "applied" });
    expect(await access.principalFacts(principal)).toMatchObject({ state: "ready", due: false });
  });

  it("never touch what somebody else put there", async () => {
    const others = [foreign, { ...foreign, principal: "User:mine", operation: "ALL" as const }];
    cluster.createAclsOutside(others);
    const principal = await access.principal(app, "mine");
    const grant = await access.grant(app, consume("orders.a"));
    await reconcile();
    await access.revoke(grant);
    await reconcile();
    await access.end(principal);
    await reconcile();

    expect(cluster.aclSnapshot().map(bindingKey).sort()).toEqual(others.map(bindingKey).sort());
    expect(await access.principalFacts(principal)).toMatchObject({ state: "ended", bindings: [] });
  });

  it("do not get back unasked what was deleted outside, also not with another grant; a revert puts it back", async () => {
    const principal = await access.principal(app, "drifting");
    const terms = produce("orders.a");
    await access.grant(app, terms);
    await reconcile();
    const lost = bindingsOf(terms, "User:drifting").slice(0, 1);
    cluster.deleteAclsOutside(lost);
    const later = await access.grant(app, produce("orders.b"));
    await reconcile();

    expect(live()).toEqual(["TOPIC orders.a DESCRIBE", "TOPIC orders.b DESCRIBE", "TOPIC orders.b WRITE"]);
    expect(await access.grantFacts(later)).toMatchObject({ status: "applied" });
    expect(await access.principalFacts(principal)).toMatchObject({ state: "drifted", reason: "drift" });

    const request = await access.revert(principal, lost);
    await reconcile();
    expect(live()).toContain("TOPIC orders.a WRITE");
    expect(await access.stateOf(request)).toBe("applied");
    expect(await access.principalFacts(principal)).toMatchObject({ state: "ready" });
  });

  it("wait for a cluster that is away, and lose nothing", async () => {
    const principal = await access.principal(app, "waiting", { password: "password" });
    const grant = await access.grant(app, consume("orders.a"));
    cluster.faults = {
      after: ({ method }) => {
        if (method === "createAcls")
          throw new ClusterCallFailed({ code: "timed_out", retriable: true, message: "No answer." });
      },
    };
    await expect(reconcile()).rejects.toThrow("No answer.");
    expect(await access.principalFacts(principal)).toMatchObject({ state: "pending", sealed: 1, due: true });
    expect(await access.grantFacts(grant)).toMatchObject({ state: "pending", status: "pending" });

    cluster.faults = {};
    await reconcile();
    expect(await access.principalFacts(principal)).toMatchObject({ state: "ready", sealed: 0 });
    expect(await access.grantFacts(grant)).toMatchObject({ status: "applied", request: "applied" });
  });

  it("of which one chokes the cluster hold back none of the others", async () => {
    const choking = await access.principal(app, "choking");
    await access.grant(app, produce("orders.poison"));
    const other = await access.application(`other-${count}`);
    const fine = await access.principal(other, "fine");
    await access.grant(other, produce("orders.a"));
    cluster.faults = {
      before: ({ method, names }) => {
        if (method === "createAcls" && names.some((name) => name.includes("poison")))
          throw new ClusterCallFailed({ code: "timed_out", retriable: true, message: "No answer." });
      },
    };
    for (let round = 0; round < 12; round += 1) await reconcile().catch(() => undefined);

    expect(await access.principalFacts(fine)).toMatchObject({ state: "ready" });
    expect(await access.principalFacts(choking)).toMatchObject({ state: "pending", reason: "waiting_for_cluster" });
  });
});

describe("a credential", () => {
  it("of a user that somebody else made is not overwritten, and that user gets no access", async () => {
    cluster.upsertScramOutside("taken");
    const before = cluster.scramSnapshot();
    const principal = await access.principal(app, "taken", { password: "password" });
    const grant = await access.grant(app, consume("orders.a"));
    await reconcile();

    expect(cluster.scramSnapshot()).toEqual(before);
    expect(live()).toEqual([]);
    expect(await access.principalFacts(principal)).toMatchObject({
      state: "blocked",
      reason: "foreign_user",
      due: false,
      request: "approved",
    });
    expect(await access.grantFacts(grant)).toMatchObject({ status: "blocked", reason: "foreign_user" });
  });

  it("that was sealed to another key, tampered with or lost is to be issued anew", async () => {
    const principal = await access.principal(app, "lost", { password: "password" });
    await access.issue(principal, "password", generateSealingKeys().publicKey);
    await reconcile();
    expect(await access.principalFacts(principal)).toMatchObject({ state: "blocked", reason: "rotate", due: false });

    await access.issue(principal, "password");
    await installation.owner
      .$executeRaw`UPDATE sealed_credentials SET sealed = reverse(sealed) WHERE principal_id = ${principal}::uuid`;
    await reconcile();
    expect((await access.principalFacts(principal)).message).toMatch(/damaged.*Issue a new one/);

    await installation.owner.$executeRaw`DELETE FROM sealed_credentials WHERE principal_id = ${principal}::uuid`;
    await installation.owner.$executeRaw`SELECT principal_retry(${principal}::uuid)`;
    await reconcile();
    expect((await access.principalFacts(principal)).message).toMatch(/lost before the cluster had it/);
    expect(cluster.scramSnapshot().size).toBe(0);

    await access.issue(principal, "password");
    await reconcile();
    expect(await access.principalFacts(principal)).toMatchObject({ state: "ready", confirmedCredential: 4 });
  });

  it("ends after the ACLs are gone, not before", async () => {
    const principal = await access.principal(app, "ending", { password: "password", quota: { consumerByteRate: 5 } });
    const grant = await access.grant(app, consume("orders.a"));
    await reconcile();
    await access.end(principal);
    refuse(NO, () => true, "deleteAcls");
    await reconcile();
    expect(await access.principalFacts(principal)).toMatchObject({ state: "blocked", reason: "policy_refused" });
    expect(cluster.scramSnapshot().size).toBe(1);

    cluster.faults = {};
    await reconcile();
    expect(await access.principalFacts(principal)).toMatchObject({
      state: "ended",
      due: false,
      bindings: [],
      sealed: 0,
    });
    expect([live(), cluster.scramSnapshot().size, cluster.quotaSnapshot().size]).toEqual([[], 0, 0]);
    expect(await access.grantFacts(grant)).toMatchObject({
      state: "active",
      status: "pending",
      reason: "no_principal",
    });
  });

  it("of a new principal of the same name waits until the ended one is cleared away", async () => {
    const old = await access.principal(app, "again", { password: "old" });
    await access.grant(app, consume("orders.a"));
    await reconcile();
    await access.end(old);
    const fresh = await access.principal(app, "again", { password: "new" });
    await reconcile();
    expect(await access.principalFacts(old)).toMatchObject({ state: "ended" });
    expect(await access.principalFacts(fresh)).toMatchObject({ state: "pending", reason: "waiting_for_namesake" });

    await reconcile();
    expect(await access.principalFacts(fresh)).toMatchObject({ state: "ready", confirmedCredential: 1 });
    expect(live()).toHaveLength(3);
  });
});

describe("a quota", () => {
  it("is changed by a request and told as drift when others change it", async () => {
    const principal = await access.principal(app, "limited", { quota: { producerByteRate: 1_000 } });
    await reconcile();
    await access.setQuota(principal, { producerByteRate: 2_000 });
    await reconcile();
    expect(cluster.quotaSnapshot().get("limited")).toEqual({ producerByteRate: 2_000 });

    cluster.setQuotaOutside("limited", { producerByteRate: 9 });
    const grant = await access.grant(app, produce("orders.a"));
    await reconcile();
    expect(cluster.quotaSnapshot().get("limited")).toEqual({ producerByteRate: 9 });
    expect(await access.principalFacts(principal)).toMatchObject({ state: "drifted" });
    expect(await access.grantFacts(grant)).toMatchObject({ status: "applied" });

    await access.revert(principal, [], true);
    await reconcile();
    expect(cluster.quotaSnapshot().get("limited")).toEqual({ producerByteRate: 2_000 });
  });

  it("that somebody else set before is left alone", async () => {
    cluster.setQuotaOutside("theirs", { producerByteRate: 9 });
    const principal = await access.principal(app, "theirs", { quota: { producerByteRate: 1_000 } });
    await reconcile();
    expect(cluster.quotaSnapshot().get("theirs")).toEqual({ producerByteRate: 9 });
    expect(await access.principalFacts(principal)).toMatchObject({ state: "blocked", reason: "foreign_quota" });
  });
});

describe("the end of a grant", () => {
  it("comes with its date, by the database's clock, and takes the ACLs away", async () => {
    await access.principal(app, "expiring");
    const grant = await access.grant(app, consume("orders.a"));
    await reconcile();
    await installation.owner
      .$executeRaw`UPDATE grants SET expires_at = now() - interval '1 day' WHERE id = ${grant}::uuid`;
    expect(await expireGrants(installation.database.worker)).toBe(1);
    expect(await expireGrants(installation.database.worker)).toBe(0);
    await reconcile();

    expect(live()).toEqual([]);
    expect(await access.grantFacts(grant)).toMatchObject({ state: "ended", status: "removed" });
    expect(await installation.trail("orders.a")).toEqual(expect.arrayContaining(["grant.expired", "grant.removed"]));
    const notices = await installation.owner
      .$queryRaw`SELECT kind FROM outbox_events WHERE dedupe_key = ${`grant-ended:${grant}`}`;
    expect(notices).toEqual([{ kind: "grant-ended" }]);
  });

  it("before it was seen on the cluster ends its request too", async () => {
    await access.principal(app, "too-late");
    const grant = await access.grant(app, consume("orders.a"));
    await access.revoke(grant);
    await reconcile();
    expect(await access.grantFacts(grant)).toMatchObject({ status: "removed", request: "superseded" });
  });

  it("of a principal comes with its date", async () => {
    const principal = await access.principal(app, "rotated-out");
    await installation.owner.$executeRaw`UPDATE principals SET ends_at = now() WHERE id = ${principal}::uuid`;
    await expireGrants(installation.database.worker);
    await reconcile();
    expect(await access.principalFacts(principal)).toMatchObject({ state: "ended" });
  });
});

describe("an approved removal", () => {
  it("deletes exactly its bindings, and none that a grant needs by now", async () => {
    const kept = { ...foreign, operation: "WRITE" as const };
    cluster.createAclsOutside([foreign, kept]);
    const request = await access.remove([foreign]);
    await removeAcls(session);
    expect(cluster.aclSnapshot().map(bindingKey)).toEqual([bindingKey(kept)]);
    expect(await access.stateOf(request)).toBe("applied");

    await access.principal(app, "somebody");
    await access.grant(app, produce("orders.a"));
    await reconcile();
    const late = await access.remove([kept]);
    await removeAcls(session);
    expect(await access.stateOf(late)).toBe("stale");
    expect(live()).toContain("TOPIC orders.a WRITE");
  });

  it("that needed nobody's approval is carried out too", async () => {
    cluster.createAclsOutside([foreign]);
    const request = await access.request("acl.remove", "acls", { bindings: [foreign] }, {});
    await removeAcls(session);
    expect(await access.stateOf(request)).toBe("applied");
  });

  it("that the cluster refuses is blocked with its words, and tried again", async () => {
    cluster.createAclsOutside([foreign]);
    const request = await access.remove([foreign]);
    refuse(NO, () => true, "deleteAcls");
    await removeAcls(session);
    expect(
      await installation.owner
        .$queryRaw`SELECT state, message, due_at IS NOT NULL AS due FROM acl_removals WHERE request_id = ${request}`,
    ).toEqual([{ state: "blocked", message: "TOPIC orders.a READ: Not this one.", due: true }]);

    cluster.faults = {};
    await access.everythingIsDue();
    await removeAcls(session);
    expect(await access.stateOf(request)).toBe("applied");
  });
});
