import type { Connection } from "../database.ts";

/** Of one topic. Offsets are sums over its partitions, int64 as text; times are epoch ms. */
export type FiguresRow = {
  name: string;
  /** Kafka's: of another topic of this name nothing is stored. */
  topicId: string;
  /** Of all replicas. */
  sizeBytes: string;
  lastWrittenAt: number | null;
  startOffset: string;
  endOffset: string;
  /** Both null until two measurements are there to compare; bytes are before replication. */
  recordsPerSecond: number | null;
  bytesPerSecond: number | null;
  movedAt: number;
};

/** As stored; rows from before offsets were read have none. */
export type KnownFigures = Omit<FiguresRow, "name" | "topicId" | "startOffset" | "endOffset" | "movedAt"> & {
  startOffset: string | null;
  endOffset: string | null;
  movedAt: number | null;
  /** When this row was written. */
  measuredAt: number;
};

type StoredRow = [
  ...[
    name: string,
    sizeBytes: string,
    lastWrittenAt: number | null,
    startOffset: string | null,
    endOffset: string | null,
  ],
  ...[recordsPerSecond: number | null, bytesPerSecond: number | null, movedAt: number | null, measuredAt: number],
];

/** When the figures of the cluster were last read; null when they never were. */
export async function figuresReadAt(db: Connection, cluster: string): Promise<Date | null> {
  const [row] = await db.$queryRaw<{ at: Date | null }[]>`
    SELECT figures_at AS at FROM cluster_status WHERE cluster_slug = ${cluster}`;
  return row?.at ?? null;
}

/** Figures of these topics as last stored, by name. */
export async function findFigures(
  db: Connection,
  cluster: string,
  names: readonly string[],
): Promise<Map<string, KnownFigures>> {
  const [row] = await db.$queryRaw<{ rows: string | null }[]>`
    SELECT json_agg(json_build_array(name, size_bytes::text, (extract(epoch FROM last_written_at) * 1000)::bigint, start_offset::text, end_offset::text, records_per_second,
      bytes_per_second, (extract(epoch FROM moved_at) * 1000)::bigint, (extract(epoch FROM measured_at) * 1000)::bigint))::text AS rows
    FROM topic_figures WHERE cluster_slug = ${cluster} AND name = ANY(${[...names]}::text[])`;
  const rows: StoredRow[] = JSON.parse(row?.rows ?? "[]");
  return new Map(rows.map(([name, ...stored]) => [name, knownFigures(stored)]));
}

function knownFigures(stored: StoredRow extends [string, ...infer Rest] ? Rest : never): KnownFigures {
  const [sizeBytes, lastWrittenAt, startOffset, endOffset, recordsPerSecond, bytesPerSecond, movedAt, measuredAt] =
    stored;
  return {
    ...{ sizeBytes, lastWrittenAt, startOffset, endOffset },
    ...{ recordsPerSecond, bytesPerSecond, movedAt, measuredAt },
  };
}

/**
 * Writes figures that changed, in one statement; topics that are not observed (any more) are left out, and so are those that were made anew.
 * @param at when they were read, by the database's clock
 */
export async function saveFigures(
  db: Connection,
  cluster: string,
  figures: readonly FiguresRow[],
  at: Date,
): Promise<void> {
  if (figures.length === 0) return;
  await db.$executeRaw`
    INSERT INTO topic_figures (cluster_slug, name, size_bytes, last_written_at, start_offset, end_offset, records_per_second,
      bytes_per_second, moved_at, measured_at)
    SELECT ${cluster}, f.name, "sizeBytes"::bigint, to_timestamp("lastWrittenAt" / 1000), "startOffset"::bigint, "endOffset"::bigint,
      "recordsPerSecond", "bytesPerSecond", to_timestamp("movedAt" / 1000), ${at}
    FROM jsonb_to_recordset(${JSON.stringify(figures)}::jsonb) AS f(name text, "topicId" text, "sizeBytes" text, "lastWrittenAt" float8,
      "startOffset" text, "endOffset" text, "recordsPerSecond" float8, "bytesPerSecond" float8, "movedAt" float8)
    JOIN topic_observations o ON o.cluster_slug = ${cluster} AND o.name = f.name AND o.kafka_topic_id = f."topicId"
    ON CONFLICT (cluster_slug, name) DO UPDATE SET size_bytes = excluded.size_bytes, last_written_at = excluded.last_written_at,
      start_offset = excluded.start_offset, end_offset = excluded.end_offset, records_per_second = excluded.records_per_second,
      bytes_per_second = excluded.bytes_per_second, moved_at = excluded.moved_at, measured_at = excluded.measured_at`;
}

/** The figures of the whole cluster were read at `at`: rows that did not change are as old as that. */
export async function saveFiguresRead(db: Connection, cluster: string, at: Date): Promise<void> {
  await db.$executeRaw`UPDATE cluster_status SET figures_at = ${at} WHERE cluster_slug = ${cluster}`;
}
