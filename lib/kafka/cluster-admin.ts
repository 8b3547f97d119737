import type { ObservedTopic } from "#lib/domain/observed-topic";
import type { TopicSpec } from "#lib/domain/topic-spec";

/**
 * What went wrong with one item, in Headgate's words. `retriable` tells whether trying the same again may work without a
 * person; `message` is the broker's own text, made safe to show.
 */
export type ClusterError = { code: ClusterErrorCode; retriable: boolean; message: string };

export type ClusterErrorCode =
  | "already_exists"
  | "unknown_topic"
  | "invalid_name"
  | "invalid_partitions"
  | "invalid_replication_factor"
  | "invalid_config"
  | "policy_refused"
  | "not_authorized"
  | "quota_exceeded"
  | "unavailable"
  | "timed_out"
  | "unexpected";

/** One answer per item asked about; a refused item says nothing about the others. */
export type Answer<T> = { ok: true; value: T } | { ok: false; error: ClusterError };

/** Thrown when a whole call got no usable answer: nothing is known about any item, a write may or may not have happened. */
export class ClusterCallFailed extends Error {
  readonly error: ClusterError;
  constructor(error: ClusterError, options?: ErrorOptions) {
    super(error.message, options);
    this.name = "ClusterCallFailed";
    this.error = error;
  }
}

export type ClusterDescription = {
  /** Kafka's own cluster id (22 characters, base64url). */
  clusterId: string;
  controllerId: number;
  brokers: { id: number; host: string; port: number; rack: string | null }[];
};

/** One topic of a metadata answer: stable facts without configs. */
export type ListedTopic = {
  name: string;
  topicId: string;
  internal: boolean;
  partitions: number;
  replicationFactor: number;
  leaderless: number;
};

export type NewTopic = { name: string } & TopicSpec;

/** Bytes on disk of all replicas, and the time of the newest record (epoch ms, null when the topic is empty). */
export type TopicFigures = { sizeBytes: bigint; lastWrittenAt: number | null };

/**
 * The worker's way to one cluster. Every write answers per item and is sent once: no hidden retry, no de-duplication.
 * Names in answers are the keys; order means nothing. Every method throws {@link ClusterCallFailed} when the call as a whole failed.
 */
export interface ClusterAdmin {
  /** How long one request may take, in ms; the lease must outlast it. */
  readonly requestTimeoutMs: number;
  describeCluster(): Promise<ClusterDescription>;
  /** All topics, internal ones included, in one read. */
  listTopics(): Promise<ListedTopic[]>;
  /**
   * The named topics with partition count, replication factor and the config keys that are set on the topic; with `keys`, only those are
   * looked at. Absent topics answer `unknown_topic`.
   */
  describeTopics(names: readonly string[], keys?: readonly string[]): Promise<Map<string, Answer<ObservedTopic>>>;
  /**
   * Config keys set on the topic itself, for the named topics. With `keys`, only those are looked at, which costs the broker about a
   * third of reading all; a key that Kafka does not know is left out silently.
   */
  describeTopicConfigs(
    names: readonly string[],
    keys?: readonly string[],
  ): Promise<Map<string, Answer<Record<string, string>>>>;
  /** Creates topics; the caller bounds the batch (KRaft writes at most 10,000 records per operation). Answers Kafka's topic id. */
  createTopics(topics: readonly NewTopic[]): Promise<Map<string, Answer<{ topicId: string }>>>;
  /** Size and last write of the named topics; those that no live leader could answer for are absent from the map. */
  topicFigures(topics: readonly ListedTopic[]): Promise<Map<string, TopicFigures>>;
  close(): Promise<void>;
}
