import { randomBytes } from "node:crypto";
import {
  type Answer,
  type ClusterAdmin,
  ClusterCallFailed,
  type ClusterError,
  type ListedTopic,
  type NewTopic,
  type TopicFigures,
} from "./cluster-admin.ts";
import { clusterError } from "./cluster-error.ts";
import type { ClusterCall, ClusterFaults } from "./cluster-faults.ts";
import { readTopicConfig } from "./topic-config-rules.ts";
import { judgeCreations, nameProblem } from "./topic-creation-rules.ts";

export type InMemoryClusterOptions = {
  clusterId?: string;
  brokers?: number;
  requestTimeoutMs?: number;
  faults?: ClusterFaults;
};

type StoredTopic = ListedTopic & { config: Record<string, string> } & TopicFigures;

/**
 * A Kafka cluster in memory: it refuses what a broker refuses, with the same codes (the contract suite holds it to that), and does
 * what a test tells it to: fail, lose replies, stop, or change behind Headgate's back.
 */
export class InMemoryCluster {
  /** May be replaced at any time. */
  faults: ClusterFaults;
  readonly #brokers: number;
  readonly #requestTimeoutMs: number;
  readonly #topics = new Map<string, StoredTopic>();
  #clusterId: string;
  #running = true;

  constructor({
    clusterId = randomId(),
    brokers = 1,
    requestTimeoutMs = 1_000,
    faults = {},
  }: InMemoryClusterOptions = {}) {
    this.#clusterId = clusterId;
    this.#brokers = brokers;
    this.#requestTimeoutMs = requestTimeoutMs;
    this.faults = faults;
  }

  /** Stops every broker: calls fail as `unavailable` until {@link start}. */
  stop(): void {
    this.#running = false;
  }

  start(): void {
    this.#running = true;
  }

  /** The same address, another cluster: no topics, a new cluster id. */
  rebuild(): void {
    this.#topics.clear();
    this.#clusterId = randomId();
  }

  /** What is on the cluster now, as copies, by name. */
  snapshot(): Map<string, StoredTopic> {
    return structuredClone(this.#topics);
  }

  /** Creates a topic as somebody else would. @throws when the cluster refuses it */
  createOutside(topic: NewTopic): void {
    const answer = this.#create([topic]).get(topic.name);
    if (!answer?.ok) throw new Error(`Not created: ${answer?.error.message}`);
  }

  deleteOutside(name: string): void {
    if (!this.#topics.delete(name)) throw new Error(`No topic '${name}' to delete.`);
  }

  /** Changes settings as somebody else would: null takes a key off the topic. */
  alterConfigOutside(name: string, changes: Record<string, string | null>): void {
    const topic = this.#existing(name);
    const kept = Object.entries({ ...topic.config, ...changes }).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    );
    const read = readTopicConfig(Object.fromEntries(kept));
    if (!read.ok) throw new Error(`Not altered: ${read.refusal.text}`);
    topic.config = read.config;
  }

  /** Adds partitions as somebody else would. */
  growOutside(name: string, partitions: number): void {
    const topic = this.#existing(name);
    if (partitions <= topic.partitions) throw new Error(`'${name}' has ${topic.partitions} partitions already.`);
    topic.partitions = partitions;
  }

  /** Sets what a producer would have left behind: bytes of all replicas together, time of the newest record in epoch ms. */
  writeOutside(name: string, figures: TopicFigures): void {
    Object.assign(this.#existing(name), figures);
  }

  /** A client of its own; several may be connected at once. */
  connect(): ClusterAdmin {
    let closed = false;
    const call = async <T>(
      method: ClusterCall["method"],
      names: readonly string[],
      effect: (refuse: Refuse) => T,
    ): Promise<T> => {
      await Promise.resolve(); // an answer never comes in the same turn
      if (closed || !this.#running) throw unreachable();
      const sent = { method, names };
      await this.faults.before?.(sent);
      const answer = effect((name) => this.faults.refuse?.(sent, name));
      await this.faults.after?.(sent);
      return answer;
    };

    return {
      requestTimeoutMs: this.#requestTimeoutMs,
      describeCluster: () => call("describeCluster", [], () => this.#describe()),
      listTopics: () => call("listTopics", [], () => [...this.#topics.values()].map(listed)),
      describeTopics: (names, keys) =>
        call("describeTopics", names, (refuse) => each(names, refuse, (name) => this.#observe(name, keys))),
      describeTopicConfigs: (names, keys) =>
        call("describeTopicConfigs", names, (refuse) => each(names, refuse, (name) => this.#configOf(name, keys))),
      createTopics: (topics) => call("createTopics", namesOf(topics), (refuse) => this.#create(topics, refuse)),
      topicFigures: (topics) => call("topicFigures", namesOf(topics), (refuse) => this.#figures(topics, refuse)),
      close: async () => {
        closed = true;
      },
    };
  }

  #describe() {
    const ids = Array.from({ length: this.#brokers }, (_, index) => index + 1);
    return {
      clusterId: this.#clusterId,
      controllerId: 1,
      brokers: ids.map((id) => ({ id, host: "in-memory", port: 9_091 + id, rack: null })),
    };
  }

  #observe(name: string, keys?: readonly string[]) {
    const wrongName = nameProblem(name);
    if (wrongName) return refused(clusterError(17, null));
    const topic = this.#topics.get(name);
    if (!topic) return refused(clusterError(3, null));
    const { topicId, internal, partitions, replicationFactor, config } = topic;
    const set = Object.fromEntries(Object.entries(config).filter(([key]) => keys?.includes(key) ?? true));
    return { ok: true as const, value: { topicId, internal, partitions, replicationFactor, config: set } };
  }

  #configOf(name: string, keys: readonly string[] | undefined): Answer<Record<string, string>> {
    const observed = this.#observe(name, keys);
    return observed.ok ? { ok: true, value: observed.value.config } : observed;
  }

  #create(topics: readonly NewTopic[], refuse: Refuse = () => undefined): Map<string, Answer<{ topicId: string }>> {
    const judged = judgeCreations(topics, new Set(this.#topics.keys()), this.#brokers);
    const specs = new Map(topics.map((topic) => [topic.name, topic]));

    return each([...specs.keys()], refuse, (name) => {
      const judgement = judged.get(name);
      const spec = specs.get(name);
      if (!judgement || !spec) return refused(clusterError(-1, null));
      if (!judgement.ok) return refused(clusterError(judgement.refusal.kafkaCode, judgement.refusal.text));

      const topicId = randomId();
      const { partitions, replicationFactor } = spec;
      const facts = {
        name,
        topicId,
        internal: INTERNAL_TOPICS.has(name),
        partitions,
        replicationFactor,
        leaderless: 0,
      };
      this.#topics.set(name, { ...facts, config: judgement.config, sizeBytes: 0n, lastWrittenAt: null });
      return { ok: true, value: { topicId } };
    });
  }

  #figures(topics: readonly ListedTopic[], refuse: Refuse): Map<string, TopicFigures> {
    const known = topics.flatMap(({ name, topicId }) => {
      const topic = this.#topics.get(name);
      return topic?.topicId === topicId && !refuse(name) ? [topic] : [];
    });
    return new Map(known.map(({ name, sizeBytes, lastWrittenAt }) => [name, { sizeBytes, lastWrittenAt }]));
  }

  #existing(name: string): StoredTopic {
    const topic = this.#topics.get(name);
    if (!topic) throw new Error(`There is no topic '${name}'.`);
    return topic;
  }
}

type Refuse = (name: string) => ClusterError | undefined;

/** The topics that Kafka itself marks as internal (`org.apache.kafka.common.internals.Topic.INTERNAL_TOPICS`). */
const INTERNAL_TOPICS = new Set(["__consumer_offsets", "__transaction_state", "__share_group_state"]);

function each<T>(
  names: readonly string[],
  refuse: Refuse,
  answerOf: (name: string) => Answer<T>,
): Map<string, Answer<T>> {
  return new Map(
    names.map((name) => {
      const error = refuse(name);
      return [name, error ? refused(error) : answerOf(name)];
    }),
  );
}

function refused(error: ClusterError): { ok: false; error: ClusterError } {
  return { ok: false, error };
}

function unreachable(): ClusterCallFailed {
  return new ClusterCallFailed({ code: "unavailable", retriable: true, message: "The cluster cannot be reached." });
}

function listed({ name, topicId, internal, partitions, replicationFactor, leaderless }: StoredTopic): ListedTopic {
  return { name, topicId, internal, partitions, replicationFactor, leaderless };
}

function namesOf(topics: readonly { name: string }[]): string[] {
  return topics.map(({ name }) => name);
}

/** 16 random bytes in the form that Kafka gives cluster and topic ids. */
function randomId(): string {
  return randomBytes(16).toString("base64url");
}
