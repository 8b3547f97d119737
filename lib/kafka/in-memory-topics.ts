import { randomBytes } from "node:crypto";
import { DONE, refused } from "./answers.ts";
import type {
  Answer,
  ConfigChanges,
  ListedTopic,
  NewTopic,
  OffsetAt,
  OffsetPoint,
  PartitionReplicas,
  TopicFigures,
} from "./cluster-admin.ts";
import { clusterError } from "./cluster-error.ts";
import { each, nothingRefused, type Refuse } from "./cluster-faults.ts";
import { growthRefusal } from "./grow-topics.ts";
import { InMemoryLogs, type ProducedRecord } from "./in-memory-logs.ts";
import { InMemoryPlacements } from "./in-memory-placements.ts";
import type { SampledRecord } from "./message-reader.ts";
import { sampledRecords } from "./sampled-records.ts";
import { growthProblem, judgeConfigChanges } from "./topic-change-rules.ts";
import { judgeCreations, nameProblem } from "./topic-creation-rules.ts";

export type StoredTopic = ListedTopic & { config: Record<string, string> } & TopicFigures;

/** The topics of an in-memory cluster, refusing what a broker refuses. */
export class InMemoryTopics {
  readonly #brokers: number;
  readonly #topics = new Map<string, StoredTopic>();
  readonly #logs = new InMemoryLogs();
  readonly placements: InMemoryPlacements;

  constructor(brokers: number) {
    this.#brokers = brokers;
    this.placements = new InMemoryPlacements(brokers);
  }

  clear(): void {
    this.#topics.clear();
    this.#logs.clear();
    this.placements.clear();
  }

  snapshot(): Map<string, StoredTopic> {
    return new Map(
      [...this.#topics].map(([name, topic]) => [name, { ...structuredClone(topic), ...this.#shape(topic) }]),
    );
  }

  names(): string[] {
    return [...this.#topics.keys()];
  }

  get(name: string): StoredTopic | undefined {
    const topic = this.#topics.get(name);
    return topic && { ...topic, ...this.#shape(topic) };
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
      this.#topics.set(name, { ...facts, config: judgement.config, ...NOTHING_WRITTEN });
      return { ok: true, value: { topicId } };
    });
  }

  figures(topics: readonly ListedTopic[], refuse: Refuse): Map<string, TopicFigures> {
    const known = topics.flatMap(({ name, topicId }) => {
      const topic = this.#topics.get(name);
      return topic?.topicId === topicId && !refuse(name) ? [topic] : [];
    });
    return new Map(
      known.map(({ name, sizeBytes, lastWrittenAt, startOffset, endOffset }) => [
        name,
        { sizeBytes, lastWrittenAt, startOffset, endOffset },
      ]),
    );
  }

  offsets(names: readonly string[], at: OffsetPoint, refuse: Refuse): Map<string, Map<number, OffsetAt>> {
    return this.#ofKnown(names, refuse, ({ topicId, partitions }) => this.#logs.offsets(topicId, partitions, at));
  }

  replicas(names: readonly string[], refuse: Refuse): Map<string, Map<number, PartitionReplicas>> {
    return this.#ofKnown(names, refuse, (topic) => this.placements.read(topic));
  }

  has(name: string, partition: number): boolean {
    return partition >= 0 && partition < (this.#topics.get(name)?.partitions ?? 0);
  }

  newest(name: string, count: number, refuse: Refuse): Answer<SampledRecord[]> {
    const error = refuse(name);
    if (error) return refused(error);
    if (nameProblem(name)) return refused(clusterError(17, null));
    const topic = this.#topics.get(name);
    if (!topic) return refused(clusterError(3, null));
    return { ok: true, value: sampledRecords(this.#logs.all(topic.topicId), count) };
  }

  /** Appends records. @throws when there is no such topic or partition */
  produce(name: string, records: readonly ProducedRecord[]): void {
    const topic = this.#existing(name);
    const beyond = records.find(({ partition = 0 }) => partition >= topic.partitions);
    if (beyond) throw new Error(`'${name}' has no partition ${beyond.partition}.`);

    for (const { key, value, timestamp } of this.#logs.append(topic.topicId, records)) {
      topic.sizeBytes += BigInt(RECORD_OVERHEAD_BYTES + (key?.length ?? 0) + (value?.length ?? 0));
      topic.lastWrittenAt = Math.max(timestamp, topic.lastWrittenAt ?? timestamp);
      topic.endOffset += 1n;
    }
  }

  /** Deletes records before this offset. @throws when there is no such topic */
  truncate(name: string, partition: number, before: bigint): void {
    const topic = this.#existing(name);
    this.#logs.truncate(topic.topicId, partition, before);
    const starts = this.#logs.offsets(topic.topicId, topic.partitions, "start");
    topic.startOffset = [...starts.values()].reduce((sum, { offset }) => sum + offset, 0n);
  }

  alterConfigs(changes: ReadonlyMap<string, ConfigChanges>, refuse: Refuse): Map<string, Answer<null>> {
    return each([...changes.keys()], refuse, (name) => {
      if (nameProblem(name)) return refused(clusterError(17, null));
      const topic = this.#topics.get(name);
      // A broker looks at the settings first, and only then whether there is such a topic.
      const read = judgeConfigChanges(topic?.config ?? {}, changes.get(name) ?? {});
      if (!read.ok) return refused(clusterError(read.refusal.kafkaCode, read.refusal.text));
      if (!topic) return refused(clusterError(3, null));
      topic.config = read.config;
      return DONE;
    });
  }

  growTo(partitions: ReadonlyMap<string, number>, refuse: Refuse): Map<string, Answer<null>> {
    const tooMany = growthRefusal(partitions);
    return each([...partitions.keys()], refuse, (name) => {
      if (tooMany) return refused(tooMany);
      const topic = this.#topics.get(name);
      if (!topic) return refused(clusterError(3, null));
      const wanted = partitions.get(name) ?? 0;
      const problem = growthProblem(name, topic.partitions, wanted);
      if (problem) return refused(clusterError(problem.kafkaCode, problem.text));
      topic.partitions = wanted;
      return DONE;
    });
  }

  /** @param deleted is told the name of each topic that goes */
  deleteByIds(topicIds: readonly string[], deleted: (name: string) => void, refuse: Refuse): Map<string, Answer<null>> {
    const names = new Map([...this.#topics.values()].map(({ topicId, name }) => [topicId, name]));
    return each(topicIds, refuse, (topicId) => {
      const name = names.get(topicId);
      if (name !== undefined && this.#topics.delete(name)) deleted(name);
      return DONE;
    });
  }

  reassign(
    moves: ReadonlyMap<string, ReadonlyMap<number, readonly number[] | null>>,
    refuse: Refuse,
  ): Map<string, Answer<null>> {
    return each([...moves.keys()], refuse, (name) => {
      const topic = this.#topics.get(name);
      return topic ? this.placements.reassign(topic, moves.get(name) ?? new Map()) : refused(clusterError(3, null));
    });
  }

  /** @throws when there is none of this name */
  delete(name: string): void {
    if (!this.#topics.delete(name)) throw new Error(`No topic '${name}' to delete.`);
  }

  /** Changes settings: null takes a key off the topic. @throws when a broker would refuse a value */
  alterConfig(name: string, changes: ConfigChanges): void {
    const topic = this.#existing(name);
    const read = judgeConfigChanges(topic.config, changes);
    if (!read.ok) throw new Error(`Not altered: ${read.refusal.text}`);
    topic.config = read.config;
  }

  grow(name: string, partitions: number): void {
    const topic = this.#existing(name);
    if (partitions <= topic.partitions) throw new Error(`'${name}' has ${topic.partitions} partitions already.`);
    topic.partitions = partitions;
  }

  write(name: string, figures: Partial<TopicFigures>): void {
    Object.assign(this.#existing(name), figures);
  }

  /** Counts as they are now: whoever moves a partition may change how many replicas it has. */
  #shape(topic: StoredTopic): { partitions: number; replicationFactor: number } {
    return { partitions: topic.partitions, replicationFactor: this.placements.replicationFactor(topic) };
  }

  #ofKnown<T>(names: readonly string[], refuse: Refuse, answerAbout: (topic: StoredTopic) => T): Map<string, T> {
    const known = names.flatMap((name) => {
      const topic = this.#topics.get(name);
      return topic && !refuse(name) ? [topic] : [];
    });
    return new Map(known.map((topic) => [topic.name, answerAbout(topic)]));
  }

  #existing(name: string): StoredTopic {
    const topic = this.#topics.get(name);
    if (!topic) throw new Error(`There is no topic '${name}'.`);
    return topic;
  }
}

const NOTHING_WRITTEN: TopicFigures = { sizeBytes: 0n, lastWrittenAt: null, startOffset: 0n, endOffset: 0n };

/** About what a batch of one record takes on disk besides its key and value. */
const RECORD_OVERHEAD_BYTES = 70;

/** The topics that Kafka itself marks as internal (`org.apache.kafka.common.internals.Topic.INTERNAL_TOPICS`). */
const INTERNAL_TOPICS = new Set(["__consumer_offsets", "__transaction_state", "__share_group_state"]);

/** 16 random bytes in the form that Kafka gives cluster and topic ids. */
export function randomId(): string {
  return randomBytes(16).toString("base64url");
}
