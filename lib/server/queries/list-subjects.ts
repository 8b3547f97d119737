import type { Page } from "#lib/contract/common";
import { ListSubjects, type SubjectSummary } from "#lib/contract/subjects";
import { join, type Sql, sql } from "#lib/db/database";
import { ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { containing } from "../read/containing.ts";
import { decodeCursor, pageFrom } from "../read/cursor.ts";
import {
  subjectCluster,
  subjectName,
  subjectState,
  subjectsFrom,
  subjectType,
  summaryColumns,
} from "../read/subject-rows.ts";

/** Fields that a row shows of those that a search found. */
const SHOWN_FIELDS = 3;

/**
 * Every subject by name, managed or only seen, found by its name or by path and documentation of a field. What was deleted shows only where
 * that is asked for. One query, whatever is asked.
 */
export const listSubjects = defineQuery({
  name: "list-subjects",
  permission: "subject.read",
  input: ListSubjects,
  async handle({ db }, { cursor, limit, ...filter }) {
    const place = decodeCursor(cursor, ["string", "string"] as const);
    if (!place.ok) return place;

    const conditions = conditionsOf(filter);
    if (place.value) conditions.push(sql`(${subjectName}, ${subjectCluster}) > (${place.value[0]}, ${place.value[1]})`);
    const rows = await db.$queryRaw<SubjectSummary[]>`
      WITH page AS (
        SELECT ${summaryColumns} FROM ${subjectsFrom}
        WHERE ${join(conditions, " AND ")} ORDER BY ${subjectName}, ${subjectCluster} LIMIT ${limit + 1})
      SELECT page.*, ${filter.q ? fieldsFound(filter.q) : sql`'[]'::jsonb`} AS found FROM page ORDER BY page.subject, page.cluster`;
    return ok<Page<SubjectSummary>>(
      pageFrom(
        rows,
        limit,
        (row) => row,
        (row) => [row.subject, row.cluster],
      ),
    );
  },
});

/** The first few fields of a subject on the page whose path or documentation holds a text. */
function fieldsFound(q: string): Sql {
  return sql`(SELECT coalesce(jsonb_agg(jsonb_build_object('path', path, 'doc', doc) ORDER BY position), '[]')
    FROM (SELECT path, doc, position FROM subject_fields f
      WHERE f.cluster_slug = page.cluster AND f.name = page.subject AND ${fieldHas(q)} ORDER BY position LIMIT ${SHOWN_FIELDS}) hits)`;
}

function fieldHas(q: string): Sql {
  return sql`(lower(path) LIKE lower(${containing(q)}) OR lower(doc) LIKE lower(${containing(q)}))`;
}

function conditionsOf({ q, cluster, team, type, state }: Omit<ListSubjects, "cursor" | "limit">): Sql[] {
  const conditions: Sql[] = [
    state ? sql`${subjectState} = ${state}` : sql`${subjectState} NOT IN ('deleted', 'purged')`,
  ];
  if (q) {
    conditions.push(sql`(lower(${subjectName}) LIKE lower(${containing(q)})
      OR (${subjectCluster}, ${subjectName}) IN (SELECT cluster_slug, name FROM subject_fields WHERE ${fieldHas(q)}))`);
  }
  if (cluster) conditions.push(sql`${subjectCluster} = ${cluster}`);
  if (team) conditions.push(sql`t.slug = ${team}`);
  if (type) conditions.push(sql`${subjectType} = ${type}`);
  return conditions;
}
