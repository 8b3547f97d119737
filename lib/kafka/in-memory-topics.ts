import { randomBytes } from "node:crypto";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import { refused } from "./answers.ts";
import type { Answer, ListedTopic, NewTopic, TopicFigures } from "./cluster-admin.ts";
import { clusterError } from "./cluster-error.ts";
import { each, nothingRefused, type Refuse } from "./cluster-faults.ts";
import { InMemoryLogs, type ProducedRecord } from "./in-memory-logs.ts";
import type { SampledRecord } from "./message-reader.ts";
import { sampledRecords } from "./sampled-records.ts";
import { readTopicConfig } from "./topic-config-rules.ts";
import { judgeCreations, nameProblem } from "./topic-creation-rules.ts";

export type StoredTopic = ListedTopic & { config: Record<string, string> } & TopicFigures;

/** The topics of an in-memory cluster, refusing what a broker refuses. */
export class InMemoryTopics {
  readonly #brokers: number;
  readonly #topics = new Map<string, StoredTopic>();
  readonly #logs = new InMemoryLogs();

  constructor(brokers: number) {
    this.#brokers = brokers;
  }

  clear(): void {
    this.#topics.clear();
    this.#logs.clear();
  }

  snapshot(): Map<string, StoredTopic> {
    return structuredClone(this.#topics);
  }

  list(): ListedTopic[] {
    return [...this.#topics.values()].map(listed);
  }

  observe(name: string, keys?: readonly string[]): Answer<ObservedTopic> {
    const wrongName = nameProblem(name);
    if (wrongName) return refused(clusterError(17, null));
    const topic = this.#topics.get(name);
    if (!topic) return refused(clusterError(3, null));
    const { topicId, internal, partitions, replicationFactor, config } = topic;
    const set = Object.fromEntries(Object.entries(config).filter(([key]) => keys?.includes(key) ?? true));
    return { ok: true, value: { topicId, internal, partitions, replicationFactor, config: set } };
  }

  configOf(name: string, keys: readonly string[] | undefined): Answer<Record<string, string>> {
    const observed = this.observe(name, keys);
    return observed.ok ? { ok: true, value: observed.value.config } : observed;
  }

  create(topics: readonly NewTopic[], refuse: Refuse = nothingRefused): Map<string, Answer<{ topicId: string }>> {
    const judged = judgeCreations(topics, new Set(this.#topics.keys()), this.#brokers);
    const specs = new Map(topics.map((topic) => [topic.name, topic]));

    return each([...specs.keys()], refuse, (name) => {
      const judgement = judged.get(name);
      const spec = specs.get(name);
      if (!judgement || !spec) return refused(clusterError(-1, null));
      if (!judgement.ok) return refused(clusterError(judgement.refusal.kafkaCode, judgement.refusal.text));

      const topicId = randomId();
      const { partitions, replicationFactor } = spec;
      const internal = INTERNAL_TOPICS.has(name);
      const facts = { name, topicId, internal, partitions, replicationFactor, leaderless: 0 };
      this.#topics.set(name, { ...facts, config: judgement.config, sizeBytes: 0n, lastWrittenAt: null });
      return { ok: true, value: { topicId } };
    });
  }

  figures(topics: readonly ListedTopic[], refuse: Refuse): Map<string, TopicFigures> {
    const known = topics.flatMap(({ name, topicId }) => {
      const topic = this.#topics.get(name);
      return topic?.topicId === topicId && !refuse(name) ? [topic] : [];
    });
    return new Map(known.map(({ name, sizeBytes, lastWrittenAt }) => [name, { sizeBytes, lastWrittenAt }]));
  }

  ends(names: readonly string[], refuse: Refuse): Map<string, Map<number, bigint>> {
    const known = names.flatMap((name) => {
      const topic = this.#topics.get(name);
      return topic && !refuse(name) ? [topic] : [];
    });
    return new Map(known.map(({ name, topicId, partitions }) => [name, this.#logs.ends(topicId, partitions)]));
  }

  newest(name: string, count: number, refuse: Refuse): Answer<SampledRecord[]> {
    const error = refuse(name);
    if (error) return refused(error);
    const observed = this.observe(name, []);
    if (!observed.ok) return observed;
    return { ok: true, value: sampledRecords(this.#logs.all(observed.value.topicId), count) };
  }

  /** Appends records. @throws when there is no such topic or partition */
  produce(name: string, records: readonly ProducedRecord[]): void {
    const topic = this.#existing(name);
    const beyond = records.find(({ partition = 0 }) => partition >= topic.partitions);
    if (beyond) throw new Error(`'${name}' has no partition ${beyond.partition}.`);

    for (const { key, value, timestamp } of this.#logs.append(topic.topicId, records)) {
      topic.sizeBytes += BigInt(RECORD_OVERHEAD_BYTES + (key?.length ?? 0) + (value?.length ?? 0));
      topic.lastWrittenAt = Math.max(timestamp, topic.lastWrittenAt ?? timestamp);
    }
  }

  /** @throws when there is none of this name */
  delete(name: string): void {
    if (!this.#topics.delete(name)) throw new Error(`No topic '${name}' to delete.`);
  }

  /** Changes settings: null takes a key off the topic. @throws when a broker would refuse a value */
  alterConfig(name: string, changes: Record<string, string | null>): void {
    const topic = this.#existing(name);
    const kept = Object.entries({ ...topic.config, ...changes }).filter(
      (entry): entry is [string, string] => entry[1] !== null,
    );
    const read = readTopicConfig(Object.fromEntries(kept));
    if (!read.ok) throw new Error(`Not altered: ${read.refusal.text}`);
    topic.config = read.config;
  }

  grow(name: string, partitions: number): void {
    const topic = this.#existing(name);
    if (partitions <= topic.partitions) throw new Error(`'${name}' has ${topic.partitions} partitions already.`);
    topic.partitions = partitions;
  }

  write(name: string, figures: TopicFigures): void {
    Object.assign(this.#existing(name), figures);
  }

  #existing(name: string): StoredTopic {
    const topic = this.#topics.get(name);
    if (!topic) throw new Error(`There is no topic '${name}'.`);
    return topic;
  }
}

/** About what a batch of one record takes on disk besides its key and value. */
const RECORD_OVERHEAD_BYTES = 70;

/** The topics that Kafka itself marks as internal (`org.apache.kafka.common.internals.Topic.INTERNAL_TOPICS`). */
const INTERNAL_TOPICS = new Set(["__consumer_offsets", "__transaction_state", "__share_group_state"]);

function listed({ name, topicId, internal, partitions, replicationFactor, leaderless }: StoredTopic): ListedTopic {
  return { name, topicId, internal, partitions, replicationFactor, leaderless };
}

/** 16 random bytes in the form that Kafka gives cluster and topic ids. */
export function randomId(): string {
  return randomBytes(16).toString("base64url");
}
