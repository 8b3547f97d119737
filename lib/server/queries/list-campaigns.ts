import { type CampaignRow, ListCampaigns } from "#lib/contract/campaigns";
import type { Page, TeamRef } from "#lib/contract/common";
import type { Connection } from "#lib/db/database";
import { type Sql, sql } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import { ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { decodeCursor, pageFrom } from "../read/cursor.ts";
import { teamsOf } from "../read/visible-to.ts";

type Row = Omit<CampaignRow, "createdAt" | "dueAt" | "closedAt"> & {
  createdAt: Date;
  dueAt: Date;
  closedAt: Date | null;
};

/**
 * The campaigns (alias `c`) that an actor may see: the platform and auditors all, others those with a grant of their teams in it, on
 * either side, and those of their teams.
 */
export function campaignsVisibleTo(actor: Actor): Sql {
  if (actor.platformRole !== "none") return sql`true`;
  const teams = teamsOf(actor);
  return sql`(c.team_id = ANY (${teams}::uuid[]) OR EXISTS (SELECT FROM campaign_items i JOIN grants g ON g.id = i.grant_id
    JOIN applications a ON a.id = g.application_id
    WHERE i.campaign_id = c.id AND (g.team_id = ANY (${teams}::uuid[]) OR a.team_id = ANY (${teams}::uuid[]))))`;
}

/** Recertifications, newest first. */
export const listCampaigns = defineQuery({
  name: "list-campaigns",
  permission: "access.read",
  input: ListCampaigns,
  async handle({ actor, db }, { cursor, limit }) {
    const place = decodeCursor(cursor, ["uuid"] as const);
    if (!place.ok) return place;

    const after = place.value ? sql`c.id < ${place.value[0]}::uuid` : sql`true`;
    const rows = await readCampaigns(db, sql`${campaignsVisibleTo(actor)} AND ${after}`, limit + 1);
    return ok<Page<CampaignRow>>(pageFrom(rows, limit, campaignRow, (row) => [row.id]));
  },
});

/** Reads campaigns with how far they are; `where` is SQL over alias `c`. */
export function readCampaigns(db: Connection, where: Sql, limit: number): Promise<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT c.id, c.title, CASE WHEN t.id IS NULL THEN NULL ELSE jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) END AS team,
      jsonb_build_object('id', u.id, 'name', u.name) AS "createdBy", c.created_at AS "createdAt", c.due_at AS "dueAt",
      c.closed_at AS "closedAt", n.total, n.undecided, n.kept, n.ended
    FROM campaigns c LEFT JOIN teams t ON t.id = c.team_id JOIN users u ON u.id = c.created_by
    CROSS JOIN LATERAL (SELECT count(*)::int AS total, count(*) FILTER (WHERE i.decision IS NULL)::int AS undecided,
      count(*) FILTER (WHERE i.decision = 'keep')::int AS kept, count(*) FILTER (WHERE i.decision = 'end')::int AS ended
      FROM campaign_items i WHERE i.campaign_id = c.id) n
    WHERE ${where} ORDER BY c.id DESC LIMIT ${limit}`;
}

/** A row as the contract says it. */
export function campaignRow(row: Row): CampaignRow {
  const team: TeamRef | null = row.team;
  return {
    ...row,
    team,
    createdAt: row.createdAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
  };
}
