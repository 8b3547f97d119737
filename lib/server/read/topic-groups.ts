import type { LagHistory, TopicGroup } from "#lib/contract/topic-groups";
import type { Database } from "#lib/db/database";
import { type LagStep, lagInTime, lagOverTime } from "#lib/domain/lag";
import type { ReaderRow } from "./subject-readers.ts";

/** Whose a group is, as far as it is known. */
export type AttributedGroup = Pick<TopicGroup, "groupId" | "applications" | "team">;

/** The groups that were seen among the readers of a topic, sorted by id, each once however many grants explain it. */
export function groupsAmong(readers: readonly ReaderRow[]): AttributedGroup[] {
  const byId = new Map<string, AttributedGroup>();
  for (const { application, team, groups } of readers) {
    // What was granted and never seen has not been active.
    for (const { groupId } of groups.filter(({ lastActiveAt }) => lastActiveAt !== null)) {
      const known = byId.get(groupId) ?? { groupId, applications: [], team };
      if (application) known.applications.push({ slug: application.slug, name: application.name });
      byId.set(groupId, known);
    }
  }
  return [...byId.values()].sort((one, other) => (one.groupId < other.groupId ? -1 : 1));
}

const STEP_MS = 30 * 60_000;
const STEPS = 48;

type Row = Omit<TopicGroup, "applications" | "team" | "lagMs" | "partitions" | "lastActiveAt" | "history"> & {
  lastActiveAt: Date;
  committedOffsets: (string | null)[];
  lags: (string | null)[];
  /** When the first step begins. */
  from: Date;
  /** What held then. */
  before: string | null;
  steps: [at: number, most: string | null, last: string | null][];
};

/** How these groups stand on a topic now, and stood over the last day. A group that is gone meanwhile is left out. */
export async function readTopicGroups(
  db: Database,
  { cluster, topic, recordsPerSecond }: { cluster: string; topic: string; recordsPerSecond: number | null },
  groups: readonly AttributedGroup[],
): Promise<TopicGroup[]> {
  const rows = await readRows(
    db,
    cluster,
    topic,
    groups.map(({ groupId }) => groupId),
  );
  const byId = new Map(rows.map((row) => [row.groupId, row]));
  return groups.flatMap((group) => {
    const row = byId.get(group.groupId);
    return row ? [toGroup(group, row, recordsPerSecond)] : [];
  });
}

function readRows(db: Database, cluster: string, topic: string, groupIds: string[]): Promise<Row[]> {
  return db.$queryRaw`
    WITH span AS (SELECT date_bin('30 minutes', now(), 'epoch') - ${(STEPS - 1) * STEP_MS} * interval '1 ms' AS start)
    SELECT k.group_id AS "groupId", o.type, o.state, o.members, k.lag::text, greatest(k.last_active_at, o.last_active_at) AS "lastActiveAt",
      to_jsonb(k.committed_offsets::text[]) AS "committedOffsets", to_jsonb(k.lags::text[]) AS lags, s.start AS "from",
      (SELECT h.lag::text FROM group_lag_history h WHERE h.cluster_slug = k.cluster_slug AND h.topic = k.topic AND h.group_id = k.group_id
        AND h.at < s.start ORDER BY h.at DESC LIMIT 1) AS before,
      (SELECT coalesce(jsonb_agg(jsonb_build_array((extract(epoch FROM step) * 1000)::bigint, most::text, last::text) ORDER BY step), '[]')
        FROM (SELECT date_bin('30 minutes', h.at, s.start) AS step, max(h.lag) AS most, (array_agg(h.lag ORDER BY h.at DESC))[1] AS last
          FROM group_lag_history h WHERE h.cluster_slug = k.cluster_slug AND h.topic = k.topic AND h.group_id = k.group_id
            AND h.at >= s.start GROUP BY 1) AS stored) AS steps
    FROM span s, group_topics k LEFT JOIN group_observations o ON o.cluster_slug = k.cluster_slug AND o.group_id = k.group_id
    WHERE k.cluster_slug = ${cluster} AND k.topic = ${topic} AND k.group_id = ANY (${groupIds}::text[])`;
}

function toGroup({ applications, team }: AttributedGroup, row: Row, recordsPerSecond: number | null): TopicGroup {
  const { groupId, type, state, members, lag, lastActiveAt, committedOffsets, lags } = row;
  const partitions = committedOffsets.flatMap((committed, partition) =>
    committed === null ? [] : [{ partition, committed, lag: lags[partition] ?? null }],
  );
  return {
    ...{ groupId, applications, team, type, state, members, lag, partitions },
    lagMs: lag === null ? null : lagInTime(BigInt(lag), recordsPerSecond),
    lastActiveAt: lastActiveAt.toISOString(),
    history: historyOf(row),
  };
}

/** Points are stored every few minutes; what is known now belongs to the step that is going on. */
function historyOf({ from, before, steps, lag }: Row): LagHistory {
  const span = { from: from.getTime(), stepMs: STEP_MS, count: STEPS };
  const stored = steps.map(([at, most, last]): LagStep => ({ at, most: toBigInt(most), last: toBigInt(last) }));
  const lags = lagOverTime(toBigInt(before), stored, span).map((value) => value?.toString() ?? null);
  return { from: from.toISOString(), stepMs: STEP_MS, lags: [...lags.slice(0, -1), lags.at(-1) ?? lag] };
}

function toBigInt(text: string | null): bigint | null {
  return text === null ? null : BigInt(text);
}
