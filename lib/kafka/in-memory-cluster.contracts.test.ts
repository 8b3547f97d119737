import { describe } from "vitest";
import { clusterAdminContract } from "./cluster-admin.contract.ts";
import { clusterAclsContract } from "./cluster-admin-acls.contract.ts";
import { clusterChangesContract } from "./cluster-admin-changes.contract.ts";
import { clusterDefaultsContract } from "./cluster-admin-defaults.contract.ts";
import { activeGroupsContract, clusterGroupsContract } from "./cluster-admin-groups.contract.ts";
import { clusterOffsetsContract } from "./cluster-admin-offsets.contract.ts";
import { clusterUsersContract } from "./cluster-admin-users.contract.ts";
import type { ClusterUnderTest } from "./contract-cluster.ts";
import { InMemoryCluster } from "./in-memory-cluster.ts";
import { messageReaderContract } from "./message-reader.contract.ts";

describe("InMemoryCluster keeps the contracts about", () => {
  const start = async (): Promise<ClusterUnderTest> => {
    const cluster = new InMemoryCluster();
    const nothing = new InMemoryCluster();
    nothing.stop();
    return {
      prefix: "contract.",
      connect: () => cluster.connect(),
      connectToNothing: () => nothing.connect(),
      makeInternalTopic: async () => {
        if (!cluster.snapshot().has("__consumer_offsets"))
          cluster.createOutside({ name: "__consumer_offsets", partitions: 50, replicationFactor: 1, config: {} });
      },
      produce: async (name, records) => cluster.produceOutside(name, records),
      deleteRecords: async (name, before) => cluster.truncateOutside(name, 0, BigInt(before)),
      commitOffsets: async (group, offsets) => cluster.commitOffsetsOutside(group, offsets),
      join: async (_, group, protocol) => {
        cluster.setGroupTypeOutside(group, protocol);
        cluster.setMembersOutside(group, 1);
        return { leave: async () => cluster.setMembersOutside(group, 0) };
      },
      setDefault: async (key, value) => cluster.setDefaultOutside(key, value),
      stop: async () => cluster.stop(),
    };
  };
  describe("topics", () => clusterAdminContract(start));
  describe("changes", () => clusterChangesContract(start));
  describe("defaults", () => clusterDefaultsContract(start));
  describe("offsets", () => clusterOffsetsContract(start));
  describe("ACLs", () => clusterAclsContract(start));
  describe("users", () => clusterUsersContract(start));
  describe("groups", () => clusterGroupsContract(start));
  describe("active groups", () => activeGroupsContract(start));
  describe("records", () =>
    messageReaderContract(async () => {
      const cluster = new InMemoryCluster();
      const nothing = new InMemoryCluster();
      nothing.stop();
      return {
        prefix: "contract.",
        connect: () => cluster.connect(),
        connectReader: () => cluster.connectReader(),
        connectReaderToNothing: () => nothing.connectReader(),
        produce: async (topic, records) => cluster.produceOutside(topic, records),
        stop: async () => cluster.stop(),
      };
    }));
});
