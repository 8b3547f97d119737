import type { Connection } from "../database.ts";

/** `type` is null of a group that was stored before types were read. */
export type GroupRow = {
  groupId: string;
  type: string | null;
  protocolType: string;
  state: string;
  members: number | null;
};
/**
 * Sum of what a group has committed in a topic, which moves when the group reads, and how many records it still has to read; null where
 * nobody told where the topic ends. Both also by partition index, null where nothing is committed or known. All as text.
 */
export type GroupTopicRow = {
  groupId: string;
  topic: string;
  committed: string;
  lag: string | null;
  committedOffsets: readonly (string | null)[];
  lags: readonly (string | null)[];
};

/** These groups as last seen, by id. */
export async function findGroups(
  db: Connection,
  cluster: string,
  groupIds: readonly string[],
): Promise<Map<string, GroupRow>> {
  const [row] = await db.$queryRaw<{ rows: string | null }[]>`
    SELECT json_agg(json_build_array(group_id, type, protocol_type, state, members))::text AS rows
    FROM group_observations WHERE cluster_slug = ${cluster} AND group_id = ANY(${[...groupIds]}::text[])`;
  const rows: [string, string | null, string, string, number | null][] = JSON.parse(row?.rows ?? "[]");
  return new Map(
    rows.map(([groupId, type, protocolType, state, members]) => [
      groupId,
      { groupId, type, protocolType, state, members },
    ]),
  );
}

/** Groups that are stored and not among these. */
export async function findGroupsBeside(
  db: Connection,
  cluster: string,
  groupIds: readonly string[],
): Promise<string[]> {
  const rows = await db.$queryRaw<{ groupId: string }[]>`
    SELECT group_id AS "groupId" FROM group_observations
    WHERE cluster_slug = ${cluster} AND group_id <> ALL(${[...groupIds]}::text[])`;
  return rows.map(({ groupId }) => groupId);
}

/** What each of these groups had committed, and was behind, when last seen. */
export async function findGroupTopics(
  db: Connection,
  cluster: string,
  groupIds: readonly string[],
): Promise<GroupTopicRow[]> {
  const [row] = await db.$queryRaw<{ rows: string | null }[]>`
    SELECT json_agg(json_build_array(group_id, topic, committed::text, lag::text, committed_offsets::text[], lags::text[]))::text AS rows
    FROM group_topics WHERE cluster_slug = ${cluster} AND group_id = ANY(${[...groupIds]}::text[])`;
  type Row = [string, string, string, string | null, (string | null)[], (string | null)[]];
  const rows: Row[] = JSON.parse(row?.rows ?? "[]");
  return rows.map(([groupId, topic, committed, lag, committedOffsets, lags]) => ({
    ...{ groupId, topic, committed, lag, committedOffsets, lags },
  }));
}

/** Writes groups; `active` ones were seen to read, or to be there to read, this moment. */
export async function saveGroups(
  db: Connection,
  cluster: string,
  groups: readonly (GroupRow & { active: boolean })[],
): Promise<void> {
  if (groups.length === 0) return;
  await db.$executeRaw`
    INSERT INTO group_observations AS o (cluster_slug, group_id, type, protocol_type, state, members, last_active_at, seen_at)
    SELECT ${cluster}, "groupId", type, "protocolType", state, members, CASE WHEN active THEN clock_timestamp() END, clock_timestamp()
    FROM jsonb_to_recordset(${JSON.stringify(groups)}::jsonb) AS g("groupId" text, type text, "protocolType" text, state text, members int,
      active boolean)
    ON CONFLICT (cluster_slug, group_id) DO UPDATE SET type = excluded.type, protocol_type = excluded.protocol_type,
      state = excluded.state, members = excluded.members, last_active_at = coalesce(excluded.last_active_at, o.last_active_at), seen_at = excluded.seen_at`;
}

/**
 * Writes what groups have committed and are behind. `active` ones were seen to read, or to be there to read, this moment; those that are
 * new count as such, because nobody knows for how long they had not moved.
 */
export async function saveGroupTopics(
  db: Connection,
  cluster: string,
  rows: readonly (GroupTopicRow & { active: boolean })[],
): Promise<void> {
  if (rows.length === 0) return;
  await db.$executeRaw`
    WITH seen AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS g("groupId" text, topic text, committed text, lag text,
        "committedOffsets" bigint[], lags bigint[], active boolean)
    ), behind AS (
      UPDATE group_topics t SET committed_offsets = s."committedOffsets", lag = s.lag::bigint, lags = s.lags FROM seen s
      WHERE NOT s.active AND t.cluster_slug = ${cluster} AND t.group_id = s."groupId" AND t.topic = s.topic
    )
    INSERT INTO group_topics (cluster_slug, group_id, topic, committed, lag, committed_offsets, lags, last_active_at)
    SELECT ${cluster}, "groupId", topic, committed::bigint, lag::bigint, "committedOffsets", lags, clock_timestamp() FROM seen WHERE active
    ON CONFLICT (cluster_slug, group_id, topic) DO UPDATE SET committed = excluded.committed, lag = excluded.lag,
      committed_offsets = excluded.committed_offsets, lags = excluded.lags, last_active_at = excluded.last_active_at`;
}

/** Removes groups that are gone, with what they had committed and how far behind they were. */
export async function removeGroups(db: Connection, cluster: string, groupIds: readonly string[]): Promise<void> {
  if (groupIds.length === 0) return;
  await db.$executeRaw`
    DELETE FROM group_lag_history h USING group_topics t WHERE t.cluster_slug = ${cluster} AND t.group_id = ANY(${[...groupIds]}::text[])
      AND h.cluster_slug = t.cluster_slug AND h.topic = t.topic AND h.group_id = t.group_id`;
  await db.$executeRaw`DELETE FROM group_topics WHERE cluster_slug = ${cluster} AND group_id = ANY(${[...groupIds]}::text[])`;
  await db.$executeRaw`DELETE FROM group_observations WHERE cluster_slug = ${cluster} AND group_id = ANY(${[...groupIds]}::text[])`;
}

/** Removes topics that a group has nothing committed in any more, with how far behind it was. */
export async function removeGroupTopics(
  db: Connection,
  cluster: string,
  rows: readonly Pick<GroupTopicRow, "groupId" | "topic">[],
): Promise<void> {
  if (rows.length === 0) return;
  const pairs = JSON.stringify(rows.map(({ groupId, topic }) => ({ groupId, topic })));
  await db.$executeRaw`
    DELETE FROM group_lag_history h USING jsonb_to_recordset(${pairs}::jsonb) AS g("groupId" text, topic text)
    WHERE h.cluster_slug = ${cluster} AND h.group_id = g."groupId" AND h.topic = g.topic`;
  await db.$executeRaw`
    DELETE FROM group_topics t USING jsonb_to_recordset(${pairs}::jsonb) AS g("groupId" text, topic text)
    WHERE t.cluster_slug = ${cluster} AND t.group_id = g."groupId" AND t.topic = g.topic`;
}

/** All groups of the cluster were read at `at`: rows that did not change are as old as that. */
export async function saveGroupsRead(db: Connection, cluster: string, at: Date): Promise<void> {
  await db.$executeRaw`UPDATE cluster_status SET groups_at = ${at} WHERE cluster_slug = ${cluster}`;
}
