import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { unmanaged } from "#lib/db/stores/acl-observations";

import type { AclBinding } from "#lib/domain/acl-binding";
import { ClusterCallFailed, type NewTopic } from "#lib/kafka/cluster-admin";
import { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import type { Checkpoint, ClusterSession } from "./cluster-session.ts";
import { observeAcls } from "./observe-acls.ts";
import { observeTopics } from "./observe-topics.ts";
import { reconcileTopics } from "./reconcile-topics.ts";
import { TestInstallation } from "./test-installation.ts";
import { requestStates, TopicDecisions } from "./test-topic-life.ts";

let installation: TestInstallation;
let decide: TopicDecisions;
let cluster: InMemoryCluster;
let session: ClusterSession;
let count = 0;

beforeAll(async () => {
  installation = await TestInstallation.create();
  decide = new TopicDecisions(installation.owner, "local", installation.people);
});
afterAll(() => installation?.drop());
beforeEach(async () => {
  cluster = new InMemoryCluster();
  await installation.owner.$executeRaw`UPDATE clusters SET kafka_cluster_id = NULL, guard_share = 1`;
  await installation.owner.$executeRaw`UPDATE topic_status SET due_at = NULL, state = 'blocked'`;
  await installation.owner.$executeRaw`DELETE FROM topic_observations`;
  await installation.owner.$executeRaw`DELETE FROM acl_observations`;
  session = await installation.session(cluster.connect());
});

function named(): NewTopic {
  count += 1;
  return {
    name: `orders.end-${count}.v1`,
    partitions: 2,
    replicationFactor: 1,
    config: { "retention.ms": "604800000" },
  };
}
async function ready(): Promise<string> {
  const topic = named();
  await installation.approve([topic]);
  await reconcileTopics(session);
  return topic.name;
}
const stateOf = async (id: string) => (await requestStates(installation.owner, [id]))[0];
async function status(name: string) {
  const [row] = await installation.owner.$queryRaw<
    { state: string; reason: string | null; denied: string[]; drift: unknown[]; message: string }[]
  >`
    SELECT s.state, s.reason, s.message, s.denied, s.drift FROM topic_status s JOIN topics t ON t.id = s.topic_id WHERE t.name = ${name}`;
  return row;
}
async function round(): Promise<void> {
  await installation.everythingIsDue();
  await reconcileTopics(session);
}
function denial(resourceName: string, operation: "READ" | "WRITE"): AclBinding {
  const resource = { resourceType: "TOPIC", resourceName, patternType: "LITERAL" } as const;
  return { principal: "User:*", ...resource, operation, permissionType: "DENY", host: "*" };
}
const denials = (name: string) => [denial(name, "READ"), denial(name, "WRITE")];

async function remains(name: string): Promise<string[]> {
  const rows = await installation.owner.$queryRaw<{ what: string }[]>`
    SELECT 'topic' AS what FROM topics WHERE name = ${name} UNION ALL SELECT 'observation' FROM topic_observations WHERE name = ${name}
    UNION ALL SELECT 'figures' FROM topic_figures WHERE name = ${name} UNION ALL SELECT 'reservation' FROM name_reservations WHERE name = ${name}
    UNION ALL SELECT 'catalogue' FROM catalogue WHERE name = ${name}`;
  return rows.map(({ what }) => what);
}

describe("a deletion", () => {
  it("is carried out, read back, and nothing is left but the trail", async () => {
    const name = await ready();
    await observeTopics(session);
    const change = await decide.change(name, { partitions: 5 });
    const request = await decide.delete(name);
    expect(await status(name)).toMatchObject({ state: "deleting" });
    await round();
    expect(cluster.snapshot().has(name)).toBe(false);
    expect(await remains(name)).toEqual([]);
    expect(await stateOf(request)).toMatchObject({ state: "applied" });
    expect(await stateOf(change)).toMatchObject({ state: "superseded", outcome: "The topic was deleted." });
    expect(await installation.trail(name)).toEqual(["topic.created-on-cluster", "topic.deleted", "request.superseded"]);
  });

  it("waits until no binding of a principal is left on it", async () => {
    const name = await ready();
    const principal = await boundPrincipal(name);
    await decide.delete(name);
    await round();
    expect(await status(name)).toMatchObject({ state: "deleting", reason: "bindings_first" });
    expect(cluster.snapshot().has(name)).toBe(true);
    await installation.owner.$executeRaw`DELETE FROM principal_bindings WHERE principal_id = ${principal}::uuid`;
    await round();
    expect(await remains(name)).toEqual([]);
  });

  it("of what is gone already is a success", async () => {
    const name = await ready();
    const request = await decide.delete(name);
    cluster.deleteOutside(name);
    await round();
    expect(await stateOf(request)).toMatchObject({ state: "applied" });
  });

  it("leaves alone what somebody else made under its name", async () => {
    const name = await ready();
    const request = await decide.delete(name);
    cluster.deleteOutside(name);
    cluster.createOutside({ ...named(), name });
    const theirs = cluster.snapshot();
    await round();
    await observeTopics(session);
    expect(cluster.snapshot()).toEqual(theirs);
    expect(await stateOf(request)).toMatchObject({ state: "applied" });
    expect((await remains(name)).sort()).toEqual(["catalogue", "observation"]);
  });

  it("of what was never made deletes nothing", async () => {
    const topic = named();
    await installation.approve([topic]);
    await decide.delete(topic.name);
    cluster.createOutside(topic);
    await round();
    expect(cluster.snapshot().has(topic.name)).toBe(true);
    expect(await remains(topic.name)).toEqual([]);
  });

  it("takes the bindings of a block with it, so that a successor is denied nothing", async () => {
    const name = await ready();
    await decide.block(name);
    await round();
    await decide.delete(name);
    await round();
    expect(await remains(name)).toEqual([]);
    expect(cluster.aclSnapshot()).toEqual([]);
  });

  class Crash extends Error {}
  it.each<Checkpoint>(["taken", "attempt-recorded", "answered", "verified", "committed"])(
    "goes on after a crash at %s",
    async (step) => {
      const name = await ready();
      await decide.block(name);
      await round();
      const request = await decide.delete(name);
      const checkpoint = (reached: Checkpoint) => {
        if (reached === step) throw new Crash(step);
      };
      await expect(reconcileTopics(await installation.session(cluster.connect(), { checkpoint }))).rejects.toThrow(
        Crash,
      );
      session = await installation.session(cluster.connect(), { workerId: "worker-2" });
      await round();
      expect(await remains(name)).toEqual([]);
      expect(cluster.aclSnapshot()).toEqual([]);
      expect(await stateOf(request)).toMatchObject({ state: "applied" });
    },
  );
});

async function boundPrincipal(topic: string): Promise<string> {
  const [row] = await installation.owner.$queryRaw<{ id: string }[]>`
    WITH app AS (INSERT INTO applications (slug, name, team_id, description) VALUES ('billing', 'Billing', ${installation.people.teamId}::uuid, '') RETURNING id),
      principal AS (INSERT INTO principals (application_id, cluster_slug, name, kind) SELECT id, 'local', 'billing', 'external' FROM app RETURNING id)
    INSERT INTO principal_bindings (principal_id, cluster_slug, resource_type, pattern_type, resource_name, operation, permission_type, host, state)
    SELECT id, 'local', 'TOPIC', 'LITERAL', ${topic}, 'READ', 'ALLOW', '*', 'applied' FROM principal RETURNING principal_id AS id`;
  return row?.id ?? "";
}

describe("a block", () => {
  const nobodys = () => installation.owner.$queryRaw`SELECT o.operation FROM acl_observations o WHERE ${unmanaged}`;

  it("denies reads and writes to everybody, and is lifted; its bindings are nobody else's", async () => {
    const name = await ready();
    const request = await decide.block(name);
    await round();
    expect(cluster.aclSnapshot()).toEqual(expect.arrayContaining(denials(name)));
    expect(await status(name)).toMatchObject({ state: "ready", denied: ["READ", "WRITE"], drift: [] });
    expect(await stateOf(request)).toMatchObject({ state: "applied" });
    await observeAcls(session);
    expect(await nobodys()).toEqual([]);
    await decide.unblock(name);
    await round();
    expect(cluster.aclSnapshot()).toEqual([]);
    expect(await status(name)).toMatchObject({ state: "ready", denied: [] });
    expect(await installation.owner.$queryRaw`SELECT FROM acl_observations`).toEqual([]);
  });

  it("never takes away what denied before it", async () => {
    const name = await ready();
    cluster.createAclsOutside([denial(name, "READ")]);
    await decide.block(name);
    await round();
    expect(await status(name)).toMatchObject({ state: "ready", denied: ["WRITE"] });
    await decide.unblock(name);
    await round();
    expect(cluster.aclSnapshot()).toEqual([denial(name, "READ")]);
    await observeAcls(session);
    expect(await nobodys()).toEqual([{ operation: "READ" }]);
  });

  it("whose bindings somebody removed is drift, and a revert makes them again", async () => {
    const name = await ready();
    await decide.block(name);
    await round();
    cluster.deleteAclsOutside([denial(name, "WRITE")]);
    await observeAcls(session);
    await observeTopics(session);
    await observeTopics(session);
    expect(await status(name)).toMatchObject({
      state: "drifted",
      drift: [{ field: "blocked", desired: "yes", applied: "yes", observed: "no" }],
    });
    await decide.revert(name, ["blocked"]);
    await round();
    expect(cluster.aclSnapshot()).toHaveLength(2);
    expect(await status(name)).toMatchObject({ state: "ready", drift: [] });
  });

  it("says so where ACLs are not in force; the rest of the topic is as desired", async () => {
    const name = await ready();
    cluster.faults = {
      before: ({ method }) => {
        if (method === "listAcls")
          throw new ClusterCallFailed({ code: "not_authorized", retriable: false, message: "No authorizer." });
      },
    };
    const change = await decide.change(name, { partitions: 4 });
    const request = await decide.block(name);
    await round();
    expect(await status(name)).toMatchObject({ state: "blocked", reason: "acls_not_in_force", denied: [] });
    expect(cluster.snapshot().get(name)?.partitions).toBe(4);
    expect(await stateOf(request)).toMatchObject({ state: "approved" });
    await decide.unblock(name);
    await round();
    expect(await status(name)).toMatchObject({ state: "ready" });
    expect(await requestStates(installation.owner, [change, request])).toMatchObject([
      { state: "applied" },
      { state: "superseded" },
    ]);
  });
});

describe("what was there before", () => {
  it("becomes ours without one write, whatever happened to it meanwhile", async () => {
    const [same, other, gone, recreated] = [named(), named(), named(), named()];
    for (const topic of [same, other, gone, recreated]) cluster.createOutside(topic);
    cluster.createAclsOutside([denial(same.name, "READ")]);
    await observeTopics(session);
    const request = await decide.adoptAll([same, other, gone, recreated].map(({ name }) => name));
    cluster.alterConfigOutside(other.name, { "retention.ms": "1000" });
    for (const { name } of [gone, recreated]) cluster.deleteOutside(name);
    cluster.createOutside(recreated);
    const before = [cluster.snapshot(), cluster.aclSnapshot()];
    const written: string[] = [];
    cluster.faults = {
      before: ({ method }) => void (/^(alter|create|delete|grow|reassign|upsert)/.test(method) && written.push(method)),
    };
    await round();
    await observeTopics(session);
    await observeTopics(session);

    expect([cluster.snapshot(), cluster.aclSnapshot()]).toEqual(before);
    expect(written).toEqual([]);
    expect(await status(same.name)).toMatchObject({ state: "ready", drift: [] });
    expect(await status(other.name)).toMatchObject({
      state: "drifted",
      drift: [{ field: "retention.ms", applied: "604800000", observed: "1000" }],
    });
    expect(await status(gone.name)).toMatchObject({ state: "missing" });
    expect(await status(recreated.name)).toMatchObject({ state: "blocked", reason: "recreated_outside" });
    expect(await stateOf(request)).toMatchObject({ state: "applied" });
    expect(await installation.trail(same.name)).toEqual(["topic.adopted"]);
  });

  it("is changed and deleted as what we made", async () => {
    const topic = named();
    cluster.createOutside(topic);
    await observeTopics(session);
    await decide.adoptAll([topic.name]);
    await round();
    await decide.change(topic.name, { config: { "retention.ms": "2592000000" } });
    await round();
    expect(cluster.snapshot().get(topic.name)?.config).toEqual({ "retention.ms": "2592000000" });
    await decide.delete(topic.name);
    await round();
    expect(cluster.snapshot().has(topic.name)).toBe(false);
  });
});
