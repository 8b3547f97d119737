import { describe, expect, it } from "vitest";
import { type AclBinding, bindingKey } from "#lib/domain/acl-binding";
import { ClusterCallFailed, type ClusterError, type NewTopic } from "./cluster-admin.ts";
import { codes } from "./contract-cluster.ts";
import { InMemoryCluster } from "./in-memory-cluster.ts";

const topic = (name: string, config: Record<string, string> = {}): NewTopic => ({
  name,
  partitions: 1,
  replicationFactor: 1,
  config,
});
const binding = (operation: AclBinding["operation"]): AclBinding => ({
  principal: "User:billing",
  resourceType: "TOPIC",
  resourceName: "orders",
  patternType: "LITERAL",
  operation,
  permissionType: "ALLOW",
  host: "*",
});
const unavailable: ClusterError = { code: "unavailable", retriable: true, message: "Lost." };

describe("InMemoryCluster", () => {
  describe("faults", () => {
    it("before a call leave nothing behind", async () => {
      const cluster = new InMemoryCluster({
        faults: {
          before: () => {
            throw new ClusterCallFailed(unavailable);
          },
        },
      });

      await expect(cluster.connect().createTopics([topic("a")])).rejects.toMatchObject({ error: unavailable });
      expect(cluster.snapshot().size).toBe(0);
    });

    it("after a call lose the reply, not the effect", async () => {
      const cluster = new InMemoryCluster();
      cluster.faults = {
        after: ({ method }) => {
          if (method === "createTopics") throw new ClusterCallFailed(unavailable);
        },
      };
      const admin = cluster.connect();

      await expect(admin.createTopics([topic("a")])).rejects.toMatchObject({ error: unavailable });
      expect(codes(await admin.describeTopics(["a"]))).toEqual({ a: "ok" });
    });

    it("refuse single items", async () => {
      const quota: ClusterError = { code: "quota_exceeded", retriable: true, message: "Later." };
      const cluster = new InMemoryCluster({ faults: { refuse: (_, name) => (name === "b" ? quota : undefined) } });

      const answers = await cluster.connect().createTopics([topic("a"), topic("b")]);

      expect(codes(answers)).toEqual({ a: "ok", b: "quota_exceeded" });
      expect([...cluster.snapshot().keys()]).toEqual(["a"]);
    });

    it("refuse one of three bindings, by its key, and name all three", async () => {
      const policy: ClusterError = { code: "policy_refused", retriable: false, message: "Not this one." };
      const bindings = [binding("READ"), binding("DESCRIBE"), binding("WRITE")];
      const [first, second, third] = bindings.map(bindingKey);
      const named: unknown[] = [];
      const cluster = new InMemoryCluster({
        faults: {
          before: ({ names }) => void named.push(names),
          refuse: (_, name) => (name === second ? policy : undefined),
        },
      });

      const answers = await cluster.connect().createAcls(bindings);

      expect(answers).toMatchObject([{ ok: true }, { ok: false, error: policy }, { ok: true }]);
      expect(cluster.aclSnapshot().map(bindingKey)).toEqual([first, third]);
      expect(named).toEqual([[first, second, third]]);
    });

    it("leave a group out, and say that groups are missing", async () => {
      const cluster = new InMemoryCluster({
        faults: { refuse: (_, name) => (name === "lost" ? unavailable : undefined) },
      });
      for (const group of ["lost", "found"]) cluster.commitOffsetsOutside(group, []);
      const admin = cluster.connect();

      expect(await admin.listGroups()).toMatchObject({ groups: [{ groupId: "found" }], complete: false });
      expect([...(await admin.committedOffsets(["lost", "found"])).keys()]).toEqual(["found"]);
    });

    it("see the method and the names of a call", async () => {
      const calls: unknown[] = [];
      const cluster = new InMemoryCluster({ faults: { before: (call) => void calls.push(call) } });

      await cluster.connect().describeTopics(["a", "b"]);

      expect(calls).toEqual([{ method: "describeTopics", names: ["a", "b"] }]);
    });
  });

  it("fails while it is stopped, and has kept everything when it starts again", async () => {
    const cluster = new InMemoryCluster();
    const admin = cluster.connect();
    await admin.createTopics([topic("a")]);

    cluster.stop();
    await expect(admin.listTopics()).rejects.toMatchObject({ error: { code: "unavailable" } });
    cluster.start();

    expect(await admin.listTopics()).toMatchObject([{ name: "a" }]);
  });

  it("changes behind the client's back", async () => {
    const cluster = new InMemoryCluster();
    const admin = cluster.connect();
    cluster.createOutside(topic("a", { "retention.ms": "1", "segment.ms": "2" }));
    const before = (await admin.describeTopics(["a"])).get("a");

    cluster.alterConfigOutside("a", { "retention.ms": "5", "segment.ms": null });
    cluster.growOutside("a", 4);
    expect((await admin.describeTopics(["a"])).get("a")).toMatchObject({
      value: { partitions: 4, config: { "retention.ms": "5" } },
    });
    expect(before).toMatchObject({ value: { partitions: 1, config: { "retention.ms": "1" } } });

    cluster.deleteOutside("a");
    expect(codes(await admin.describeTopics(["a"]))).toEqual({ a: "unknown_topic" });
  });

  it("moves partitions at once, or when it is told to", async () => {
    const cluster = new InMemoryCluster({ brokers: 4 });
    const admin = cluster.connect();
    cluster.createOutside({ ...topic("a"), partitions: 2, replicationFactor: 2 });
    const move = (partition: number, brokers: number[] | null) =>
      admin.reassignPartitions(new Map([["a", new Map([[partition, brokers]])]]));
    const replicas = async (partition: number) => (await admin.partitionReplicas(["a"])).get("a")?.get(partition);
    const still = { adding: [], removing: [] };

    await move(1, [4]);
    expect(await replicas(1)).toEqual({ replicas: [4], ...still });

    cluster.holdMoves();
    await move(0, [3, 4, 1]);
    expect(await replicas(0)).toEqual({ replicas: [3, 4, 1, 2], adding: [3, 4], removing: [2] });
    await move(0, null);
    expect(await replicas(0)).toEqual({ replicas: [1, 2], ...still });
    await move(0, [3, 4, 1]);
    cluster.endMoves();
    expect(await replicas(0)).toEqual({ replicas: [3, 4, 1], ...still });
    expect(await admin.listTopics()).toMatchObject([{ name: "a", replicationFactor: 3 }]);
  });

  it("has ACLs, credentials, quotas and offsets that somebody else changed", async () => {
    const cluster = new InMemoryCluster();
    const admin = cluster.connect();
    const [read, write] = [binding("READ"), binding("WRITE")];

    cluster.createAclsOutside([read, write]);
    cluster.upsertScramOutside("billing");
    cluster.setQuotaOutside("billing", { producerByteRate: 1_000 });
    cluster.commitOffsetsOutside("billing", [{ topic: "a", partition: 0, offset: 5n }]);
    cluster.setMembersOutside("billing", 2);
    expect(await admin.listAcls("User:billing")).toEqual([read, write]);
    expect(codes(await admin.describeScramUsers(["billing", "absent"]))).toEqual({ billing: "ok" });
    expect(cluster.scramSnapshot().get("billing")).toMatchObject({ iterations: 4_096, salt: expect.any(Buffer) });
    expect((await admin.listGroups()).groups).toMatchObject([{ groupId: "billing", state: "Stable", members: 2 }]);
    expect(await admin.committedOffsets(["billing"])).toEqual(
      new Map([["billing", [{ topic: "a", partition: 0, offset: 5n }]]]),
    );

    cluster.deleteAclsOutside([read]);
    cluster.deleteScramOutside("billing");
    cluster.setQuotaOutside("billing", {});
    expect(cluster.aclSnapshot()).toEqual([write]);
    expect(cluster.scramSnapshot().size).toBe(0);
    expect(cluster.quotaSnapshot().size).toBe(0);
    expect(() => cluster.createAclsOutside([{ ...read, principal: "billing" }])).toThrow(/colon/);
  });

  it("keeps copies: what was given or read may be changed without changing the cluster", async () => {
    const cluster = new InMemoryCluster();
    const credential = {
      username: "billing",
      iterations: 4_096,
      salt: Buffer.from("salt"),
      saltedPassword: Buffer.from("s"),
    };
    const given = binding("READ");
    await cluster.connect().upsertScramCredentials([credential]);
    await cluster.connect().createAcls([given]);

    credential.salt.fill(0);
    given.operation = "WRITE";
    for (const read of cluster.aclSnapshot()) read.operation = "ALTER";

    expect(cluster.scramSnapshot().get("billing")?.salt.toString()).toBe("salt");
    expect(cluster.aclSnapshot()).toEqual([binding("READ")]);
  });

  it("has another id and nothing on it after it was rebuilt", async () => {
    const cluster = new InMemoryCluster({ clusterId: "PiJRpwMGRCaB54WNteOD9g" });
    const admin = cluster.connect();
    await admin.createTopics([topic("a")]);
    await admin.createAcls([binding("READ")]);
    expect((await admin.describeCluster()).clusterId).toBe("PiJRpwMGRCaB54WNteOD9g");

    cluster.rebuild();

    expect((await admin.describeCluster()).clusterId).not.toBe("PiJRpwMGRCaB54WNteOD9g");
    expect(await admin.listTopics()).toEqual([]);
    expect(await admin.listAcls()).toEqual([]);
  });
});
