import { type CampaignView, GetCampaign } from "#lib/contract/campaigns";
import { Uuid } from "#lib/contract/common";
import { type Database, sql } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import { fail, ok } from "#lib/domain/result";
import { decide } from "#lib/policy/decide";
import { defineQuery } from "../define-query.ts";
import { allowedTo } from "../read/allowed.ts";
import { readGrantViews } from "../read/grant-views.ts";
import { grantsVisibleTo, teamsOf } from "../read/visible-to.ts";
import { campaignRow, campaignsVisibleTo, readCampaigns } from "./list-campaigns.ts";

/** Shown on one page: what waits for an answer first, and of that what this person's teams give; each answer lets the next one in. */
const SHOWN = 500;

type ItemRow = {
  grantId: string;
  decision: "keep" | "end" | null;
  reason: string;
  decidedBy: { id: string; name: string } | null;
  decidedAt: Date | null;
};

/** One recertification: every grant in it that this person may see, and what was answered. */
export const getCampaign = defineQuery({
  name: "get-campaign",
  permission: "access.read",
  input: GetCampaign,
  async handle({ actor, db }, { campaignId }) {
    const known = Uuid.safeParse(campaignId).success;
    const [row] = known
      ? await readCampaigns(db, sql`c.id = ${campaignId}::uuid AND ${campaignsVisibleTo(actor)}`, 1)
      : [];
    if (!row) return fail("not_found", "There is no such thing, or you may not see it.");

    const [head] = await db.$queryRaw<
      { reason: string }[]
    >`SELECT reason FROM campaigns WHERE id = ${campaignId}::uuid`;
    const open = row.closedAt === null;
    return ok<CampaignView>({
      ...campaignRow(row),
      reason: head?.reason ?? "",
      items: await itemsOf(db, actor, campaignId, open),
    });
  },
});

async function itemsOf(db: Database, actor: Actor, campaignId: string, open: boolean): Promise<CampaignView["items"]> {
  const chosen = sql`g.id IN (
    SELECT i.grant_id FROM campaign_items i JOIN grants g ON g.id = i.grant_id JOIN applications a ON a.id = g.application_id
    WHERE i.campaign_id = ${campaignId}::uuid AND ${grantsVisibleTo(actor)}
    ORDER BY i.decision IS NOT NULL, g.team_id <> ALL (${teamsOf(actor)}::uuid[]), i.grant_id LIMIT ${SHOWN})`;
  const grants = await readGrantViews(db, actor, chosen, SHOWN);
  const rows = await db.$queryRaw<ItemRow[]>`
    SELECT i.grant_id AS "grantId", i.decision, i.reason, i.decided_at AS "decidedAt",
      CASE WHEN u.id IS NULL THEN NULL ELSE jsonb_build_object('id', u.id, 'name', u.name) END AS "decidedBy"
    FROM campaign_items i LEFT JOIN users u ON u.id = i.decided_by WHERE i.campaign_id = ${campaignId}::uuid`;
  const decided = new Map(rows.map((row) => [row.grantId, row]));

  return grants.flatMap((grant) => {
    const item = decided.get(grant.id);
    if (!item) return [];
    const subject = {
      kind: "campaign",
      id: campaignId,
      teamId: grant.owner.id,
      askingTeamId: grant.application.team.id,
      visibility: "involved",
    } as const;
    const undecided = open && item.decision === null;
    const may = undecided ? allowedTo(decide(actor, "campaign.decide", subject)) : { allowed: false, needed: null };
    const { decision, reason, decidedBy } = item;
    return [{ grant, decision, reason, decidedBy, decidedAt: item.decidedAt?.toISOString() ?? null, may }];
  });
}
