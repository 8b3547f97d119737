import type { Connection } from "../database.ts";

/** Bytes on disk of all replicas, and when the newest record was written. */
export type FiguresRow = { name: string; sizeBytes: string; lastWrittenAt: number | null };

/** Figures as last stored, by topic. */
export async function findFigures(db: Connection, cluster: string): Promise<Map<string, FiguresRow>> {
  const [row] = await db.$queryRaw<{ rows: string | null }[]>`
    SELECT json_agg(json_build_array(name, size_bytes::text, (extract(epoch FROM last_written_at) * 1000)::bigint))::text AS rows
    FROM topic_figures WHERE cluster_slug = ${cluster}`;
  const rows: [string, string, number | null][] = JSON.parse(row?.rows ?? "[]");
  return new Map(rows.map(([name, sizeBytes, lastWrittenAt]) => [name, { name, sizeBytes, lastWrittenAt }]));
}

/** Writes figures that changed, in one statement; topics that are not observed (any more) are left out. */
export async function saveFigures(db: Connection, cluster: string, figures: readonly FiguresRow[]): Promise<void> {
  if (figures.length === 0) return;
  await db.$executeRaw`
    INSERT INTO topic_figures (cluster_slug, name, size_bytes, last_written_at, measured_at)
    SELECT ${cluster}, f.name, "sizeBytes"::bigint, to_timestamp("lastWrittenAt" / 1000), clock_timestamp()
    FROM jsonb_to_recordset(${JSON.stringify(figures)}::jsonb) AS f(name text, "sizeBytes" text, "lastWrittenAt" float8)
    JOIN topic_observations o ON o.cluster_slug = ${cluster} AND o.name = f.name
    ON CONFLICT (cluster_slug, name) DO UPDATE SET size_bytes = excluded.size_bytes, last_written_at = excluded.last_written_at,
      measured_at = excluded.measured_at`;
}
