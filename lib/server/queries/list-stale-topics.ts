import type { Page } from "#lib/contract/common";
import { type Decommission, ListStaleTopics } from "#lib/contract/decommission";
import { type Sql, sql } from "#lib/db/database";
import { ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { decodeCursor, pageFrom } from "../read/cursor.ts";
import { readDecommissions, stepColumn } from "../read/decommissions.ts";
import { isStale } from "../read/stale-topics.ts";
import { teamsOf } from "../read/visible-to.ts";

/** Topics that nobody seems to need, and those that are on their way out, by name. */
export const listStaleTopics = defineQuery({
  name: "list-stale-topics",
  permission: "topic.read",
  input: ListStaleTopics,
  async handle({ actor, db }, { cluster, team, step, mine, cursor, limit }) {
    const place = decodeCursor(cursor, ["string", "string"] as const);
    if (!place.ok) return place;

    const where: Sql[] = [
      sql`(t.ending_at IS NOT NULL OR t.blocked_at IS NOT NULL OR t.deleting_at IS NOT NULL OR ${isStale})`,
    ];
    if (cluster) where.push(sql`t.cluster_slug = ${cluster}`);
    if (team) where.push(sql`m.slug = ${team}`);
    if (mine) where.push(sql`t.team_id = ANY (${teamsOf(actor)}::uuid[])`);
    if (step) where.push(sql`${stepColumn} = ${step}`);
    if (place.value) where.push(sql`(t.name, t.cluster_slug) > (${place.value[0]}, ${place.value[1]})`);
    const rows = await readDecommissions(db, actor, where, limit + 1);
    return ok<Page<Decommission>>(
      pageFrom(
        rows,
        limit,
        (row) => row,
        (row) => [row.name, row.cluster],
      ),
    );
  },
});
