import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { aclText, findAclTexts, parseAclText } from "#lib/db/worker-stores/acl-observations";
import type { AclBinding } from "#lib/domain/acl-binding";
import { bindingsOf } from "#lib/domain/grant";
import { ClusterCallFailed } from "#lib/kafka/cluster-admin";
import { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import type { ClusterSession } from "./cluster-session.ts";
import { observeAcls } from "./observe-acls.ts";
import { observeGroups } from "./observe-groups.ts";
import { reconcilePrincipals } from "./reconcile-principals.ts";
import { produce, TestAccess } from "./test-access.ts";
import { definitionOf, TestInstallation } from "./test-installation.ts";

let installation: TestInstallation;
let cluster: InMemoryCluster;
let access: TestAccess;
let session: ClusterSession;
let slug: string;
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
});

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
const stored = async () => [...(await findAclTexts(installation.owner, slug))].sort();
const keys = (some: readonly AclBinding[]) => some.map(aclText).sort();
const writes = async () => {
  const [row] = await installation.owner.$queryRaw<{ rows: string }[]>`
    SELECT coalesce(max(xmin::text::bigint), 0)::text || ' ' || count(*) AS rows FROM acl_observations WHERE cluster_slug = ${slug}`;
  return row?.rows;
};

describe("ACLs", () => {
  it("are stored as they are, whosever they are, and only what changed is written", async () => {
    const all = acls(6_000);
    cluster.createAclsOutside(all);
    await observeAcls(session);
    expect(await stored()).toEqual(keys(all));

    const before = await writes();
    await observeAcls(session);
    expect(await writes()).toBe(before);

    cluster.deleteAclsOutside(all.slice(0, 3));
    await observeAcls(session);
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
    cluster.createAclsOutside([...odd, ...unstorable]);
    await observeAcls(session);
    const before = await writes();
    await observeAcls(session);
    expect(await writes()).toBe(before);
    expect(
      [...(await findAclTexts(installation.owner, slug))].map((text) => parseAclText(text).resourceName).sort(),
    ).toEqual(names.sort());
  });

  it("are kept when the cluster does not tell, or tells that all are gone", async () => {
    const all = acls(40);
    cluster.createAclsOutside(all);
    await observeAcls(session);
    cluster.faults = {
      before: () => {
        throw new ClusterCallFailed({ code: "not_authorized", retriable: false, message: "No." });
      },
    };
    await observeAcls(session);
    expect(await stored()).toEqual(keys(all));

    cluster.faults = {};
    cluster.deleteAclsOutside(all);
    await observeAcls(session);
    await observeAcls(session);
    expect(await stored()).toEqual(keys(all));
    expect(
      await installation.owner.$queryRaw`SELECT message FROM cluster_status WHERE cluster_slug = ${slug}`,
    ).toMatchObject([{ message: expect.stringContaining("0 ACLs; 40 of 40") }]);

    await installation.owner.$executeRaw`UPDATE clusters SET confirmations = confirmations + 1 WHERE slug = ${slug}`;
    await observeAcls(session);
    expect(await stored()).toEqual([]);
  });

  it("that a round wrote are shown at once", async () => {
    const app = await access.application(`app-${count}`);
    await access.principal(app, "shown");
    const grant = await access.grant(app, produce("orders.a"));
    await reconcilePrincipals(session);
    expect(await stored()).toHaveLength(2);

    await access.revoke(grant);
    await reconcilePrincipals(session);
    expect(await stored()).toEqual([]);
  });
});

describe("drift", () => {
  it("is declared when two sweeps agree, and so is its end; what others add is none", async () => {
    const app = await access.application(`app-${count}`);
    const principal = await access.principal(app, "drifting", { password: "password" });
    const terms = produce("orders.a");
    await access.grant(app, terms);
    await reconcilePrincipals(session);
    const lost = bindingsOf(terms, "User:drifting").slice(0, 1);
    const extra = bindingsOf(produce("orders.b"), "User:drifting");
    cluster.createAclsOutside(extra);
    cluster.deleteAclsOutside(lost);

    await observeAcls(session);
    expect(await access.principalFacts(principal)).toMatchObject({ state: "ready" });
    await observeAcls(session);
    expect(await access.principalFacts(principal)).toMatchObject({
      state: "drifted",
      message: "TOPIC orders.a WRITE was deleted on the cluster outside Headgate.",
      bindings: ["TOPIC orders.a DESCRIBE applied", "TOPIC orders.a WRITE missing"],
    });

    cluster.createAclsOutside(lost);
    await observeAcls(session);
    await observeAcls(session);
    expect(await access.principalFacts(principal)).toMatchObject({
      state: "ready",
      message: "",
      bindings: ["TOPIC orders.a DESCRIBE applied", "TOPIC orders.a WRITE applied"],
    });
    expect(await installation.trail("drifting")).toEqual([
      "credential.confirmed",
      "principal.ready",
      "principal.drifted",
      "principal.ready",
    ]);
  });

  it("is a quota or a user that others changed, too", async () => {
    const app = await access.application(`app-${count}`);
    const quota = { producerByteRate: 100 };
    const principal = await access.principal(app, "changed", { password: "password", quota });
    await reconcilePrincipals(session);
    cluster.setQuotaOutside("changed", { producerByteRate: 7 });
    cluster.deleteScramOutside("changed");
    await observeAcls(session);
    await observeAcls(session);

    const { state, message } = await access.principalFacts(principal);
    expect(state).toBe("drifted");
    expect(message).toMatch(/SCRAM user was deleted[\s\S]*quota was changed/);
    expect(
      await installation.owner
        .$queryRaw`SELECT observed_quota AS quota FROM principal_status WHERE principal_id = ${principal}::uuid`,
    ).toEqual([{ quota: { producerByteRate: 7 } }]);
  });
});

describe("groups", () => {
  const groups = () => installation.owner.$queryRaw<{ group: string; active: boolean; members: number }[]>`
    SELECT group_id AS "group", last_active_at IS NOT NULL AS active, members FROM group_observations WHERE cluster_slug = ${slug} ORDER BY 1`;
  const topics = () => installation.owner.$queryRaw<{ topic: string; committed: bigint; lag: bigint | null }[]>`
    SELECT topic, committed, lag FROM group_topics WHERE cluster_slug = ${slug} ORDER BY 1`;
  const look = async () => {
    session.groupsReadAt = null;
    await observeGroups(session);
  };

  it("are stored with what they have committed, and when they were last seen active", async () => {
    cluster.commitOffsetsOutside("billing", [{ topic: "orders.a", partition: 0, offset: 5n }]);
    await look();
    expect(await groups()).toEqual([{ group: "billing", active: false, members: 0 }]);
    expect(await topics()).toEqual([{ topic: "orders.a", committed: 5n, lag: null }]);

    cluster.commitOffsetsOutside("billing", [{ topic: "orders.a", partition: 1, offset: 2n }]);
    await look();
    expect(await groups()).toEqual([{ group: "billing", active: true, members: 0 }]);
    expect(await topics()).toEqual([{ topic: "orders.a", committed: 7n, lag: null }]);
  });

  it("are stored with how far behind they are, which is no activity of theirs", async () => {
    const seen = () => installation.owner.$queryRaw<{ at: Date }[]>`
      SELECT last_active_at AS at FROM group_topics WHERE cluster_slug = ${slug}`;
    cluster.createOutside({ name: "orders.b", partitions: 2, replicationFactor: 1, config: {} });
    cluster.produceOutside("orders.b", [{ value: "1" }, { value: "2" }, { value: "3", partition: 1 }]);
    cluster.commitOffsetsOutside("billing", [{ topic: "orders.b", partition: 0, offset: 1n }]);
    await look();
    expect(await topics()).toEqual([{ topic: "orders.b", committed: 1n, lag: 1n }]);
    const before = await seen();

    cluster.produceOutside("orders.b", [{ value: "4" }]);
    await look();
    expect(await topics()).toEqual([{ topic: "orders.b", committed: 1n, lag: 2n }]);
    expect(await seen()).toEqual(before);

    const unavailable = {
      code: "unavailable",
      retriable: true,
      message: "The cluster cannot serve this right now.",
    } as const;
    cluster.faults = { refuse: ({ method }) => (method === "endOffsets" ? unavailable : undefined) };
    await look();
    expect(await topics()).toEqual([{ topic: "orders.b", committed: 1n, lag: null }]);
  });

  it("are stored with their type, and by partition", async () => {
    cluster.createOutside({ name: "orders.c", partitions: 3, replicationFactor: 1, config: {} });
    cluster.produceOutside("orders.c", [{ value: "1" }, { value: "2" }, { value: "3", partition: 2 }]);
    const committed = [
      { topic: "orders.c", partition: 0, offset: 1n },
      { topic: "orders.c", partition: 2, offset: 0n },
    ];
    cluster.commitOffsetsOutside("billing", committed);
    await look();
    const [row] = await installation.owner.$queryRaw<unknown[]>`
      SELECT type, committed_offsets::text AS committed, lags::text, groups_at IS NOT NULL AS read FROM group_topics
      JOIN group_observations USING (cluster_slug, group_id) JOIN cluster_status USING (cluster_slug) WHERE cluster_slug = ${slug}`;
    expect(row).toEqual({ type: "classic", committed: "{1,NULL,0}", lags: "{1,NULL,1}", read: true });
  });

  it("leave a point of how far they were behind every five minutes, where that changed", async () => {
    const points = () => installation.owner.$queryRaw<{ lag: bigint | null }[]>`
      SELECT lag FROM group_lag_history WHERE cluster_slug = ${slug} ORDER BY at`;
    /** As if the last points were of five minutes before. */
    const fiveMinutesPass = async () => {
      session.lagRecordedAt = null;
      await installation.owner.$executeRaw`UPDATE group_lag_history SET at = at - interval '5 minutes'`;
    };
    cluster.createOutside({ name: "orders.d", partitions: 1, replicationFactor: 1, config: {} });
    cluster.commitOffsetsOutside("billing", [{ topic: "orders.d", partition: 0, offset: 0n }]);
    cluster.commitOffsetsOutside("elsewhere", [{ topic: "orders.unknown", partition: 0, offset: 0n }]);
    await look();
    cluster.produceOutside("orders.d", [{ value: "1" }]);
    await look();
    expect(await points()).toEqual([{ lag: 0n }]);

    await fiveMinutesPass();
    await look();
    await fiveMinutesPass();
    await look();
    expect(await points()).toEqual([{ lag: 0n }, { lag: 1n }]);

    const withoutGroups = { ...session, admin: new InMemoryCluster().connect(), groupsReadAt: null };
    await observeGroups(withoutGroups);
    expect(await points()).toEqual([]);
  });

  it("of names that no table takes, or with commits beyond all offsets, hold back no other", async () => {
    cluster.createOutside({ name: "orders.e", partitions: 2, replicationFactor: 1, config: {} });
    const far = 9_223_372_036_854_775_807n;
    for (const group of ["a\0b", "long".repeat(2_000), "far"])
      cluster.commitOffsetsOutside(
        group,
        [0, 1].map((partition) => ({ topic: "orders.e", partition, offset: far })),
      );
    cluster.commitOffsetsOutside("plain", [{ topic: "orders.e", partition: 0, offset: 1n }]);
    await look();
    expect((await groups()).map(({ group }) => group)).toEqual(["far", "plain"]);
    expect(await topics()).toContainEqual({ topic: "orders.e", committed: far, lag: 0n });
  });

  it("are read at most once a minute", async () => {
    await look();
    cluster.setMembersOutside("billing", 1);
    await observeGroups(session);
    expect(await groups()).toEqual([]);
    await look();
    expect(await groups()).toEqual([{ group: "billing", active: true, members: 1 }]);
  });
});
