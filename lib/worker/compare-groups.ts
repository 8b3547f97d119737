import type { GroupRow, GroupTopicRow } from "#lib/db/worker-stores/group-observations";
import type { CommittedOffset, ListedGroup } from "#lib/kafka/cluster-admin";

export type KnownGroups = { groups: readonly GroupRow[]; topics: readonly GroupTopicRow[] };
export type SeenGroups = {
  groups: readonly ListedGroup[];
  /** False when some broker did not answer: what is not listed may be there. */
  complete: boolean;
  /** By group; absent when nobody could answer for it. */
  offsets: ReadonlyMap<string, readonly CommittedOffset[]>;
};
export type GroupDifference = {
  groups: (GroupRow & { active: boolean })[];
  gone: string[];
  topics: GroupTopicRow[];
  topicsGone: GroupTopicRow[];
};

/**
 * What a look at the groups found that is not stored. A group is active while it has members, and when what it has committed moved; a
 * topic in it likewise.
 */
export function compareGroups(known: KnownGroups, seen: SeenGroups): GroupDifference {
  const knownGroups = new Map(known.groups.map((group) => [group.groupId, group]));
  const knownTopics = Map.groupBy(known.topics, ({ groupId }) => groupId);
  const difference: GroupDifference = { groups: [], gone: [], topics: [], topicsGone: [] };

  for (const group of seen.groups) {
    const before = knownTopics.get(group.groupId) ?? [];
    const offsets = seen.offsets.get(group.groupId);
    const hasMembers = (group.members ?? 0) > 0;
    const { moved, changed, gone } = compareTopics(group.groupId, before, offsets && sums(offsets), hasMembers);
    difference.topics.push(...changed);
    difference.topicsGone.push(...gone);

    const active = hasMembers || moved;
    if (active || !isSame(knownGroups.get(group.groupId), group)) difference.groups.push({ ...group, active });
    knownGroups.delete(group.groupId);
  }
  if (seen.complete) difference.gone = [...knownGroups.keys()];
  return difference;
}

function compareTopics(
  groupId: string,
  before: readonly GroupTopicRow[],
  committed: ReadonlyMap<string, bigint> | undefined,
  hasMembers: boolean,
) {
  if (!committed) return { moved: false, changed: [], gone: [] };
  const known = new Map(before.map((row) => [row.topic, row.committed]));
  const rows = [...committed].map(([topic, sum]) => ({ groupId, topic, committed: String(sum) }));
  const changed = rows.filter(({ topic, committed: sum }) => hasMembers || known.get(topic) !== sum);
  const moved = changed.some(({ topic }) => known.has(topic));
  return { moved, changed, gone: before.filter(({ topic }) => !committed.has(topic)) };
}

function sums(offsets: readonly CommittedOffset[]): Map<string, bigint> {
  const byTopic = new Map<string, bigint>();
  for (const { topic, offset } of offsets) byTopic.set(topic, (byTopic.get(topic) ?? 0n) + offset);
  return byTopic;
}

function isSame(before: GroupRow | undefined, { protocolType, state, members }: ListedGroup): boolean {
  return before?.protocolType === protocolType && before.state === state && before.members === members;
}
