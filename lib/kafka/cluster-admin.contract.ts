import { describe, expect, it } from "vitest";
import type { ListedTopic } from "./cluster-admin.ts";
import { type ClusterUnderTest, codes, openCluster } from "./contract-cluster.ts";

const ID = /^[A-Za-z0-9_-]{22}$/;

/** What every {@link ClusterAdmin} promises; run on the in-memory and on a real cluster, so that the fake stays honest. */
export function clusterAdminContract(start: () => Promise<ClusterUnderTest>): void {
  const on = openCluster(start);
  const listed = async (name: string): Promise<ListedTopic | undefined> =>
    (await on.admin.listTopics()).find((topic) => topic.name === name);

  describe("the cluster", () => {
    it("tells its id, its controller and its brokers", async () => {
      const description = await on.admin.describeCluster();

      expect(description.clusterId).toMatch(ID);
      expect(description.brokers.length).toBeGreaterThan(0);
      expect(description.brokers.map(({ id }) => id)).toContain(description.controllerId);
      expect((await on.admin.describeCluster()).clusterId).toBe(description.clusterId);
    });

    it("lists topics with their shape, and says which are internal", async () => {
      const { name } = await on.create({ partitions: 3 });
      await on.cluster.makeInternalTopic();

      const facts = { topicId: expect.stringMatching(ID), internal: false, partitions: 3, replicationFactor: 1 };
      await expect.poll(() => listed(name)).toEqual({ name, ...facts, leaderless: 0 });
      await expect.poll(() => listed("__consumer_offsets")).toMatchObject({ internal: true });
    });
  });

  describe("describing topics", () => {
    it("gives the shape and only the settings that are set on the topic", async () => {
      const config = { "retention.ms": "604800000", "cleanup.policy": "compact" };
      const { name } = await on.create({ partitions: 6, config });

      const facts = { internal: false, partitions: 6, replicationFactor: 1, config };
      const topicId = (await listed(name))?.topicId;
      expect((await on.admin.describeTopics([name])).get(name)).toEqual({ ok: true, value: { topicId, ...facts } });
    });

    it("looks only at the keys it is told to, and at none when there are none", async () => {
      const { name } = await on.create({ config: { "retention.ms": "604800000", "cleanup.policy": "compact" } });

      const told = { value: { config: { "retention.ms": "604800000" } } };
      expect((await on.admin.describeTopics([name], ["retention.ms", "segment.ms"])).get(name)).toMatchObject(told);
      expect((await on.admin.describeTopics([name], [])).get(name)).toMatchObject({ ok: true, value: { config: {} } });
    });

    it("counts a setting as set even when it equals the default", async () => {
      const { name } = await on.create({ config: { "cleanup.policy": "delete" } });

      expect((await on.admin.describeTopicConfigs([name])).get(name)).toEqual({
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
      const { name } = await on.create({ config: written });

      expect((await on.admin.describeTopicConfigs([name])).get(name)).toEqual({ ok: true, value: read });
    });

    it("looks at the named keys only, when they are named", async () => {
      const { name } = await on.create({ config: { "retention.ms": "1000", "segment.ms": "2000" } });

      const answer = await on.admin.describeTopicConfigs([name], ["retention.ms", "no.such.key"]);

      expect(answer.get(name)).toEqual({ ok: true, value: { "retention.ms": "1000" } });
    });

    it("answers for each name, absent and impossible ones too", async () => {
      const { name } = await on.create();
      const absent = `${on.cluster.prefix}absent`;
      const names = [absent, name, "not a name"];

      for (const answers of [await on.admin.describeTopics(names), await on.admin.describeTopicConfigs(names)]) {
        expect(codes(answers)).toEqual({ [name]: "ok", [absent]: "unknown_topic", "not a name": "invalid_name" });
      }
    });

    it("takes more names than fit into one read", async () => {
      const { name } = await on.create();
      const names = [...Array.from({ length: 600 }, (_, index) => `${on.cluster.prefix}absent-${index}`), name];

      const answers = await on.admin.describeTopics(names);

      expect(answers.size).toBe(601);
      expect(answers.get(name)).toMatchObject({ ok: true });
    });

    it("answers nothing when asked nothing", async () => {
      expect(await on.admin.describeTopics([])).toEqual(new Map());
      expect(await on.admin.describeTopicConfigs([])).toEqual(new Map());
      expect(await on.admin.createTopics([])).toEqual(new Map());
    });
  });

  describe("creating topics", () => {
    it("refuses bad items one by one and creates the others", async () => {
      const existing = await on.create();
      const good = on.newTopic({ config: { "retention.ms": "1000" } });
      const refused = {
        badValue: on.newTopic({ config: { "retention.ms": "soon" } }),
        badKey: on.newTopic({ config: { "retention.msec": "1000" } }),
        badName: on.newTopic({ name: `${on.cluster.prefix}not a name` }),
        noPartitions: on.newTopic({ partitions: 0 }),
        tooManyReplicas: on.newTopic({ replicationFactor: 30 }),
      };
      const alsoGood = on.newTopic();

      const answers = await on.admin.createTopics([existing, good, ...Object.values(refused), alsoGood]);

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
        .poll(async () => codes(await on.admin.describeTopics([good.name, alsoGood.name, refused.badKey.name])))
        .toEqual({
          [good.name]: "ok",
          [alsoGood.name]: "ok",
          [refused.badKey.name]: "unknown_topic",
        });
    });

    it("says in the broker's words what is wrong", async () => {
      const topic = on.newTopic({ config: { "retention.ms": "soon" } });

      const answer = (await on.admin.createTopics([topic])).get(topic.name);

      const message = "Invalid value soon for configuration retention.ms: Not a number of type LONG";
      expect(answer).toEqual({ ok: false, error: { code: "invalid_config", retriable: false, message } });
    });

    it("refuses a name that differs from an existing one only in '.' and '_'", async () => {
      const name = `${on.cluster.prefix}a.b_c`;
      await on.create({ name });

      const answers = await on.admin.createTopics([on.newTopic({ name: name.replaceAll(".", "_") })]);

      expect([...answers.values()]).toMatchObject([
        { ok: false, error: { code: "invalid_name", message: expect.stringMatching(/collides/) } },
      ]);
    });

    it("creates neither of two topics of one name in one batch", async () => {
      const topic = on.newTopic();

      const answers = await on.admin.createTopics([topic, { ...topic, partitions: 2 }]);

      expect(codes(answers)).toEqual({ [topic.name]: "unexpected" });
      expect(codes(await on.admin.describeTopics([topic.name]))).toEqual({ [topic.name]: "unknown_topic" });
    });

    it("refuses a topic over the controller's bound of records, as a policy", async () => {
      const topic = on.newTopic({ partitions: 10_001 });

      expect(codes(await on.admin.createTopics([topic]))).toEqual({ [topic.name]: "policy_refused" });
    });

    it("gives each of two equal calls at the same time its own answer", async () => {
      const topic = on.newTopic();

      const both = await Promise.all([
        on.admin.createTopics([topic]),
        on.admin.createTopics([{ ...topic, partitions: 7 }]),
      ]);

      expect(both.map((answers) => codes(answers)[topic.name]).sort()).toEqual(["already_exists", "ok"]);
      await expect.poll(async () => codes(await on.admin.describeTopics([topic.name]))).toEqual({ [topic.name]: "ok" });
      const [one, other] = await Promise.all([
        on.admin.describeTopics([topic.name]),
        on.admin.describeTopics([topic.name]),
      ]);
      expect(one).toEqual(other);
      expect(one).not.toBe(other);
    });
  });

  describe("without an answer", () => {
    it("fails as unavailable, to be tried again, when nothing listens", async () => {
      const nothing = on.cluster.connectToNothing();

      await expect(nothing.listTopics()).rejects.toMatchObject(unavailable);
      await expect(nothing.createTopics([on.newTopic()])).rejects.toMatchObject(unavailable);
      await nothing.close();
    });

    it("fails in the same way once it was closed, and may be closed twice", async () => {
      const closed = on.cluster.connect();
      await closed.describeCluster();
      await closed.close();
      await closed.close();

      await expect(closed.describeCluster()).rejects.toMatchObject(unavailable);
      await expect(closed.describeTopics(["a"])).rejects.toMatchObject(unavailable);
    });
  });
}

const unavailable = { name: "ClusterCallFailed", error: { code: "unavailable", retriable: true } };
