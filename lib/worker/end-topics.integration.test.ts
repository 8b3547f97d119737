import { beforeEach, describe, expect, it } from "vitest";
import { unmanaged } from "#lib/db/stores/acl-observations";
import type { AclBinding } from "#lib/domain/acl-binding";
import { ClusterCallFailed } from "#lib/kafka/cluster-admin";
import type { Checkpoint } from "./cluster-session.ts";
import { observeAcls } from "./observe-acls.ts";
import { observeTopics } from "./observe-topics.ts";
import { reconcileTopics } from "./reconcile-topics.ts";
import { TopicBench } from "./test-topic-bench.ts";
import { requestStates } from "./test-topic-life.ts";

const bench = TopicBench.prepare();
const named = () => bench.named({ partitions: 2 });
const ready = () => bench.ready({ partitions: 2 });

beforeEach(async () => {
  await bench.installation.owner.$executeRaw`UPDATE clusters SET guard_share = 1`;
  await bench.installation.owner.$executeRaw`DELETE FROM acl_observations`;
});

function denial(resourceName: string, operation: "READ" | "WRITE"): AclBinding {
  const resource = { resourceType: "TOPIC", resourceName, patternType: "LITERAL" } as const;
  return { principal: "User:*", ...resource, operation, permissionType: "DENY", host: "*" };
}
const denials = (name: string) => [denial(name, "READ"), denial(name, "WRITE")];

async function remains(name: string): Promise<string[]> {
  const rows = await bench.installation.owner.$queryRaw<{ what: string }[]>`
    SELECT 'topic' AS what FROM topics WHERE name = ${name} UNION ALL SELECT 'observation' FROM topic_observations WHERE name = ${name}
    UNION ALL SELECT 'figures' FROM topic_figures WHERE name = ${name} UNION ALL SELECT 'reservation' FROM name_reservations WHERE name = ${name}
    UNION ALL SELECT 'catalogue' FROM catalogue WHERE name = ${name}`;
  return rows.map(({ what }) => what);
}

describe("a deletion", () => {
  it("is carried out, read back, and nothing is left but the trail", async () => {
    const name = await ready();
    await observeTopics(bench.session);
    const change = await bench.decide.change(name, { partitions: 5 });
    const request = await bench.decide.delete(name);
    expect(await bench.status(name)).toMatchObject({ state: "deleting" });
    await bench.work();
    expect(bench.cluster.snapshot().has(name)).toBe(false);
    expect(await remains(name)).toEqual([]);
    expect(await bench.requestState(request)).toMatchObject({ state: "applied" });
    expect(await bench.requestState(change)).toMatchObject({ state: "superseded", outcome: "The topic was deleted." });
    expect(await bench.installation.trail(name)).toEqual([
      "topic.created-on-cluster",
      "topic.deleted",
      "request.superseded",
    ]);
  });

  it("waits until no binding of a principal is left on it", async () => {
    const name = await ready();
    const principal = await boundPrincipal(name);
    await bench.decide.delete(name);
    await bench.work();
    expect(await bench.status(name)).toMatchObject({ state: "deleting", reason: "bindings_first" });
    expect(bench.cluster.snapshot().has(name)).toBe(true);
    await bench.installation.owner.$executeRaw`DELETE FROM principal_bindings WHERE principal_id = ${principal}::uuid`;
    await bench.work();
    expect(await remains(name)).toEqual([]);
  });

  it("of what is gone already is a success", async () => {
    const name = await ready();
    const request = await bench.decide.delete(name);
    bench.cluster.deleteOutside(name);
    await bench.work();
    expect(await bench.requestState(request)).toMatchObject({ state: "applied" });
  });

  it("leaves alone what somebody else made under its name", async () => {
    const name = await ready();
    const request = await bench.decide.delete(name);
    bench.cluster.deleteOutside(name);
    bench.cluster.createOutside({ ...named(), name });
    const theirs = bench.cluster.snapshot();
    await bench.work();
    await observeTopics(bench.session);
    expect(bench.cluster.snapshot()).toEqual(theirs);
    expect(await bench.requestState(request)).toMatchObject({ state: "applied" });
    expect((await remains(name)).sort()).toEqual(["catalogue", "observation"]);
  });

  it("of what was never made deletes nothing", async () => {
    const topic = named();
    await bench.installation.approve([topic]);
    await bench.decide.delete(topic.name);
    bench.cluster.createOutside(topic);
    await bench.work();
    expect(bench.cluster.snapshot().has(topic.name)).toBe(true);
    expect(await remains(topic.name)).toEqual([]);
  });

  it("takes the bindings of a block with it, so that a successor is denied nothing", async () => {
    const name = await ready();
    await bench.decide.block(name);
    await bench.work();
    await bench.decide.delete(name);
    await bench.work();
    expect(await remains(name)).toEqual([]);
    expect(bench.cluster.aclSnapshot()).toEqual([]);
  });

  class Crash extends Error {}
  it.each<Checkpoint>(["taken", "attempt-recorded", "answered", "verified", "committed"])(
    "goes on after a crash at %s",
    async (step) => {
      const name = await ready();
      await bench.decide.block(name);
      await bench.work();
      const request = await bench.decide.delete(name);
      const checkpoint = (reached: Checkpoint) => {
        if (reached === step) throw new Crash(step);
      };
      await expect(
        reconcileTopics(await bench.installation.session(bench.cluster.connect(), { checkpoint })),
      ).rejects.toThrow(Crash);
      await bench.takeOver("worker-2");
      await bench.work();
      expect(await remains(name)).toEqual([]);
      expect(bench.cluster.aclSnapshot()).toEqual([]);
      expect(await bench.requestState(request)).toMatchObject({ state: "applied" });
    },
  );
});

async function boundPrincipal(topic: string): Promise<string> {
  const [row] = await bench.installation.owner.$queryRaw<{ id: string }[]>`
    WITH app AS (INSERT INTO applications (slug, name, team_id, description) VALUES ('billing', 'Billing', ${bench.installation.people.teamId}::uuid, '') RETURNING id),
      principal AS (INSERT INTO principals (application_id, cluster_slug, name, kind) SELECT id, 'local', 'billing', 'external' FROM app RETURNING id)
    INSERT INTO principal_bindings (principal_id, cluster_slug, resource_type, pattern_type, resource_name, operation, permission_type, host, state)
    SELECT id, 'local', 'TOPIC', 'LITERAL', ${topic}, 'READ', 'ALLOW', '*', 'applied' FROM principal RETURNING principal_id AS id`;
  return row?.id ?? "";
}

describe("a block", () => {
  const nobodys = () =>
    bench.installation.owner.$queryRaw`SELECT o.operation FROM acl_observations o WHERE ${unmanaged}`;

  it("denies reads and writes to everybody, and is lifted; its bindings are nobody else's", async () => {
    const name = await ready();
    const request = await bench.decide.block(name);
    await bench.work();
    expect(bench.cluster.aclSnapshot()).toEqual(expect.arrayContaining(denials(name)));
    expect(await bench.status(name)).toMatchObject({ state: "ready", denied: ["READ", "WRITE"], drift: [] });
    expect(await bench.requestState(request)).toMatchObject({ state: "applied" });
    await observeAcls(bench.session);
    expect(await nobodys()).toEqual([]);
    await bench.decide.unblock(name);
    await bench.work();
    expect(bench.cluster.aclSnapshot()).toEqual([]);
    expect(await bench.status(name)).toMatchObject({ state: "ready", denied: [] });
    expect(await bench.installation.owner.$queryRaw`SELECT FROM acl_observations`).toEqual([]);
  });

  it("is not lifted while a call that makes it may still be under way", async () => {
    const name = await ready();
    await bench.decide.block(name);
    await bench.work();
    bench.session.lease.noteUnansweredWrite();
    await bench.decide.unblock(name);
    await bench.work();
    expect(bench.cluster.aclSnapshot()).toEqual(expect.arrayContaining(denials(name)));
    expect(await bench.status(name)).toMatchObject({
      state: "pending",
      reason: "call_under_way",
      denied: ["READ", "WRITE"],
    });
  });

  it("never takes away what denied before it", async () => {
    const name = await ready();
    bench.cluster.createAclsOutside([denial(name, "READ")]);
    await bench.decide.block(name);
    await bench.work();
    expect(await bench.status(name)).toMatchObject({ state: "ready", denied: ["WRITE"] });
    await bench.decide.unblock(name);
    await bench.work();
    expect(bench.cluster.aclSnapshot()).toEqual([denial(name, "READ")]);
    await observeAcls(bench.session);
    expect(await nobodys()).toEqual([{ operation: "READ" }]);
  });

  it("whose bindings somebody removed is drift, and a revert makes them again", async () => {
    const name = await ready();
    await bench.decide.block(name);
    await bench.work();
    bench.cluster.deleteAclsOutside([denial(name, "WRITE")]);
    await observeAcls(bench.session);
    await observeTopics(bench.session);
    await observeTopics(bench.session);
    expect(await bench.status(name)).toMatchObject({
      state: "drifted",
      drift: [{ field: "blocked", desired: "yes", applied: "yes", observed: "no" }],
    });
    await bench.decide.revert(name, ["blocked"]);
    await bench.work();
    expect(bench.cluster.aclSnapshot()).toHaveLength(2);
    expect(await bench.status(name)).toMatchObject({ state: "ready", drift: [] });
  });

  it("says so where ACLs are not in force; the rest of the topic is as desired", async () => {
    const name = await ready();
    bench.cluster.faults = {
      before: ({ method }) => {
        if (method === "listAcls")
          throw new ClusterCallFailed({ code: "not_authorized", retriable: false, message: "No authorizer." });
      },
    };
    const change = await bench.decide.change(name, { partitions: 4 });
    const request = await bench.decide.block(name);
    await bench.work();
    expect(await bench.status(name)).toMatchObject({ state: "blocked", reason: "acls_not_in_force", denied: [] });
    expect(bench.cluster.snapshot().get(name)?.partitions).toBe(4);
    expect(await bench.requestState(request)).toMatchObject({ state: "approved" });
    await bench.decide.unblock(name);
    await bench.work();
    expect(await bench.status(name)).toMatchObject({ state: "ready" });
    expect(await requestStates(bench.installation.owner, [change, request])).toMatchObject([
      { state: "applied" },
      { state: "superseded" },
    ]);
  });
});

describe("what was there before", () => {
  it("becomes ours without one write, whatever happened to it meanwhile", async () => {
    const [same, other, gone, recreated] = [named(), named(), named(), named()];
    for (const topic of [same, other, gone, recreated]) bench.cluster.createOutside(topic);
    bench.cluster.createAclsOutside([denial(same.name, "READ")]);
    await observeTopics(bench.session);
    const request = await bench.decide.adoptAll([same, other, gone, recreated].map(({ name }) => name));
    bench.cluster.alterConfigOutside(other.name, { "retention.ms": "1000" });
    for (const { name } of [gone, recreated]) bench.cluster.deleteOutside(name);
    bench.cluster.createOutside(recreated);
    const before = [bench.cluster.snapshot(), bench.cluster.aclSnapshot()];
    const written: string[] = [];
    bench.cluster.faults = {
      before: ({ method }) => void (/^(alter|create|delete|grow|reassign|upsert)/.test(method) && written.push(method)),
    };
    await bench.work();
    await observeTopics(bench.session);
    await observeTopics(bench.session);

    expect([bench.cluster.snapshot(), bench.cluster.aclSnapshot()]).toEqual(before);
    expect(written).toEqual([]);
    expect(await bench.status(same.name)).toMatchObject({ state: "ready", drift: [] });
    expect(await bench.status(other.name)).toMatchObject({
      state: "drifted",
      drift: [{ field: "retention.ms", applied: "604800000", observed: "1000" }],
    });
    expect(await bench.status(gone.name)).toMatchObject({ state: "missing" });
    expect(await bench.status(recreated.name)).toMatchObject({ state: "blocked", reason: "recreated_outside" });
    expect(await bench.requestState(request)).toMatchObject({ state: "applied" });
    expect(await bench.installation.trail(same.name)).toEqual(["topic.adopted"]);
  });

  it("ends its request also where it is deleted before anybody looked", async () => {
    const topic = named();
    bench.cluster.createOutside(topic);
    await observeTopics(bench.session);
    const request = await bench.decide.adoptAll([topic.name]);
    await bench.decide.delete(topic.name);
    await bench.work();
    expect(bench.cluster.snapshot().has(topic.name)).toBe(false);
    expect(await bench.requestState(request)).toMatchObject({ state: "applied" });
  });

  it("is changed and deleted as what we made", async () => {
    const topic = named();
    bench.cluster.createOutside(topic);
    await observeTopics(bench.session);
    await bench.decide.adoptAll([topic.name]);
    await bench.work();
    await bench.decide.change(topic.name, { config: { "retention.ms": "2592000000" } });
    await bench.work();
    expect(bench.cluster.snapshot().get(topic.name)?.config).toEqual({ "retention.ms": "2592000000" });
    await bench.decide.delete(topic.name);
    await bench.work();
    expect(bench.cluster.snapshot().has(topic.name)).toBe(false);
  });
});
