import { describe, expect, it } from "vitest";
import { aclText, findAclTexts, parseAclText } from "#lib/db/worker-stores/acl-observations";
import type { AclBinding } from "#lib/domain/acl-binding";
import { bindingsOf } from "#lib/domain/grant";
import { ClusterCallFailed } from "#lib/kafka/cluster-admin";
import { observeAcls } from "./observe-acls.ts";
import { reconcilePrincipals } from "./reconcile-principals.ts";
import { produce } from "./test-access.ts";
import { PrincipalBench } from "./test-principal-bench.ts";

const bench = PrincipalBench.prepare();

const acls = (howMany: number): AclBinding[] =>
  Array.from({ length: howMany }, (_, index) => ({
    principal: `User:app-${index % 50}`,
    resourceType: "TOPIC",
    resourceName: `orders.topic-${index}.v1`,
    patternType: index % 7 === 0 ? "PREFIXED" : "LITERAL",
    operation: index % 2 === 0 ? "READ" : "WRITE",
    permissionType: "ALLOW",
    host: "*",
  }));
const stored = async () => [...(await findAclTexts(bench.installation.owner, bench.slug))].sort();
const keys = (some: readonly AclBinding[]) => some.map(aclText).sort();
const writes = async () => {
  const [row] = await bench.installation.owner.$queryRaw<{ rows: string }[]>`
    SELECT coalesce(max(xmin::text::bigint), 0)::text || ' ' || count(*) AS rows FROM acl_observations WHERE cluster_slug = ${bench.slug}`;
  return row?.rows;
};

describe("ACLs", () => {
  it("are stored as they are, whosever they are, and only what changed is written", async () => {
    const all = acls(6_000);
    bench.cluster.createAclsOutside(all);
    await observeAcls(bench.session);
    expect(await stored()).toEqual(keys(all));

    const before = await writes();
    await observeAcls(bench.session);
    expect(await writes()).toBe(before);

    bench.cluster.deleteAclsOutside(all.slice(0, 3));
    await observeAcls(bench.session);
    expect(await stored()).toEqual(keys(all.slice(3)));
  });

  it("of whatever name are stored as they are", async () => {
    const [acl] = acls(1);
    if (!acl) return;
    const names = [
      'a"b',
      "a\\b",
      "line\nbreak",
      "tab\t",
      "\u0001",
      "bell\u0007",
      "délta",
      "🙂",
      "a, b",
      "*",
      "\u007f",
      "\u2028",
    ];
    const odd = names.map((resourceName) => ({ ...acl, resourceName, principal: `User:${resourceName}` }));
    const unstorable = ["a\0b", "long".repeat(2_000)].map((resourceName) => ({ ...acl, resourceName }));
    bench.cluster.createAclsOutside([...odd, ...unstorable]);
    await observeAcls(bench.session);
    const before = await writes();
    await observeAcls(bench.session);
    expect(await writes()).toBe(before);
    expect(
      [...(await findAclTexts(bench.installation.owner, bench.slug))]
        .map((text) => parseAclText(text).resourceName)
        .sort(),
    ).toEqual(names.sort());
  });

  it("are kept when the cluster does not tell, or tells that all are gone", async () => {
    const all = acls(40);
    bench.cluster.createAclsOutside(all);
    await observeAcls(bench.session);
    bench.cluster.faults = {
      before: () => {
        throw new ClusterCallFailed({ code: "not_authorized", retriable: false, message: "No." });
      },
    };
    await observeAcls(bench.session);
    expect(await stored()).toEqual(keys(all));

    bench.cluster.faults = {};
    bench.cluster.deleteAclsOutside(all);
    await observeAcls(bench.session);
    await observeAcls(bench.session);
    expect(await stored()).toEqual(keys(all));
    expect(
      await bench.installation.owner.$queryRaw`SELECT message FROM cluster_status WHERE cluster_slug = ${bench.slug}`,
    ).toMatchObject([{ message: expect.stringContaining("0 ACLs; 40 of 40") }]);

    await bench.installation.owner
      .$executeRaw`UPDATE clusters SET confirmations = confirmations + 1 WHERE slug = ${bench.slug}`;
    await observeAcls(bench.session);
    expect(await stored()).toEqual([]);
  });

  it("that a round wrote are shown at once", async () => {
    await bench.access.principal(bench.app, "shown");
    const grant = await bench.access.grant(bench.app, produce("orders.a"));
    await reconcilePrincipals(bench.session);
    expect(await stored()).toHaveLength(2);

    await bench.access.revoke(grant);
    await reconcilePrincipals(bench.session);
    expect(await stored()).toEqual([]);
  });
});

describe("drift", () => {
  it("is declared when two sweeps agree, and so is its end; what others add is none", async () => {
    const principal = await bench.access.principal(bench.app, "drifting", { password: "password" });
    const terms = produce("orders.a");
    await bench.access.grant(bench.app, terms);
    await reconcilePrincipals(bench.session);
    const lost = bindingsOf(terms, "User:drifting").slice(0, 1);
    const extra = bindingsOf(produce("orders.b"), "User:drifting");
    bench.cluster.createAclsOutside(extra);
    bench.cluster.deleteAclsOutside(lost);

    await observeAcls(bench.session);
    expect(await bench.access.principalFacts(principal)).toMatchObject({ state: "ready" });
    await observeAcls(bench.session);
    expect(await bench.access.principalFacts(principal)).toMatchObject({
      state: "drifted",
      message: "TOPIC orders.a WRITE was deleted on the cluster outside Headgate.",
      bindings: ["TOPIC orders.a DESCRIBE applied", "TOPIC orders.a WRITE missing"],
    });

    bench.cluster.createAclsOutside(lost);
    await observeAcls(bench.session);
    await observeAcls(bench.session);
    expect(await bench.access.principalFacts(principal)).toMatchObject({
      state: "ready",
      message: "",
      bindings: ["TOPIC orders.a DESCRIBE applied", "TOPIC orders.a WRITE applied"],
    });
    expect(await bench.installation.trail("drifting")).toEqual([
      "credential.confirmed",
      "principal.ready",
      "principal.drifted",
      "principal.ready",
    ]);
  });

  it("is a quota or a user that others changed, too", async () => {
    const quota = { producerByteRate: 100 };
    const principal = await bench.access.principal(bench.app, "changed", { password: "password", quota });
    await reconcilePrincipals(bench.session);
    bench.cluster.setQuotaOutside("changed", { producerByteRate: 7 });
    bench.cluster.deleteScramOutside("changed");
    await observeAcls(bench.session);
    await observeAcls(bench.session);

    const { state, message } = await bench.access.principalFacts(principal);
    expect(state).toBe("drifted");
    expect(message).toMatch(/SCRAM user was deleted[\s\S]*quota was changed/);
    expect(
      await bench.installation.owner
        .$queryRaw`SELECT observed_quota AS quota FROM principal_status WHERE principal_id = ${principal}::uuid`,
    ).toEqual([{ quota: { producerByteRate: 7 } }]);
  });
});
