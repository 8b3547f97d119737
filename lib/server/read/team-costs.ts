import type { TeamCost } from "#lib/contract/teams";
import type { Connection } from "#lib/db/database";
import { settingsColumn } from "#lib/db/stores/clusters";
import type { ClusterSettings } from "#lib/domain/cluster-settings";
import { isPriced, monthlyCost } from "#lib/domain/cost";

type Row = {
  cluster: string;
  topics: number;
  withoutFigure: number;
  bytes: string;
  partitions: number;
  settings: ClusterSettings;
};

/**
 * What a team's topics store on each cluster and cost a month, by the bytes that are on disk now. Topics whose size nobody has seen are
 * counted, and neither their bytes nor their partitions are summed.
 */
export async function teamCosts(db: Connection, teamId: string): Promise<TeamCost[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT k.slug AS cluster, count(*)::int AS topics, count(*) FILTER (WHERE f.name IS NULL)::int AS "withoutFigure",
      coalesce(sum(f.size_bytes), 0)::text AS bytes, coalesce(sum(coalesce(o.partitions, t.partitions)) FILTER (WHERE f.name IS NOT NULL), 0)::int AS partitions,
      ${settingsColumn}
    FROM topics t JOIN clusters k ON k.slug = t.cluster_slug
    LEFT JOIN topic_observations o ON o.cluster_slug = t.cluster_slug AND o.name = t.name
    LEFT JOIN topic_figures f ON f.cluster_slug = t.cluster_slug AND f.name = t.name
    WHERE t.team_id = ${teamId}::uuid GROUP BY k.slug ORDER BY k.slug`;
  return rows.map(({ settings, partitions, bytes, ...row }) => ({
    ...row,
    bytes,
    // Of the sums, so that it is rounded once.
    perMonth: row.withoutFigure === row.topics ? null : monthlyCost(settings, { bytes: BigInt(bytes), partitions }),
    currency: settings.currency,
    priced: isPriced(settings),
  }));
}
