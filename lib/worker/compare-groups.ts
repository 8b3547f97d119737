import type { GroupRow, GroupTopicRow } from "#lib/db/worker-stores/group-observations";
import { INT64_MAX } from "#lib/domain/quantity";
import type { CommittedOffset, ListedGroup } from "#lib/kafka/cluster-admin";

export type KnownGroups = { groups: ReadonlyMap<string, GroupRow>; topics: readonly GroupTopicRow[] };
export type SeenGroups = {
  groups: readonly ListedGroup[];
  /** By group; absent when nobody could answer for it. */
  offsets: ReadonlyMap<string, readonly CommittedOffset[]>;
  /** Where each partition ends, by topic; absent when nobody told. */
  ends: ReadonlyMap<string, ReadonlyMap<number, bigint>>;
};
export type GroupDifference = {
  groups: (GroupRow & { active: boolean })[];
  topics: (GroupTopicRow & { active: boolean })[];
  topicsGone: GroupTopicRow[];
};

/**
 * What a look at the groups found that is not stored. A group is active while it has members, and when what it has committed moved; a
 * topic in it likewise, and at first sight. That others wrote to a topic, so that a group is further behind, is no activity of the group.
 */
export function compareGroups(known: KnownGroups, seen: SeenGroups): GroupDifference {
  const knownTopics = Map.groupBy(known.topics, ({ groupId }) => groupId);
  const difference: GroupDifference = { groups: [], topics: [], topicsGone: [] };

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
    if (active || !isSame(known.groups.get(group.groupId), group)) difference.groups.push({ ...group, active });
  }
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
  const changed = [...progressed].flatMap(([topic, progress]) => {
    const row = groupTopicRow(groupId, topic, progress);
    const stored = known.get(topic);
    const active = hasMembers || stored?.committed !== row.committed;
    return active || !isSameProgress(stored, row) ? [{ ...row, active }] : [];
  });
  const moved = changed.some(({ topic, active }) => active && known.has(topic));
  return { moved, changed, gone: before.filter(({ topic }) => !progressed.has(topic)) };
}

/**
 * What a group has committed in a topic and is behind, by partition, and the sums over the partitions in which it has committed something; `lag` is
 * null unless the ends of all of them are known.
 */
type Progress = { committed: bigint; lag: bigint | null; partitions: Map<number, Place> };
type Place = { committed: bigint; lag: bigint | null };

function progress(offsets: readonly CommittedOffset[], ends: SeenGroups["ends"]): Map<string, Progress> {
  const byTopic = new Map<string, Progress>();
  for (const { topic, partition, offset } of offsets) {
    const { committed, lag, partitions } = byTopic.get(topic) ?? { committed: 0n, lag: 0n, partitions: new Map() };
    const behind = recordsBehind(offset, ends.get(topic)?.get(partition));
    const both = lag === null || behind === null ? null : lag + behind;
    partitions.set(partition, { committed: offset, lag: behind });
    byTopic.set(topic, { committed: committed + offset, lag: both, partitions });
  }
  return byTopic;
}

/** A topic that was made anew may end before what was committed in the old one. */
function recordsBehind(committed: bigint, end: bigint | undefined): bigint | null {
  if (end === undefined) return null;
  return end > committed ? end - committed : 0n;
}

function groupTopicRow(groupId: string, topic: string, { committed, lag, partitions }: Progress): GroupTopicRow {
  const length = Math.max(...partitions.keys()) + 1;
  const places = Array.from({ length }, (_, partition) => partitions.get(partition));
  return {
    ...{ groupId, topic, committed: String(int64(committed)), lag: lag === null ? null : String(int64(lag)) },
    ...{
      committedOffsets: places.map((place) => text(place?.committed)),
      lags: places.map((place) => text(place?.lag)),
    },
  };
}

/** Whoever commits may commit any int64, wherever the partition ends: the sum of some may be more than one. */
function int64(sum: bigint): bigint {
  return sum > INT64_MAX ? INT64_MAX : sum;
}

function text(offset: bigint | null | undefined): string | null {
  return offset === null || offset === undefined ? null : String(offset);
}

function isSame(before: GroupRow | undefined, { type, protocolType, state, members }: ListedGroup): boolean {
  return (
    before?.type === type &&
    before.protocolType === protocolType &&
    before.state === state &&
    before.members === members
  );
}

function isSameProgress(before: GroupTopicRow | undefined, now: GroupTopicRow): boolean {
  return (
    before?.lag === now.lag &&
    String(before.lags) === String(now.lags) &&
    String(before.committedOffsets) === String(now.committedOffsets)
  );
}
