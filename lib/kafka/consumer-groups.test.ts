import { describe, expect, it, vi } from "vitest";
import { BrokerConnections } from "./broker-connections.ts";
import { ClusterCallFailed } from "./cluster-admin.ts";
import { committedOffsets } from "./committed-offsets.ts";
import { listGroups } from "./consumer-groups.ts";
import { apis, newerApis } from "./kafka-apis.ts";

const unavailable = new ClusterCallFailed({ code: "unavailable", retriable: true, message: "Gone." });
const LEADER = { leaderId: 1 };
const LEADERLESS = { leaderId: -1 };

/** What a broker answers to each message, by the message's key; a failure is thrown. */
type Answers = ReadonlyMap<number, unknown>;

/**
 * A cluster of which each broker answers what it is told; `any` is whichever is asked first. Only brokers with `newer` answers understand
 * the messages about newer kinds of groups.
 */
function clusterOf(
  any: Answers,
  brokers: { [host: string]: Answers },
  newer?: { [host: string]: Answers },
): BrokerConnections {
  const connections = new BrokerConnections({
    clusterSlug: "test",
    bootstrapServers: [{ host: "any", port: 1 }],
    tls: false,
    requestTimeoutMs: 100,
    connectTimeoutMs: 50,
  });
  const answer = async (answers: Answers | undefined, key: number) => {
    const said = answers?.get(key) ?? unavailable;
    if (said instanceof Error) throw said;
    return said as never;
  };
  vi.spyOn(connections, "ask").mockImplementation((api) => answer(any, api.key));
  vi.spyOn(connections, "askBroker").mockImplementation(({ host }, api) => answer(brokers[host], api.key));
  vi.spyOn(connections, "askBrokerIfOffered").mockImplementation(({ host }, { key }) =>
    newer ? answer(newer[host], key) : Promise.resolve(undefined),
  );
  return connections;
}

const metadata = (partitions: unknown[]) => ({
  brokers: ["one", "two"].map((host, nodeId) => ({ nodeId, host, port: 1 })),
  topics: [{ errorCode: 0, partitions }],
});
const groupsListed = (...groupIds: string[]) => ({
  errorCode: 0,
  groups: groupIds.map((groupId) => ({ groupId, protocolType: "consumer", groupState: "Stable" })),
});
const described = (groupId: string, groupState: string, members: number) => ({
  groups: [{ errorCode: 0, groupId, groupState, members: Array(members).fill({}) }],
});

describe("listGroups", () => {
  const alive: Answers = new Map<number, unknown>([
    [apis.ListGroups.key, groupsListed("a")],
    [apis.DescribeGroups.key, described("a", "Stable", 2)],
  ]);
  const any = (partitions: unknown[]): Answers => new Map([[apis.Metadata.key, metadata(partitions)]]);
  const a = { groupId: "a", type: "classic", protocolType: "consumer", state: "Stable", members: 2 };

  it("keeps the groups of a broker when another is dead, and says that some are missing", async () => {
    const cluster = clusterOf(any([LEADER]), { one: alive });

    expect(await listGroups(cluster)).toEqual({ groups: [a], complete: false });
  });

  it("says that groups are missing while their coordinator is being chosen or loads them", async () => {
    const loading: Answers = new Map([[apis.ListGroups.key, { errorCode: 14, groups: [] }]]);
    const nothing: Answers = new Map([[apis.ListGroups.key, groupsListed()]]);

    expect(await listGroups(clusterOf(any([LEADER]), { one: alive, two: loading }))).toMatchObject({ complete: false });
    expect(await listGroups(clusterOf(any([LEADER, LEADERLESS]), { one: alive, two: nothing }))).toMatchObject({
      complete: false,
    });
    expect(await listGroups(clusterOf(any([LEADER]), { one: alive, two: nothing }))).toMatchObject({ complete: true });
  });

  it("does not know the members of a group that an older question calls dead, or when nobody told", async () => {
    const newer = new Map(alive).set(apis.DescribeGroups.key, described("a", "Dead", 0));
    const silent = new Map(alive).set(apis.DescribeGroups.key, unavailable);

    for (const answers of [newer, silent]) {
      const { groups } = await listGroups(clusterOf(any([LEADER]), { one: answers, two: answers }));
      expect(groups).toEqual([{ ...a, members: null }]);
    }
  });

  it("tells the types of groups, and the members of those that a broker can describe", async () => {
    const types = { a: "Classic", b: "Consumer", c: "share", d: "Streams", e: "of the future" };
    const groups = Object.entries(types).map(([groupId, groupType]) => ({
      groupId,
      groupType,
      protocolType: "consumer",
      groupState: "Stable",
    }));
    const newer: Answers = new Map<number, unknown>([
      [newerApis.ListGroups.key, { errorCode: 0, groups }],
      [newerApis.ConsumerGroupDescribe.key, described("b", "Stable", 3)],
    ]);
    const cluster = clusterOf(any([LEADER]), { one: alive, two: alive }, { one: newer, two: newer });

    expect((await listGroups(cluster)).groups.map(({ groupId, type, members }) => [groupId, type, members])).toEqual([
      ["a", "classic", 2],
      ["b", "consumer", 3],
      ["c", "share", null],
      ["d", "streams", null],
      ["e", "classic", null],
    ]);
  });

  it("fails when no broker answers", async () => {
    await expect(listGroups(clusterOf(any([LEADER]), {}))).rejects.toBe(unavailable);
  });
});

describe("committedOffsets", () => {
  const coordinator = (key: string, host: string, errorCode = 0) => ({
    key,
    nodeId: host.length,
    host,
    port: 1,
    errorCode,
  });
  const fetched = (groupId: string, errorCode = 0) => ({
    groupId,
    errorCode,
    topics: [{ name: "t", partitions: [{ partitionIndex: 0, committedOffset: 4n, errorCode: 0 }] }],
  });

  it("leaves out the groups whose coordinator is unknown, dead or another by now", async () => {
    const coordinators = [
      coordinator("a", "one"),
      coordinator("moved", "one"),
      coordinator("dead", "three"),
      coordinator("unknown", "", 15),
    ];
    const any = new Map<number, unknown>([
      [apis.Metadata.key, metadata([LEADER])],
      [apis.FindCoordinator.key, { coordinators }],
    ]);
    const one = new Map([[apis.OffsetFetch.key, { groups: [fetched("a"), fetched("moved", 16)] }]]);

    const offsets = await committedOffsets(clusterOf(any, { one }), ["a", "moved", "dead", "unknown"]);

    expect(offsets).toEqual(new Map([["a", [{ topic: "t", partition: 0, offset: 4n }]]]));
  });

  it("asks nobody for a coordinator while the cluster keeps no offsets: asking would make it a topic", async () => {
    const any = new Map([[apis.Metadata.key, { brokers: [], topics: [{ errorCode: 3, partitions: [] }] }]]);

    expect(await committedOffsets(clusterOf(any, {}), ["a"])).toEqual(new Map([["a", []]]));
  });
});
