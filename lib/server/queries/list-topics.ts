import type { Page } from "#lib/contract/common";
import { ListTopics, type TopicRow } from "#lib/contract/topics";
import { join, type Sql, sql } from "#lib/db/database";
import { ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { decodeCursor, pageFrom } from "../read/cursor.ts";

type Row = Omit<TopicRow, "team" | "sizeBytes" | "lastWrittenAt"> & {
  teamId: string | null;
  teamSlug: string | null;
  teamName: string | null;
  sizeBytes: bigint | null;
  lastWrittenAt: Date | null;
};

/** The catalogue by name: every managed topic and every other one that was seen. One index scan, whatever page it is. */
export const listTopics = defineQuery({
  name: "list-topics",
  permission: "topic.read",
  input: ListTopics,
  async handle({ db }, { cursor, limit, ...filter }) {
    const place = decodeCursor(cursor, ["string", "string"] as const);
    if (!place.ok) return place;

    const conditions = catalogueConditions(filter);
    if (place.value) conditions.push(sql`(e.name, e.cluster_slug) > (${place.value[0]}, ${place.value[1]})`);
    const rows = await db.$queryRaw<Row[]>`
      SELECT e.cluster_slug AS cluster, e.name, e.team_id AS "teamId", t.slug AS "teamSlug", t.name AS "teamName", e.state,
        e.classification, e.description, e.partitions, e.replication_factor AS "replicationFactor", e.retention_ms AS "retentionMs",
        e.size_bytes AS "sizeBytes", e.last_written_at AS "lastWrittenAt"
      FROM catalogue e LEFT JOIN teams t ON t.id = e.team_id
      WHERE ${join(conditions, " AND ")} ORDER BY e.name, e.cluster_slug LIMIT ${limit + 1}`;
    return ok<Page<TopicRow>>(pageFrom(rows, limit, toRow, (row) => [row.name, row.cluster]));
  },
});

/** The filters of the catalogue as conditions over alias `e`. */
export function catalogueConditions(filter: Omit<ListTopics, "cursor" | "limit">): Sql[] {
  const conditions: Sql[] = [sql`true`];
  if (filter.cluster) conditions.push(sql`e.cluster_slug = ${filter.cluster}`);
  if (filter.team) conditions.push(sql`e.team_id = (SELECT id FROM teams WHERE slug = ${filter.team})`);
  if (filter.state) conditions.push(sql`e.state = ${filter.state}`);
  if (filter.classification) conditions.push(sql`e.classification = ${filter.classification}`);
  if (filter.unowned) conditions.push(sql`e.team_id IS NULL`);
  if (filter.q) conditions.push(sql`e.name ILIKE ${containing(filter.q)}`);
  return conditions;
}

/** A LIKE pattern for text anywhere in a name; the wildcards of LIKE stand for themselves. */
function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
}

function toRow({ teamId, teamSlug, teamName, sizeBytes, lastWrittenAt, ...rest }: Row): TopicRow {
  return {
    ...rest,
    team: teamId && teamSlug && teamName ? { id: teamId, slug: teamSlug, name: teamName } : null,
    sizeBytes: sizeBytes?.toString() ?? null,
    lastWrittenAt: lastWrittenAt?.toISOString() ?? null,
  };
}
