import { describe, expect, it } from "vitest";
import { generateSealingKeys } from "#lib/domain/sealed-box";
import { consume, produce } from "./test-access.ts";
import { NO, PrincipalBench } from "./test-principal-bench.ts";

const bench = PrincipalBench.prepare();

describe("a credential", () => {
  it("of a user that somebody else made is not overwritten, and that user gets no access", async () => {
    bench.cluster.upsertScramOutside("taken");
    const before = bench.cluster.scramSnapshot();
    const principal = await bench.access.principal(bench.app, "taken", { password: "password" });
    const grant = await bench.access.grant(bench.app, consume("orders.a"));
    await bench.reconcile();

    expect(bench.cluster.scramSnapshot()).toEqual(before);
    expect(bench.live()).toEqual([]);
    expect(await bench.access.principalFacts(principal)).toMatchObject({
      state: "blocked",
      reason: "foreign_user",
      due: false,
      request: "approved",
    });
    expect(await bench.access.grantFacts(grant)).toMatchObject({ status: "blocked", reason: "foreign_user" });
  });

  it("that was sealed to another key, tampered with or lost is to be issued anew", async () => {
    const principal = await bench.access.principal(bench.app, "lost", { password: "password" });
    await bench.access.issue(principal, "password", generateSealingKeys().publicKey);
    await bench.reconcile();
    expect(await bench.access.principalFacts(principal)).toMatchObject({
      state: "blocked",
      reason: "rotate",
      due: false,
    });

    await bench.access.issue(principal, "password");
    await bench.installation.owner
      .$executeRaw`UPDATE sealed_credentials SET sealed = reverse(sealed) WHERE principal_id = ${principal}::uuid`;
    await bench.reconcile();
    expect((await bench.access.principalFacts(principal)).message).toMatch(/damaged.*Issue a new one/);

    await bench.installation.owner.$executeRaw`DELETE FROM sealed_credentials WHERE principal_id = ${principal}::uuid`;
    await bench.installation.owner.$executeRaw`SELECT principal_retry(${principal}::uuid)`;
    await bench.reconcile();
    expect((await bench.access.principalFacts(principal)).message).toMatch(/lost before the cluster had it/);
    expect(bench.cluster.scramSnapshot().size).toBe(0);

    await bench.access.issue(principal, "password");
    await bench.reconcile();
    expect(await bench.access.principalFacts(principal)).toMatchObject({ state: "ready", confirmedCredential: 4 });
  });

  it("ends after the ACLs are gone, not before", async () => {
    const principal = await bench.access.principal(bench.app, "ending", {
      password: "password",
      quota: { consumerByteRate: 5 },
    });
    const grant = await bench.access.grant(bench.app, consume("orders.a"));
    await bench.reconcile();
    await bench.access.end(principal);
    bench.refuse(NO, () => true, "deleteAcls");
    await bench.reconcile();
    expect(await bench.access.principalFacts(principal)).toMatchObject({ state: "blocked", reason: "policy_refused" });
    expect(bench.cluster.scramSnapshot().size).toBe(1);

    bench.cluster.faults = {};
    await bench.reconcile();
    expect(await bench.access.principalFacts(principal)).toMatchObject({
      state: "ended",
      due: false,
      bindings: [],
      sealed: 0,
    });
    expect([bench.live(), bench.cluster.scramSnapshot().size, bench.cluster.quotaSnapshot().size]).toEqual([[], 0, 0]);
    expect(await bench.access.grantFacts(grant)).toMatchObject({
      state: "active",
      status: "pending",
      reason: "no_principal",
    });
  });

  it("of a new principal of the same name waits until the ended one is cleared away", async () => {
    const old = await bench.access.principal(bench.app, "again", { password: "old" });
    await bench.access.grant(bench.app, consume("orders.a"));
    await bench.reconcile();
    await bench.access.end(old);
    const fresh = await bench.access.principal(bench.app, "again", { password: "new" });
    await bench.reconcile();
    expect(await bench.access.principalFacts(old)).toMatchObject({ state: "ended" });
    expect(await bench.access.principalFacts(fresh)).toMatchObject({
      state: "pending",
      reason: "waiting_for_namesake",
    });

    await bench.reconcile();
    expect(await bench.access.principalFacts(fresh)).toMatchObject({ state: "ready", confirmedCredential: 1 });
    expect(bench.live()).toHaveLength(3);
  });
});

describe("a quota", () => {
  it("is changed by a request and told as drift when others change it", async () => {
    const principal = await bench.access.principal(bench.app, "limited", { quota: { producerByteRate: 1_000 } });
    await bench.reconcile();
    await bench.access.setQuota(principal, { producerByteRate: 2_000 });
    await bench.reconcile();
    expect(bench.cluster.quotaSnapshot().get("limited")).toEqual({ producerByteRate: 2_000 });

    bench.cluster.setQuotaOutside("limited", { producerByteRate: 9 });
    const grant = await bench.access.grant(bench.app, produce("orders.a"));
    await bench.reconcile();
    expect(bench.cluster.quotaSnapshot().get("limited")).toEqual({ producerByteRate: 9 });
    expect(await bench.access.principalFacts(principal)).toMatchObject({ state: "drifted" });
    expect(await bench.access.grantFacts(grant)).toMatchObject({ status: "applied" });

    await bench.access.revert(principal, [], true);
    await bench.reconcile();
    expect(bench.cluster.quotaSnapshot().get("limited")).toEqual({ producerByteRate: 2_000 });
  });

  it("that somebody else set before is left alone", async () => {
    bench.cluster.setQuotaOutside("theirs", { producerByteRate: 9 });
    const principal = await bench.access.principal(bench.app, "theirs", { quota: { producerByteRate: 1_000 } });
    await bench.reconcile();
    expect(bench.cluster.quotaSnapshot().get("theirs")).toEqual({ producerByteRate: 9 });
    expect(await bench.access.principalFacts(principal)).toMatchObject({ state: "blocked", reason: "foreign_quota" });
  });
});
