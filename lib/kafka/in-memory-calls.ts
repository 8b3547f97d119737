import { bindingKey } from "#lib/domain/acl-binding";
import type { ClusterAdmin } from "./cluster-admin.ts";
import { type ClusterCall, each, type Refuse } from "./cluster-faults.ts";
import type { InMemoryAcls } from "./in-memory-acls.ts";
import type { InMemoryGroups } from "./in-memory-groups.ts";
import type { InMemoryMetadata } from "./in-memory-metadata.ts";
import type { InMemoryScramUsers } from "./in-memory-scram-users.ts";
import type { InMemoryTopics } from "./in-memory-topics.ts";
import type { InMemoryUserQuotas } from "./in-memory-user-quotas.ts";

/** Sends one call to a cluster in memory, through its faults. */
export type Call = <T>(
  method: ClusterCall["method"],
  names: readonly string[],
  effect: (refuse: Refuse) => T,
) => Promise<T>;

/** The calls about topics: what brokers show of them, and the groups whose offsets go with a deleted topic. */
export function topicCalls(
  call: Call,
  topics: InMemoryTopics,
  { metadata, groups }: { metadata: InMemoryMetadata; groups: InMemoryGroups },
) {
  const forget = (name: string) => groups.forgetTopic(name);
  return {
    listTopics: () => call("listTopics", [], () => metadata.list()),
    describeTopics: (names, keys) =>
      call("describeTopics", names, (refuse) => each(names, refuse, (name) => metadata.observe(name, keys))),
    describeTopicConfigs: (names, keys) =>
      call("describeTopicConfigs", names, (refuse) => each(names, refuse, (name) => metadata.configOf(name, keys))),
    createTopics: (created) =>
      call("createTopics", namesOf(created), (refuse) => metadata.changing(() => topics.create(created, refuse))),
    alterTopicConfigs: (changes) =>
      call("alterTopicConfigs", [...changes.keys()], (refuse) =>
        metadata.changing(() => topics.alterConfigs(changes, refuse)),
      ),
    growTopics: (partitions) =>
      call("growTopics", [...partitions.keys()], (refuse) =>
        metadata.changing(() => topics.growTo(partitions, refuse)),
      ),
    deleteTopics: (topicIds) =>
      call("deleteTopics", topicIds, (refuse) => metadata.changing(() => topics.deleteByIds(topicIds, forget, refuse))),
    partitionReplicas: (names) => call("partitionReplicas", names, (refuse) => metadata.replicas(names, refuse)),
    reassignPartitions: (moves) =>
      call("reassignPartitions", [...moves.keys()], (refuse) =>
        metadata.changing(() => topics.reassign(moves, refuse)),
      ),
    endOffsets: (names) =>
      call("endOffsets", names, (refuse) => {
        const ends = topics.offsets(names, "end", refuse);
        return new Map([...ends].map(([name, offsets]) => [name, offsetsOnly(offsets)]));
      }),
    offsetsAt: (names, at) => call("offsetsAt", names, (refuse) => topics.offsets(names, at, refuse)),
    topicFigures: (asked) => call("topicFigures", namesOf(asked), (refuse) => topics.figures(asked, refuse)),
  } satisfies Partial<ClusterAdmin>;
}

/** The calls about who may do what. */
export function accessCalls(call: Call, acls: InMemoryAcls, users: InMemoryScramUsers, quotas: InMemoryUserQuotas) {
  return {
    listAcls: (principal) => call("listAcls", principal === undefined ? [] : [principal], () => acls.list(principal)),
    createAcls: (bindings) => call("createAcls", bindings.map(bindingKey), (refuse) => acls.create(bindings, refuse)),
    deleteAcls: (bindings) => call("deleteAcls", bindings.map(bindingKey), (refuse) => acls.delete(bindings, refuse)),
    describeScramUsers: (names) => call("describeScramUsers", names, (refuse) => users.describe(names, refuse)),
    upsertScramCredentials: (credentials) =>
      call(
        "upsertScramCredentials",
        credentials.map(({ username }) => username),
        (refuse) => users.upsert(credentials, refuse),
      ),
    deleteScramCredentials: (names) => call("deleteScramCredentials", names, (refuse) => users.delete(names, refuse)),
    describeUserQuotas: (names) => call("describeUserQuotas", names, (refuse) => quotas.describe(names, refuse)),
    alterUserQuotas: (wanted) => call("alterUserQuotas", [...wanted.keys()], (refuse) => quotas.alter(wanted, refuse)),
  } satisfies Partial<ClusterAdmin>;
}

/** The calls about consumer groups, and the topics whose partitions they may commit offsets of. */
export function groupCalls(call: Call, groups: InMemoryGroups, topics: InMemoryTopics) {
  const exists = (topic: string, partition: number) => topics.has(topic, partition);
  return {
    listGroups: () => call("listGroups", [], (refuse) => groups.list(refuse)),
    committedOffsets: (names) => call("committedOffsets", names, (refuse) => groups.committedOffsets(names, refuse)),
    commitGroupOffsets: (groupId, offsets) =>
      call("commitGroupOffsets", [groupId], (refuse) => groups.commitWithoutMember(groupId, offsets, exists, refuse)),
  } satisfies Partial<ClusterAdmin>;
}

function offsetsOnly(offsets: ReadonlyMap<number, { offset: bigint }>): Map<number, bigint> {
  return new Map([...offsets].map(([partition, { offset }]) => [partition, offset]));
}

function namesOf(topics: readonly { name: string }[]): string[] {
  return topics.map(({ name }) => name);
}
