import { afterAll, beforeAll, expect } from "vitest";
import type { Answer, ClusterAdmin, CommittedOffset, NewTopic } from "./cluster-admin.ts";
import type { ProducedRecord } from "./in-memory-logs.ts";

/** A cluster to try an adapter on. Names begin with `prefix`, so that leftovers of other runs do not matter. */
export type ClusterUnderTest = {
  prefix: string;
  connect(): ClusterAdmin;
  /** A client of a cluster where nothing listens. */
  connectToNothing(): ClusterAdmin;
  /** Makes sure that `__consumer_offsets` exists. */
  makeInternalTopic(): Promise<void>;
  produce(topic: string, records: readonly ProducedRecord[]): Promise<void>;
  /** Deletes the records of partition 0 before this offset. */
  deleteRecords(topic: string, before: number): Promise<void>;
  /** Commits offsets as a consumer of this group that has gone again. */
  commitOffsets(group: string, offsets: readonly CommittedOffset[]): Promise<void>;
  /** A consumer that has joined this group by the classic protocol or by KIP-848's, and stays. */
  join(topic: string, group: string, protocol: "classic" | "consumer"): Promise<{ leave(): Promise<void> }>;
  /** Configures the brokers so that this counts for a key that a topic does not set; null takes that back. */
  setDefault(key: string, value: string | null): Promise<void>;
  stop(): Promise<void>;
};

/** What the tests of a contract work on, and how they make topics there. */
export type OpenCluster = {
  readonly cluster: ClusterUnderTest;
  readonly admin: ClusterAdmin;
  newTopic(spec?: Partial<NewTopic>): NewTopic;
  /** Creates a topic and waits until it can be read. */
  create(spec?: Partial<NewTopic>): Promise<NewTopic & { topicId: string }>;
};

/** Starts a cluster before the tests of a contract and stops it after them. */
export function openCluster(start: () => Promise<ClusterUnderTest>): OpenCluster {
  let opened: { cluster: ClusterUnderTest; admin: ClusterAdmin } | undefined;
  let count = 0;
  beforeAll(async () => {
    const cluster = await start();
    opened = { cluster, admin: cluster.connect() };
  });
  afterAll(async () => {
    await opened?.admin.close();
    await opened?.cluster.stop();
  });

  const inUse = () => {
    if (!opened) throw new Error("The cluster is started only when the tests begin.");
    return opened;
  };
  const newTopic = (spec: Partial<NewTopic> = {}): NewTopic => {
    count += 1;
    const name = `${inUse().cluster.prefix}topic-${count}`;
    return { name, partitions: 1, replicationFactor: 1, config: {}, ...spec };
  };
  return {
    get cluster() {
      return inUse().cluster;
    },
    get admin() {
      return inUse().admin;
    },
    newTopic,
    create: async (spec) => {
      const topic = newTopic(spec);
      const created = (await inUse().admin.createTopics([topic])).get(topic.name);
      if (!created?.ok) throw new Error(`${topic.name} was not created.`);
      await expect
        .poll(async () => codes(await inUse().admin.describeTopics([topic.name])))
        .toEqual({ [topic.name]: "ok" });
      return { ...topic, topicId: created.value.topicId };
    },
  };
}

/** Per name `ok` or the error's code. */
export function codes(answers: Map<string, Answer<unknown>>): Record<string, string> {
  return Object.fromEntries([...answers].map(([name, answer]) => [name, answer.ok ? "ok" : answer.error.code]));
}
