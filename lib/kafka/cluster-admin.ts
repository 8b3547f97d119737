import type { AclBinding } from "#lib/domain/acl-binding";
import type { ClientQuota } from "#lib/domain/client-quota";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import type { TopicDefaults } from "#lib/domain/topic-defaults";
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
  | "group_active"
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

/** Which protocol a group follows: the classic one, KIP-848's, share groups (KIP-932) or Kafka Streams' own (KIP-1071). */
export type GroupType = "classic" | "consumer" | "share" | "streams";

/** A consumer group as its coordinator answers. `members` are what is connected now. */
export type ListedGroup = {
  groupId: string;
  type: GroupType;
  protocolType: string;
  state: string;
  members: number | null;
};

/** A group's committed offset of one partition. */
export type CommittedOffset = { topic: string; partition: number; offset: bigint };

/**
 * Bytes on disk of all replicas, and the time of the newest record (epoch ms, null when the topic is empty). `startOffset` and `endOffset` are sums
 * over the partitions of the first offset that is still there and of the next one to be written: their difference is how many records there are, or more where
 * compaction or transactions left gaps.
 */
export type TopicFigures = { sizeBytes: bigint; lastWrittenAt: number | null; startOffset: bigint; endOffset: bigint };

/** Config keys of one topic: a value sets the key, null unsets it, back to the broker's default. */
export type ConfigChanges = Readonly<Record<string, string | null>>;

/** A point in a log: its first offset that is still there, its end, or the first record at or after a time (epoch ms). */
export type OffsetPoint = "start" | "end" | number;

/** `timestamp` is of the record at that offset (epoch ms); null where there is none or the question was not about a time. */
export type OffsetAt = { offset: bigint; timestamp: number | null };

/** Brokers that hold a partition; while it is being moved, those that come and those that go. */
export type PartitionReplicas = { replicas: number[]; adding: number[]; removing: number[] };

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
  /**
   * What counts for config keys that a topic does not set, as the brokers are configured now, in a topic's keys and units; keys that no setting of a
   * broker stands behind are absent. One broker answers for all: where their static settings differ, a topic keeps its records by those of each broker
   * that holds a replica, and no answer is right for all of them. Two small requests, whatever the number of topics, also when there are none.
   */
  topicDefaults(): Promise<Answer<TopicDefaults>>;
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
  /**
   * Sets and unsets the named config keys of topics, and no others (IncrementalAlterConfigs). One answer per topic; unsetting what is not set is
   * a success. The caller bounds the batch.
   */
  alterTopicConfigs(changes: ReadonlyMap<string, ConfigChanges>): Promise<Map<string, Answer<null>>>;
  /**
   * Grows topics to so many partitions. A topic that has as many already is refused as `invalid_partitions`. The caller bounds the batch: with
   * more than 10,000 partitions together all are refused as `policy_refused`, before anything is sent.
   */
  growTopics(partitions: ReadonlyMap<string, number>): Promise<Map<string, Answer<null>>>;
  /**
   * Deletes topics by Kafka's topic id, so that a topic of the same name that somebody made anew is never hit. Answers by topic id; one that is
   * gone already is a success.
   */
  deleteTopics(topicIds: readonly string[]): Promise<Map<string, Answer<null>>>;
  /** Where the partitions of the named topics are, and which of them are being moved; topics that are not there are absent. */
  partitionReplicas(topics: readonly string[]): Promise<Map<string, Map<number, PartitionReplicas>>>;
  /**
   * Begins to move partitions to exactly these brokers, the preferred leader first, or with null takes back a move under way (none under way: a
   * success). It goes on after the answer; {@link partitionReplicas} tells how far it is. One answer per topic: its first refused partition; the
   * others of it are being moved all the same.
   */
  reassignPartitions(
    moves: ReadonlyMap<string, ReadonlyMap<number, readonly number[] | null>>,
  ): Promise<Map<string, Answer<null>>>;
  /**
   * An offset of each partition of the named topics. For a time past the newest record that is the end. Partitions without a live leader are
   * absent, and so are topics that are unknown or without any.
   */
  offsetsAt(topics: readonly string[], at: OffsetPoint): Promise<Map<string, Map<number, OffsetAt>>>;
  /**
   * Commits offsets in the name of a group that has no members; a group with members is refused as `group_active`. One answer for all: the
   * first refusal, when the offsets of other partitions may have been committed. A group that does not exist comes to be by it.
   */
  commitGroupOffsets(groupId: string, offsets: readonly CommittedOffset[]): Promise<Answer<null>>;
  close(): Promise<void>;
}
