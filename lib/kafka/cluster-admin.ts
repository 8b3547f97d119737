import type { AclBinding } from "#lib/domain/acl-binding";
import type { ClientQuota } from "#lib/domain/client-quota";
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
  | "invalid_binding"
  | "invalid_credential"
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

/** What a broker stores of a SCRAM user's password: enough to check a log-in, not enough to make one. */
export type ScramCredential = { username: string; iterations: number; salt: Buffer; saltedPassword: Buffer };

/** A consumer group as its coordinator answers. `members` are what is connected now. */
export type ListedGroup = { groupId: string; protocolType: string; state: string; members: number | null };

/** A group's committed offset of one partition. */
export type CommittedOffset = { topic: string; partition: number; offset: bigint };

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
  /** All ACL bindings, or those of one principal (`User:…`), in one read. An authorizer that is switched off is a failed call, never an empty list. */
  listAcls(principal?: string): Promise<AclBinding[]>;
  /**
   * Creates bindings; one answer per binding, in the order given. Creating what is there already is a success. The caller bounds the batch.
   */
  createAcls(bindings: readonly AclBinding[]): Promise<Answer<null>[]>;
  /**
   * Deletes exactly these bindings; one answer per binding, in the order given. Deleting what is gone already is a success. For each, the
   * controller looks through all bindings that there are (17 ms each among 100,000) and does nothing else meanwhile: keep batches small.
   */
  deleteAcls(bindings: readonly AclBinding[]): Promise<Answer<null>[]>;
  /** Which of these users have a SCRAM-SHA-512 credential, with its iterations; a user without one is absent from the map. */
  describeScramUsers(usernames: readonly string[]): Promise<Map<string, Answer<{ iterations: number }>>>;
  /** Creates or replaces SCRAM-SHA-512 credentials; one answer per user. The same user twice in a batch is refused by the broker. */
  upsertScramCredentials(credentials: readonly ScramCredential[]): Promise<Map<string, Answer<null>>>;
  /** Deletes SCRAM-SHA-512 credentials; a user that has none is a success. */
  deleteScramCredentials(usernames: readonly string[]): Promise<Map<string, Answer<null>>>;
  /** Client quotas set on exactly these users (not on their client ids, not the default); a user without any answers an empty quota. */
  describeUserQuotas(usernames: readonly string[]): Promise<Map<string, Answer<ClientQuota>>>;
  /** Sets the quotas of users to exactly these values: what is absent is removed. */
  alterUserQuotas(quotas: ReadonlyMap<string, ClientQuota>): Promise<Map<string, Answer<null>>>;
  /** All consumer groups, with state and number of members; brokers that do not answer are left out, and said so by `complete`. */
  listGroups(): Promise<{ groups: ListedGroup[]; complete: boolean }>;
  /** Committed offsets of the named groups, all topics; a group that nobody could answer for is absent. */
  committedOffsets(groupIds: readonly string[]): Promise<Map<string, CommittedOffset[]>>;
  /** Size and last write of the named topics; those that no live leader could answer for are absent from the map. */
  topicFigures(topics: readonly ListedTopic[]): Promise<Map<string, TopicFigures>>;
  /**
   * Where each partition of the named topics ends: the offset of the next record, open transactions included. Partitions without a live
   * leader are absent, and so are topics that are unknown or without any.
   */
  endOffsets(topics: readonly string[]): Promise<Map<string, Map<number, bigint>>>;
  close(): Promise<void>;
}
