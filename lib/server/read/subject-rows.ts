import type { SubjectSummary } from "#lib/contract/subjects";
import { type Sql, sql } from "#lib/db/database";

/** Every subject: those that are managed (alias `s`) and those that were seen (alias `o`), with the managed one's status (`w`) and team (`t`). */
export const subjectsFrom: Sql = sql`
  subjects s FULL JOIN subject_observations o ON o.cluster_slug = s.cluster_slug AND o.name = s.name
    LEFT JOIN subject_status w ON w.subject_id = s.id LEFT JOIN teams t ON t.id = s.team_id`;

export const subjectCluster: Sql = sql`coalesce(s.cluster_slug, o.cluster_slug)`;
export const subjectName: Sql = sql`coalesce(s.name, o.name)`;
export const subjectType: Sql = sql`coalesce(o.schema_type, s.schema_type)`;
export const subjectState: Sql = sql`CASE WHEN s.id IS NULL THEN 'unmanaged' ELSE coalesce(w.state, 'pending') END`;

/** What a list shows of a subject. */
export const summaryColumns: Sql = sql`${subjectCluster} AS cluster, ${subjectName} AS subject, ${subjectType} AS "schemaType",
  CASE WHEN t.id IS NULL THEN NULL ELSE jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) END AS team,
  s.topic_name AS topic, o.latest_version AS "latestVersion", coalesce(s.compatibility, o.compatibility) AS compatibility, ${subjectState} AS state`;

export type SummaryRow = Omit<SubjectSummary, "found">;
