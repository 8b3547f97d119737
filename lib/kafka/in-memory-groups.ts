import type { CommittedOffset, ListedGroup } from "./cluster-admin.ts";
import type { Refuse } from "./cluster-faults.ts";

type StoredGroup = { members: number; offsets: Map<string, CommittedOffset> };

/** The consumer groups of an in-memory cluster. Nobody consumes there: members and offsets are what a test says. */
export class InMemoryGroups {
  readonly #groups = new Map<string, StoredGroup>();

  clear(): void {
    this.#groups.clear();
  }

  list(refuse: Refuse): { groups: ListedGroup[]; complete: boolean } {
    const answered = [...this.#groups].filter(([groupId]) => !refuse(groupId));
    const groups = answered.map(([groupId, { members }]) => {
      const state = members > 0 ? "Stable" : "Empty";
      return { groupId, protocolType: "consumer", state, members };
    });
    return { groups, complete: groups.length === this.#groups.size };
  }

  committedOffsets(groupIds: readonly string[], refuse: Refuse): Map<string, CommittedOffset[]> {
    const answered = [...new Set(groupIds)].filter((groupId) => !refuse(groupId));
    return new Map(answered.map((groupId) => [groupId, this.#offsetsOf(groupId)]));
  }

  commit(groupId: string, offsets: readonly CommittedOffset[]): void {
    const group = this.#existingOrNew(groupId);
    for (const offset of offsets) group.offsets.set(`${offset.topic}/${offset.partition}`, { ...offset });
  }

  setMembers(groupId: string, members: number): void {
    this.#existingOrNew(groupId).members = members;
  }

  #offsetsOf(groupId: string): CommittedOffset[] {
    return structuredClone([...(this.#groups.get(groupId)?.offsets.values() ?? [])]);
  }

  #existingOrNew(groupId: string): StoredGroup {
    const group = this.#groups.get(groupId) ?? { members: 0, offsets: new Map() };
    this.#groups.set(groupId, group);
    return group;
  }
}
