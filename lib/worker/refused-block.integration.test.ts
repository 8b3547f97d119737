import { describe, expect, it } from "vitest";
import type { AclBinding } from "#lib/domain/acl-binding";
import { ClusterCallFailed, type ClusterError } from "#lib/kafka/cluster-admin";
import type { ClusterCall } from "#lib/kafka/cluster-faults";
import { TopicBench } from "./test-topic-bench.ts";

const bench = TopicBench.prepare();

const denial = (resourceName: string, operation: AclBinding["operation"]): AclBinding => ({
  ...{ principal: "User:*", resourceType: "TOPIC", resourceName, patternType: "LITERAL" },
  ...{ operation, permissionType: "DENY", host: "*" },
});
const REFUSED: ClusterError = { code: "policy_refused", retriable: false, message: "Nobody denies anything here." };
const away = () => new ClusterCallFailed({ code: "unavailable", retriable: true, message: "Gone." });

async function blocked(faults: typeof bench.cluster.faults): Promise<string> {
  const name = await bench.ready();
  bench.cluster.faults = faults;
  await bench.decide.block(name);
  await bench.work().catch(() => undefined);
  bench.cluster.faults = {};
  return name;
}

async function lifted(name: string): Promise<AclBinding[]> {
  await bench.decide.unblock(name);
  await bench.work();
  return bench.cluster.aclSnapshot();
}

describe("a block whose bindings the cluster will not make", () => {
  it("has none: what somebody else denies afterwards is not taken away with it", async () => {
    const name = await blocked({ refuse: ({ method }) => (method === "createAcls" ? REFUSED : undefined) });
    expect(await bench.status(name)).toMatchObject({ state: "blocked", reason: "policy_refused", denied: [] });
    bench.cluster.createAclsOutside([denial(name, "READ"), denial(name, "WRITE")]);
    expect(await lifted(name)).toHaveLength(2);
    expect(await bench.status(name)).toMatchObject({ state: "ready", denied: [] });
  });

  it("keeps those that it made", async () => {
    const isWrite = ({ method }: ClusterCall, name: string) => method === "createAcls" && name.includes("WRITE");
    const name = await blocked({ refuse: (call, item) => (isWrite(call, item) ? REFUSED : undefined) });
    expect(await bench.status(name)).toMatchObject({ state: "blocked", denied: ["READ"] });
    bench.cluster.createAclsOutside([denial(name, "WRITE")]);
    expect(await lifted(name)).toEqual([denial(name, "WRITE")]);
  });

  it("has those whose reply was lost, or that may pass by themselves", async () => {
    const lost = await blocked({
      after: ({ method }) => {
        if (method === "createAcls") throw away();
      },
    });
    expect(await bench.status(lost)).toMatchObject({ state: "pending", denied: ["READ", "WRITE"] });
    const later = { ...REFUSED, retriable: true };
    const delayed = await blocked({ refuse: ({ method }) => (method === "createAcls" ? later : undefined) });
    expect(await bench.status(delayed)).toMatchObject({ state: "pending", denied: ["READ", "WRITE"] });
  });
});
