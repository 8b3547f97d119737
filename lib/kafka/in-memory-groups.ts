import { DONE, refused } from "./answers.ts";
import type { Answer, CommittedOffset, GroupType, ListedGroup } from "./cluster-admin.ts";
import { clusterError } from "./cluster-error.ts";
import type { Refuse } from "./cluster-faults.ts";

type StoredGroup = { type: GroupType; protocolType: string; members: number; offsets: Map<string, CommittedOffset> };

/** The consumer groups of an in-memory cluster. Nobody consumes there: members and offsets are what a test says. */
export class InMemoryGroups {
  readonly #groups = new Map<string, StoredGroup>();

  clear(): void {
    this.#groups.clear();
  }

  list(refuse: Refuse): { groups: ListedGroup[]; complete: boolean } {
    const answered = [...this.#groups].filter(([groupId]) => !refuse(groupId));
    const groups = answered.map(([groupId, { type, protocolType, members }]) => {
      const state = members > 0 ? "Stable" : "Empty";
      return { groupId, type, protocolType, state, members };
    });
    return { groups, complete: groups.length === this.#groups.size };
  }

  committedOffsets(groupIds: readonly string[], refuse: Refuse): Map<string, CommittedOffset[]> {
    const answered = [...new Set(groupIds)].filter((groupId) => !refuse(groupId));
    return new Map(answered.map((groupId) => [groupId, this.#offsetsOf(groupId)]));
  }

  /**
   * Commits as a client that is no member of the group, which Kafka allows while it is empty.
   * @param exists whether there is such a partition
   */
  commitWithoutMember(
    groupId: string,
    offsets: readonly CommittedOffset[],
    exists: (topic: string, partition: number) => boolean,
    refuse: Refuse,
  ): Answer<null> {
    const error = refuse(groupId);
    if (error) return refused(error);
    if (offsets.length === 0) return DONE;

    const known = offsets.filter(({ topic, partition }) => exists(topic, partition));
    if (known.length > 0 && (this.#groups.get(groupId)?.members ?? 0) > 0) return refused(clusterError(25, null));
    // A group that comes to be like this never had a consumer that would tell its protocol.
    if (known.length > 0) this.#commit(this.#existingOrNew(groupId, ""), known);
    return known.length < offsets.length ? refused(clusterError(3, null)) : DONE;
  }

  commit(groupId: string, offsets: readonly CommittedOffset[]): void {
    this.#commit(this.#existingOrNew(groupId), offsets);
  }

  #commit(group: StoredGroup, offsets: readonly CommittedOffset[]): void {
    for (const offset of offsets) group.offsets.set(`${offset.topic}/${offset.partition}`, { ...offset });
  }

  /** Forgets what was committed of a topic, as a cluster does when the topic is deleted. */
  forgetTopic(topic: string): void {
    for (const { offsets } of this.#groups.values())
      for (const [key, committed] of offsets) if (committed.topic === topic) offsets.delete(key);
  }

  setMembers(groupId: string, members: number): void {
    this.#existingOrNew(groupId).members = members;
  }

  setType(groupId: string, type: GroupType): void {
    Object.assign(this.#existingOrNew(groupId), { type, protocolType: PROTOCOL_TYPES[type] });
  }

  #offsetsOf(groupId: string): CommittedOffset[] {
    return structuredClone([...(this.#groups.get(groupId)?.offsets.values() ?? [])]);
  }

  #existingOrNew(groupId: string, protocolType = "consumer"): StoredGroup {
    const group = this.#groups.get(groupId) ?? { type: "classic", protocolType, members: 0, offsets: new Map() };
    this.#groups.set(groupId, group);
    return group;
  }
}

const PROTOCOL_TYPES = { classic: "consumer", consumer: "consumer", share: "share", streams: "streams" } as const;
