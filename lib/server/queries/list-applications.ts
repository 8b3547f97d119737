import { type ApplicationRow, ListApplications } from "#lib/contract/applications";
import type { Page } from "#lib/contract/common";
import { type Database, join, type Sql, sql } from "#lib/db/database";
import { ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { containing } from "../read/containing.ts";
import { decodeCursor, pageFrom } from "../read/cursor.ts";
import { applicationsVisibleTo } from "../read/visible-to.ts";

/** The applications that this person may see, by slug, with how their access stands. */
export const listApplications = defineQuery({
  name: "list-applications",
  permission: "application.read",
  input: ListApplications,
  async handle({ actor, db }, { q, team, cursor, limit }) {
    const place = decodeCursor(cursor, ["string"] as const);
    if (!place.ok) return place;

    const conditions: Sql[] = [applicationsVisibleTo(actor)];
    if (q) conditions.push(sql`(a.slug ILIKE ${containing(q)} OR a.name ILIKE ${containing(q)})`);
    if (team) conditions.push(sql`t.slug = ${team}`);
    if (place.value) conditions.push(sql`a.slug > ${place.value[0]}`);
    const rows = await readRows(db, join(conditions, " AND "), limit + 1);
    return ok<Page<ApplicationRow>>(
      pageFrom(
        rows,
        limit,
        (row) => row,
        (row) => [row.slug],
      ),
    );
  },
});

function readRows(db: Database, where: Sql, limit: number): Promise<ApplicationRow[]> {
  return db.$queryRaw<ApplicationRow[]>`
    SELECT a.id, a.slug, a.name, a.description, jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) AS team,
      ARRAY(SELECT DISTINCT p.cluster_slug FROM principals p
        WHERE p.application_id = a.id AND p.ended_at IS NULL ORDER BY p.cluster_slug) AS clusters,
      g.grants, g.expiring,
      g.blocked + (SELECT count(*)::int FROM principals p JOIN principal_status s ON s.principal_id = p.id
        WHERE p.application_id = a.id AND s.state = 'blocked') AS blocked
    FROM applications a JOIN teams t ON t.id = a.team_id
    CROSS JOIN LATERAL (SELECT count(*)::int AS grants,
      (count(*) FILTER (WHERE g.expires_at <= now() + interval '14 days'))::int AS expiring,
      (count(*) FILTER (WHERE s.state = 'blocked'))::int AS blocked
      FROM grants g LEFT JOIN grant_status s ON s.grant_id = g.id WHERE g.application_id = a.id AND g.state <> 'ended') g
    WHERE ${where} ORDER BY a.slug LIMIT ${limit}`;
}
