import { randomBytes } from "node:crypto";
import type { AclBinding } from "#lib/domain/acl-binding";
import type { ClientQuota } from "#lib/domain/client-quota";
import {
  type Answer,
  type ClusterAdmin,
  ClusterCallFailed,
  type ClusterDescription,
  type CommittedOffset,
  type ConfigChanges,
  type GroupType,
  type NewTopic,
  type TopicFigures,
} from "./cluster-admin.ts";
import type { ClusterFaults } from "./cluster-faults.ts";
import { InMemoryAcls } from "./in-memory-acls.ts";
import { accessCalls, type Call, groupCalls, topicCalls } from "./in-memory-calls.ts";
import { InMemoryDefaults } from "./in-memory-defaults.ts";
import { InMemoryGroups } from "./in-memory-groups.ts";
import type { ProducedRecord } from "./in-memory-logs.ts";
import { InMemoryMetadata } from "./in-memory-metadata.ts";
import { InMemoryScramUsers, type StoredScramCredential } from "./in-memory-scram-users.ts";
import { InMemoryTopics, randomId, type StoredTopic } from "./in-memory-topics.ts";
import { InMemoryUserQuotas } from "./in-memory-user-quotas.ts";
import type { MessageReader } from "./message-reader.ts";

export type InMemoryClusterOptions = {
  clusterId?: string;
  brokers?: number;
  requestTimeoutMs?: number;
  faults?: ClusterFaults;
};

const UNREACHABLE = { code: "unavailable", retriable: true, message: "The cluster cannot be reached." } as const;

/**
 * A Kafka cluster in memory: it refuses what a broker refuses, with the same codes (the contract suites hold it to that), and does
 * what a test tells it to: fail, lose replies, stop, or change behind Headgate's back (every method that ends in `Outside`).
 */
export class InMemoryCluster {
  /** May be replaced at any time. */
  faults: ClusterFaults;
  /** What the brokers show of the topics; it may be told to lag behind. */
  readonly metadata: InMemoryMetadata;
  readonly #brokers: number;
  readonly #requestTimeoutMs: number;
  readonly #topics: InMemoryTopics;
  readonly #defaults = new InMemoryDefaults();
  readonly #acls = new InMemoryAcls();
  readonly #scramUsers = new InMemoryScramUsers();
  readonly #quotas = new InMemoryUserQuotas();
  readonly #groups = new InMemoryGroups();
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
    this.#topics = new InMemoryTopics(brokers);
    this.metadata = new InMemoryMetadata(this.#topics);
    this.faults = faults;
  }

  /** Stops every broker: calls fail as `unavailable` until {@link start}. */
  stop(): void {
    this.#running = false;
  }

  start(): void {
    this.#running = true;
  }

  /** The same address, another cluster: nothing on it, a new cluster id. */
  rebuild(): void {
    for (const part of [this.#topics, this.#defaults, this.#acls, this.#scramUsers, this.#quotas, this.#groups])
      part.clear();
    this.metadata.catchUp();
    this.#clusterId = randomId();
  }

  /** Topics on the cluster now, as copies, by name. */
  snapshot(): Map<string, StoredTopic> {
    return this.#topics.snapshot();
  }

  aclSnapshot(): AclBinding[] {
    return this.#acls.list();
  }

  /** SCRAM-SHA-512 credentials, by username. */
  scramSnapshot(): Map<string, StoredScramCredential> {
    return this.#scramUsers.snapshot();
  }

  /** Quotas, by username; only users that have any. */
  quotaSnapshot(): Map<string, ClientQuota> {
    return this.#quotas.snapshot();
  }

  /** Creates a topic as somebody else would. @throws when the cluster refuses it */
  createOutside(topic: NewTopic): void {
    mustBeDone(...this.#topics.create([topic]).values());
  }

  deleteOutside(name: string): void {
    this.#topics.delete(name);
    this.#groups.forgetTopic(name);
  }

  /** Changes settings as somebody else would: null takes a key off the topic. */
  alterConfigOutside(name: string, changes: ConfigChanges): void {
    this.#topics.alterConfig(name, changes);
  }

  /** Configures the brokers so that this counts for a key that a topic does not set; null takes that back. */
  setDefaultOutside(key: string, value: string | null): void {
    this.#defaults.set(key, value);
  }

  /** Adds partitions as somebody else would. */
  growOutside(name: string, partitions: number): void {
    this.#topics.grow(name, partitions);
  }

  /** Sets what producers would have left behind, and nothing else: the log keeps the records that {@link produceOutside} wrote. */
  writeOutside(name: string, figures: Partial<TopicFigures>): void {
    this.#topics.write(name, figures);
  }

  /** Writes records as a producer would. @throws when there is no such topic or partition */
  produceOutside(name: string, records: readonly ProducedRecord[]): void {
    this.#topics.produce(name, records);
  }

  /** Deletes the records of a partition before this offset, as retention does. */
  truncateOutside(name: string, partition: number, before: bigint): void {
    this.#topics.truncate(name, partition, before);
  }

  /** Moves of partitions that begin from now on stay under way until {@link endMoves}; otherwise they end at once. */
  holdMoves(): void {
    this.#topics.placements.hold();
  }

  /** All moves under way end, and later ones end at once again. */
  endMoves(): void {
    this.#topics.placements.release();
  }

  /** @throws when the cluster refuses one of them; the others are there then */
  createAclsOutside(bindings: readonly AclBinding[]): void {
    mustBeDone(...this.#acls.create(bindings));
  }

  deleteAclsOutside(bindings: readonly AclBinding[]): void {
    mustBeDone(...this.#acls.delete(bindings));
  }

  /** Creates or replaces a credential; one of a password that nobody knows unless it is given. */
  upsertScramOutside(username: string, credential: Partial<StoredScramCredential> = {}): void {
    const unknown = { iterations: 4_096, salt: randomBytes(24), saltedPassword: randomBytes(64) };
    mustBeDone(...this.#scramUsers.upsert([{ username, ...unknown, ...credential }]).values());
  }

  deleteScramOutside(username: string): void {
    mustBeDone(...this.#scramUsers.delete([username]).values());
  }

  /** An empty quota takes all of the user's quotas away. */
  setQuotaOutside(username: string, quota: ClientQuota): void {
    mustBeDone(...this.#quotas.alter(new Map([[username, quota]])).values());
  }

  /** Commits offsets as a consumer of this group would; the group comes to be by it. */
  commitOffsetsOutside(group: string, offsets: readonly CommittedOffset[]): void {
    this.#groups.commit(group, offsets);
  }

  /** So many consumers of this group are connected from now on. */
  setMembersOutside(group: string, members: number): void {
    this.#groups.setMembers(group, members);
  }

  /** The group follows this protocol from now on; it comes to be by it, as a classic one otherwise. */
  setGroupTypeOutside(group: string, type: GroupType): void {
    this.#groups.setType(group, type);
  }

  /** A client of its own; several may be connected at once. */
  connect(): ClusterAdmin {
    const { call, close } = this.#client();
    return {
      requestTimeoutMs: this.#requestTimeoutMs,
      describeCluster: () => call("describeCluster", [], () => this.#describe()),
      topicDefaults: () => call("topicDefaults", [], () => ({ ok: true, value: this.#defaults.told() })),
      ...topicCalls(call, this.#topics, { metadata: this.metadata, groups: this.#groups }),
      ...accessCalls(call, this.#acls, this.#scramUsers, this.#quotas),
      ...groupCalls(call, this.#groups, this.#topics),
      close,
    };
  }

  /** As {@link connect}, for records. */
  connectReader(): MessageReader {
    const { call, close } = this.#client();
    return {
      readNewest: (topic, count) => call("readNewest", [topic], (refuse) => this.#topics.newest(topic, count, refuse)),
      close,
    };
  }

  #client(): { call: Call; close: () => Promise<void> } {
    let open = true;
    const call: Call = async (method, names, effect) => {
      await Promise.resolve(); // an answer never comes in the same turn
      if (!open || !this.#running) throw new ClusterCallFailed(UNREACHABLE);
      const sent = { method, names };
      await this.faults.before?.(sent);
      const answer = effect((name) => this.faults.refuse?.(sent, name));
      await this.faults.after?.(sent);
      return answer;
    };
    return {
      call,
      close: async () => {
        open = false;
      },
    };
  }

  #describe(): ClusterDescription {
    const ids = Array.from({ length: this.#brokers }, (_, index) => index + 1);
    return {
      clusterId: this.#clusterId,
      controllerId: 1,
      brokers: ids.map((id) => ({ id, host: "in-memory", port: 9_091 + id, rack: null })),
    };
  }
}

function mustBeDone(...answers: Answer<unknown>[]): void {
  for (const answer of answers) if (!answer.ok) throw new Error(`Not done: ${answer.error.message}`);
}
