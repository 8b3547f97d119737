import type { GroupRow, GroupTopicRow } from "#lib/db/worker-stores/group-observations";
import type { CommittedOffset, ListedGroup } from "#lib/kafka/cluster-admin";

export type KnownGroups = { groups: readonly GroupRow[]; topics: readonly GroupTopicRow[] };
export type SeenGroups = {
  groups: readonly ListedGroup[];
  /** False when some broker did not answer: what is not listed may be there. */
  complete: boolean;
  /** By group; absent when nobody could answer for it. */
  offsets: ReadonlyMap<string, readonly CommittedOffset[]>;
  /** Where each partition ends, by topic; absent when nobody told. */
  ends: ReadonlyMap<string, ReadonlyMap<number, bigint>>;
};
export type GroupDifference = {
  groups: (GroupRow & { active: boolean })[];
  gone: string[];
  topics: (GroupTopicRow & { active: boolean })[];
  topicsGone: GroupTopicRow[];
};

/**
 * What a look at the groups found that is not stored. A group is active while it has members, and when what it has committed moved; a
 * topic in it likewise, and at first sight. That others wrote to a topic, so that a group is further behind, is no activity of the group.
 */
export function compareGroups(known: KnownGroups, seen: SeenGroups): GroupDifference {
  const knownGroups = new Map(known.groups.map((group) => [group.groupId, group]));
  const knownTopics = Map.groupBy(known.topics, ({ groupId }) => groupId);
  const difference: GroupDifference = { groups: [], gone: [], topics: [], topicsGone: [] };

  for (const group of seen.groups) {
    const before = knownTopics.get(group.groupId) ?? [];
    const offsets = seen.offsets.get(group.groupId);
    const hasMembers = (group.members ?? 0) > 0;
    const { moved, changed, gone } = compareTopics(
      group.groupId,
      before,
      offsets && progress(offsets, seen.ends),
      hasMembers,
    );
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
  progressed: ReadonlyMap<string, Progress> | undefined,
  hasMembers: boolean,
) {
  if (!progressed) return { moved: false, changed: [], gone: [] };
  const known = new Map(before.map((row) => [row.topic, row]));
  const changed = [...progressed].flatMap(([topic, { committed, lag }]) => {
    const row = { groupId, topic, committed: String(committed), lag: lag === null ? null : String(lag) };
    const stored = known.get(topic);
    const active = hasMembers || stored?.committed !== row.committed;
    return active || stored?.lag !== row.lag ? [{ ...row, active }] : [];
  });
  const moved = changed.some(({ topic, active }) => active && known.has(topic));
  return { moved, changed, gone: before.filter(({ topic }) => !progressed.has(topic)) };
}

/** Sums over the partitions in which a group has committed something; `lag` is null unless the ends of all of them are known. */
type Progress = { committed: bigint; lag: bigint | null };

function progress(offsets: readonly CommittedOffset[], ends: SeenGroups["ends"]): Map<string, Progress> {
  const byTopic = new Map<string, Progress>();
  for (const { topic, partition, offset } of offsets) {
    const { committed, lag } = byTopic.get(topic) ?? { committed: 0n, lag: 0n };
    const behind = recordsBehind(offset, ends.get(topic)?.get(partition));
    const both = lag === null || behind === null ? null : lag + behind;
    byTopic.set(topic, { committed: committed + offset, lag: both });
  }
  return byTopic;
}

/** A topic that was made anew may end before what was committed in the old one. */
function recordsBehind(committed: bigint, end: bigint | undefined): bigint | null {
  if (end === undefined) return null;
  return end > committed ? end - committed : 0n;
}

function isSame(before: GroupRow | undefined, { protocolType, state, members }: ListedGroup): boolean {
  return before?.protocolType === protocolType && before.state === state && before.members === members;
}
