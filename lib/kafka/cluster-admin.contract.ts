import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer, ClusterAdmin, CommittedOffset, ListedTopic, NewTopic } from "./cluster-admin.ts";

/** A cluster to try an adapter on. Names begin with `prefix`, so that leftovers of other runs do not matter. */
export type ClusterUnderTest = {
  prefix: string;
  connect(): ClusterAdmin;
  /** A client of a cluster where nothing listens. */
  connectToNothing(): ClusterAdmin;
  /** Makes sure that `__consumer_offsets` exists. */
  makeInternalTopic(): Promise<void>;
  /** Writes one record with this time (epoch ms). */
  write(topic: string, at: number): Promise<void>;
  /** Commits offsets as a consumer of this group that has gone again. */
  commitOffsets(group: string, offsets: readonly CommittedOffset[]): Promise<void>;
  stop(): Promise<void>;
};

const ID = /^[A-Za-z0-9_-]{22}$/;

/** What every {@link ClusterAdmin} promises; run on the in-memory and on a real cluster, so that the fake stays honest. */
export function clusterAdminContract(start: () => Promise<ClusterUnderTest>): void {
  let cluster: ClusterUnderTest;
  let admin: ClusterAdmin;
  let count = 0;

  const newTopic = (spec: Partial<NewTopic> = {}): NewTopic => {
    count += 1;
    return { name: `${cluster.prefix}topic-${count}`, partitions: 1, replicationFactor: 1, config: {}, ...spec };
  };
  const create = async (spec: Partial<NewTopic> = {}): Promise<NewTopic> => {
    const topic = newTopic(spec);
    expect(await admin.createTopics([topic])).toEqual(
      new Map([[topic.name, { ok: true, value: { topicId: expect.stringMatching(ID) } }]]),
    );
    await expect.poll(async () => (await admin.describeTopics([topic.name])).get(topic.name)?.ok).toBe(true);
    return topic;
  };
  const listed = async (name: string): Promise<ListedTopic | undefined> =>
    (await admin.listTopics()).find((topic) => topic.name === name);

  beforeAll(async () => {
    cluster = await start();
    admin = cluster.connect();
  });
  afterAll(async () => {
    await admin?.close();
    await cluster?.stop();
  });

  describe("the cluster", () => {
    it("tells its id, its controller and its brokers", async () => {
      const description = await admin.describeCluster();

      expect(description.clusterId).toMatch(ID);
      expect(description.brokers.length).toBeGreaterThan(0);
      expect(description.brokers.map(({ id }) => id)).toContain(description.controllerId);
      expect((await admin.describeCluster()).clusterId).toBe(description.clusterId);
    });

    it("lists topics with their shape, and says which are internal", async () => {
      const { name } = await create({ partitions: 3 });
      await cluster.makeInternalTopic();

      const facts = { topicId: expect.stringMatching(ID), internal: false, partitions: 3, replicationFactor: 1 };
      await expect.poll(() => listed(name)).toEqual({ name, ...facts, leaderless: 0 });
      await expect.poll(() => listed("__consumer_offsets")).toMatchObject({ internal: true });
    });
  });

  describe("describing topics", () => {
    it("gives the shape and only the settings that are set on the topic", async () => {
      const config = { "retention.ms": "604800000", "cleanup.policy": "compact" };
      const { name } = await create({ partitions: 6, config });

      const facts = { internal: false, partitions: 6, replicationFactor: 1, config };
      const topicId = (await listed(name))?.topicId;
      expect((await admin.describeTopics([name])).get(name)).toEqual({ ok: true, value: { topicId, ...facts } });
    });

    it("looks only at the keys it is told to, and at none when there are none", async () => {
      const { name } = await create({ config: { "retention.ms": "604800000", "cleanup.policy": "compact" } });

      const told = { value: { config: { "retention.ms": "604800000" } } };
      expect((await admin.describeTopics([name], ["retention.ms", "segment.ms"])).get(name)).toMatchObject(told);
      expect((await admin.describeTopics([name], [])).get(name)).toMatchObject({ ok: true, value: { config: {} } });
    });

    it("counts a setting as set even when it equals the default", async () => {
      const { name } = await create({ config: { "cleanup.policy": "delete" } });

      expect((await admin.describeTopicConfigs([name])).get(name)).toEqual({
        ok: true,
        value: { "cleanup.policy": "delete" },
      });
    });

    it("gives settings as the broker understood them", async () => {
      const written = {
        "retention.ms": " 060000 ",
        preallocate: "TRUE",
        "cleanup.policy": "delete, compact",
        "min.cleanable.dirty.ratio": "1",
      };
      const read = {
        "retention.ms": "60000",
        preallocate: "true",
        "cleanup.policy": "delete,compact",
        "min.cleanable.dirty.ratio": "1.0",
      };
      const { name } = await create({ config: written });

      expect((await admin.describeTopicConfigs([name])).get(name)).toEqual({ ok: true, value: read });
    });

    it("looks at the named keys only, when they are named", async () => {
      const { name } = await create({ config: { "retention.ms": "1000", "segment.ms": "2000" } });

      const answer = await admin.describeTopicConfigs([name], ["retention.ms", "no.such.key"]);

      expect(answer.get(name)).toEqual({ ok: true, value: { "retention.ms": "1000" } });
    });

    it("answers for each name, absent and impossible ones too", async () => {
      const { name } = await create();
      const absent = `${cluster.prefix}absent`;
      const names = [absent, name, "not a name"];

      for (const answers of [await admin.describeTopics(names), await admin.describeTopicConfigs(names)]) {
        expect(codes(answers)).toEqual({ [name]: "ok", [absent]: "unknown_topic", "not a name": "invalid_name" });
      }
    });

    it("takes more names than fit into one read", async () => {
      const { name } = await create();
      const names = [...Array.from({ length: 600 }, (_, index) => `${cluster.prefix}absent-${index}`), name];

      const answers = await admin.describeTopics(names);

      expect(answers.size).toBe(601);
      expect(answers.get(name)).toMatchObject({ ok: true });
    });

    it("answers nothing when asked nothing", async () => {
      expect(await admin.describeTopics([])).toEqual(new Map());
      expect(await admin.describeTopicConfigs([])).toEqual(new Map());
      expect(await admin.createTopics([])).toEqual(new Map());
      expect(await admin.topicFigures([])).toEqual(new Map());
    });
  });

  describe("creating topics", () => {
    it("refuses bad items one by one and creates the others", async () => {
      const existing = await create();
      const good = newTopic({ config: { "retention.ms": "1000" } });
      const refused = {
        badValue: newTopic({ config: { "retention.ms": "soon" } }),
        badKey: newTopic({ config: { "retention.msec": "1000" } }),
        badName: newTopic({ name: `${cluster.prefix}not a name` }),
        noPartitions: newTopic({ partitions: 0 }),
        tooManyReplicas: newTopic({ replicationFactor: 30 }),
      };
      const alsoGood = newTopic();

      const answers = await admin.createTopics([existing, good, ...Object.values(refused), alsoGood]);

      expect(codes(answers)).toEqual({
        [existing.name]: "already_exists",
        [good.name]: "ok",
        [refused.badValue.name]: "invalid_config",
        [refused.badKey.name]: "invalid_config",
        [refused.badName.name]: "invalid_name",
        [refused.noPartitions.name]: "invalid_partitions",
        [refused.tooManyReplicas.name]: "invalid_replication_factor",
        [alsoGood.name]: "ok",
      });
      for (const answer of answers.values())
        if (!answer.ok) expect(answer.error).toMatchObject({ retriable: false, message: expect.stringMatching(/\w/) });
      await expect
        .poll(async () => codes(await admin.describeTopics([good.name, alsoGood.name, refused.badKey.name])))
        .toEqual({
          [good.name]: "ok",
          [alsoGood.name]: "ok",
          [refused.badKey.name]: "unknown_topic",
        });
    });

    it("says in the broker's words what is wrong", async () => {
      const topic = newTopic({ config: { "retention.ms": "soon" } });

      const answer = (await admin.createTopics([topic])).get(topic.name);

      const message = "Invalid value soon for configuration retention.ms: Not a number of type LONG";
      expect(answer).toEqual({ ok: false, error: { code: "invalid_config", retriable: false, message } });
    });

    it("refuses a name that differs from an existing one only in '.' and '_'", async () => {
      const name = `${cluster.prefix}a.b_c`;
      await create({ name });

      const answers = await admin.createTopics([newTopic({ name: name.replaceAll(".", "_") })]);

      expect([...answers.values()]).toMatchObject([
        { ok: false, error: { code: "invalid_name", message: expect.stringMatching(/collides/) } },
      ]);
    });

    it("creates neither of two topics of one name in one batch", async () => {
      const topic = newTopic();

      const answers = await admin.createTopics([topic, { ...topic, partitions: 2 }]);

      expect(codes(answers)).toEqual({ [topic.name]: "unexpected" });
      expect(codes(await admin.describeTopics([topic.name]))).toEqual({ [topic.name]: "unknown_topic" });
    });

    it("refuses a topic over the controller's bound of records, as a policy", async () => {
      const topic = newTopic({ partitions: 10_001 });

      expect(codes(await admin.createTopics([topic]))).toEqual({ [topic.name]: "policy_refused" });
    });

    it("gives each of two equal calls at the same time its own answer", async () => {
      const topic = newTopic();

      const both = await Promise.all([admin.createTopics([topic]), admin.createTopics([{ ...topic, partitions: 7 }])]);

      expect(both.map((answers) => codes(answers)[topic.name]).sort()).toEqual(["already_exists", "ok"]);
      await expect.poll(async () => codes(await admin.describeTopics([topic.name]))).toEqual({ [topic.name]: "ok" });
      const [one, other] = await Promise.all([admin.describeTopics([topic.name]), admin.describeTopics([topic.name])]);
      expect(one).toEqual(other);
      expect(one).not.toBe(other);
    });
  });

  describe("figures", () => {
    const figures = async (name: string) =>
      (await admin.topicFigures((await admin.listTopics()).filter((topic) => topic.name === name))).get(name);

    it("of an empty topic are no bytes and no last write", async () => {
      const { name } = await create({ partitions: 3 });

      await expect
        .poll(() => figures(name))
        .toEqual({ sizeBytes: 0n, lastWrittenAt: null, startOffset: 0n, endOffset: 0n });
    });

    it("tell the bytes and the newest record", async () => {
      const { name } = await create({ partitions: 2 });
      await cluster.write(name, 1_700_000_000_000);
      await cluster.write(name, 1_600_000_000_000);

      await expect
        .poll(() => figures(name))
        .toMatchObject({ lastWrittenAt: 1_700_000_000_000, startOffset: 0n, endOffset: 2n });
      expect((await figures(name))?.sizeBytes).toBeGreaterThan(0n);
    });

    it("leave out topics that are gone or were made anew", async () => {
      const { name } = await create();
      const topic = await listed(name);
      if (!topic) throw new Error(`${name} is not listed.`);

      const asked = [
        { ...topic, topicId: "AAAAAAAAAAAAAAAAAAAAAA" },
        { ...topic, name: `${cluster.prefix}absent` },
      ];

      expect(await admin.topicFigures(asked)).toEqual(new Map());
    });
  });

  describe("ends of partitions", () => {
    it("tell the offset of the next record, for each partition", async () => {
      const [empty, written] = [await create({ partitions: 2 }), await create()];
      for (const at of [1, 2, 3]) await cluster.write(written.name, Date.now() + at);

      await expect
        .poll(() => admin.endOffsets([empty.name, written.name, written.name]))
        .toEqual(
          new Map([
            [empty.name, new Map([0, 1].map((partition) => [partition, 0n]))],
            [written.name, new Map([[0, 3n]])],
          ]),
        );
    });

    it("leave out topics that are not there", async () => {
      const { name } = await create();

      expect([...(await admin.endOffsets([`${cluster.prefix}absent`, name])).keys()]).toEqual([name]);
      expect(await admin.endOffsets([])).toEqual(new Map());
    });
  });

  describe("without an answer", () => {
    it("fails as unavailable, to be tried again, when nothing listens", async () => {
      const nothing = cluster.connectToNothing();

      await expect(nothing.listTopics()).rejects.toMatchObject(unavailable);
      await expect(nothing.createTopics([newTopic()])).rejects.toMatchObject(unavailable);
      await nothing.close();
    });

    it("fails in the same way once it was closed, and may be closed twice", async () => {
      const closed = cluster.connect();
      await closed.describeCluster();
      await closed.close();
      await closed.close();

      await expect(closed.describeCluster()).rejects.toMatchObject(unavailable);
      await expect(closed.describeTopics(["a"])).rejects.toMatchObject(unavailable);
    });
  });
}

const unavailable = { name: "ClusterCallFailed", error: { code: "unavailable", retriable: true } };

/** Per name `ok` or the error's code. */
export function codes(answers: Map<string, Answer<unknown>>): Record<string, string> {
  return Object.fromEntries([...answers].map(([name, answer]) => [name, answer.ok ? "ok" : answer.error.code]));
}
