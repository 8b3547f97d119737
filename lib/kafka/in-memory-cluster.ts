import { randomBytes } from "node:crypto";
import { type AclBinding, bindingKey } from "#lib/domain/acl-binding";
import type { ClientQuota } from "#lib/domain/client-quota";
import {
  type Answer,
  type ClusterAdmin,
  ClusterCallFailed,
  type ClusterDescription,
  type CommittedOffset,
  type NewTopic,
  type ScramCredential,
  type TopicFigures,
} from "./cluster-admin.ts";
import { type ClusterCall, type ClusterFaults, each, type Refuse } from "./cluster-faults.ts";
import { InMemoryAcls } from "./in-memory-acls.ts";
import { InMemoryGroups } from "./in-memory-groups.ts";
import type { ProducedRecord } from "./in-memory-logs.ts";
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

/**
 * A Kafka cluster in memory: it refuses what a broker refuses, with the same codes (the contract suites hold it to that), and does
 * what a test tells it to: fail, lose replies, stop, or change behind Headgate's back (every method that ends in `Outside`).
 */
export class InMemoryCluster {
  /** May be replaced at any time. */
  faults: ClusterFaults;
  readonly #brokers: number;
  readonly #requestTimeoutMs: number;
  readonly #topics: InMemoryTopics;
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
    for (const part of [this.#topics, this.#acls, this.#scramUsers, this.#quotas, this.#groups]) part.clear();
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
  }

  /** Changes settings as somebody else would: null takes a key off the topic. */
  alterConfigOutside(name: string, changes: Record<string, string | null>): void {
    this.#topics.alterConfig(name, changes);
  }

  /** Adds partitions as somebody else would. */
  growOutside(name: string, partitions: number): void {
    this.#topics.grow(name, partitions);
  }

  /** Sets what a producer would have left behind: bytes of all replicas together, time of the newest record in epoch ms. */
  writeOutside(name: string, figures: TopicFigures): void {
    this.#topics.write(name, figures);
  }

  /** Writes records as a producer would. @throws when there is no such topic or partition */
  produceOutside(name: string, records: readonly ProducedRecord[]): void {
    this.#topics.produce(name, records);
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

  /** A client of its own; several may be connected at once. */
  connect(): ClusterAdmin {
    const { call, close } = this.#client();
    return {
      requestTimeoutMs: this.#requestTimeoutMs,
      describeCluster: () => call("describeCluster", [], () => this.#describe()),
      ...this.#topicCalls(call),
      ...this.#accessCalls(call),
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
      if (!open || !this.#running) throw unreachable();
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

  #topicCalls(call: Call) {
    const topics = this.#topics;
    return {
      listTopics: () => call("listTopics", [], () => topics.list()),
      describeTopics: (names, keys) =>
        call("describeTopics", names, (refuse) => each(names, refuse, (name) => topics.observe(name, keys))),
      describeTopicConfigs: (names, keys) =>
        call("describeTopicConfigs", names, (refuse) => each(names, refuse, (name) => topics.configOf(name, keys))),
      createTopics: (created) => call("createTopics", namesOf(created), (refuse) => topics.create(created, refuse)),
      endOffsets: (names) => call("endOffsets", names, (refuse) => topics.ends(names, refuse)),
      topicFigures: (asked) => call("topicFigures", namesOf(asked), (refuse) => topics.figures(asked, refuse)),
    } satisfies Partial<ClusterAdmin>;
  }

  #accessCalls(call: Call) {
    const [acls, users, quotas, groups] = [this.#acls, this.#scramUsers, this.#quotas, this.#groups];
    return {
      listAcls: (principal) => call("listAcls", principal === undefined ? [] : [principal], () => acls.list(principal)),
      createAcls: (bindings) => call("createAcls", bindings.map(bindingKey), (refuse) => acls.create(bindings, refuse)),
      deleteAcls: (bindings) => call("deleteAcls", bindings.map(bindingKey), (refuse) => acls.delete(bindings, refuse)),
      describeScramUsers: (names) => call("describeScramUsers", names, (refuse) => users.describe(names, refuse)),
      upsertScramCredentials: (credentials) =>
        call("upsertScramCredentials", usersOf(credentials), (refuse) => users.upsert(credentials, refuse)),
      deleteScramCredentials: (names) => call("deleteScramCredentials", names, (refuse) => users.delete(names, refuse)),
      describeUserQuotas: (names) => call("describeUserQuotas", names, (refuse) => quotas.describe(names, refuse)),
      alterUserQuotas: (wanted) =>
        call("alterUserQuotas", [...wanted.keys()], (refuse) => quotas.alter(wanted, refuse)),
      listGroups: () => call("listGroups", [], (refuse) => groups.list(refuse)),
      committedOffsets: (names) => call("committedOffsets", names, (refuse) => groups.committedOffsets(names, refuse)),
    } satisfies Partial<ClusterAdmin>;
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

type Call = <T>(method: ClusterCall["method"], names: readonly string[], effect: (refuse: Refuse) => T) => Promise<T>;

function mustBeDone(...answers: Answer<unknown>[]): void {
  for (const answer of answers) if (!answer.ok) throw new Error(`Not done: ${answer.error.message}`);
}

function unreachable(): ClusterCallFailed {
  return new ClusterCallFailed({ code: "unavailable", retriable: true, message: "The cluster cannot be reached." });
}

function namesOf(topics: readonly { name: string }[]): string[] {
  return topics.map(({ name }) => name);
}

function usersOf(credentials: readonly ScramCredential[]): string[] {
  return credentials.map(({ username }) => username);
}
