import type { Connection } from "../database.ts";

export type CampaignScope = {
  cluster?: string | undefined;
  prefix?: string | undefined;
  application?: string | undefined;
};

export type NewCampaign = {
  title: string;
  /** Null: of the platform, about everybody's grants. */
  teamId: string | null;
  scope: CampaignScope;
  reason: string;
  createdBy: string;
  dueAt: string;
};

/** Stores a campaign; answers its id. */
export async function insertCampaign(db: Connection, campaign: NewCampaign): Promise<string> {
  const [row] = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO campaigns (title, team_id, scope, reason, created_by, due_at)
    VALUES (${campaign.title}, ${campaign.teamId}::uuid, ${JSON.stringify(campaign.scope)}::jsonb, ${campaign.reason},
      ${campaign.createdBy}::uuid, ${campaign.dueAt}::timestamptz) RETURNING id`;
  if (!row) throw new Error("INSERT … RETURNING answered no row");
  return row.id;
}

/**
 * Puts every live grant of the scope into the campaign, at most `most` of them.
 * @returns how many there are, and the teams whose owners have to answer
 */
export async function insertCampaignItems(
  db: Connection,
  campaignId: string,
  { teamId, scope }: Pick<NewCampaign, "teamId" | "scope">,
  most: number,
): Promise<{ items: number; teamIds: string[] }> {
  const { cluster = null, prefix = null, application = null } = scope;
  const rows = await db.$queryRaw<{ teamId: string }[]>`
    WITH chosen AS (
      SELECT g.id, g.team_id FROM grants g JOIN applications a ON a.id = g.application_id
      WHERE g.state <> 'ended' AND (${teamId}::uuid IS NULL OR g.team_id = ${teamId}::uuid)
        AND (${cluster}::text IS NULL OR g.cluster_slug = ${cluster})
        AND (${prefix}::text IS NULL OR starts_with(g.resource_name, ${prefix}))
        AND (${application}::text IS NULL OR a.slug = ${application})
      ORDER BY g.id LIMIT ${most}::int),
    put AS (INSERT INTO campaign_items (campaign_id, grant_id) SELECT ${campaignId}::uuid, id FROM chosen RETURNING grant_id)
    SELECT c.team_id AS "teamId" FROM chosen c JOIN put p ON p.grant_id = c.id`;
  return { items: rows.length, teamIds: [...new Set(rows.map((row) => row.teamId))] };
}

export type LockedCampaignItem = {
  title: string;
  closed: boolean;
  decision: "keep" | "end" | null;
};

/** What was answered for one grant in a campaign, whose row is locked for it. Null when there is no such item. */
export async function lockCampaignItem(
  db: Connection,
  campaignId: string,
  grantId: string,
): Promise<LockedCampaignItem | null> {
  await db.$queryRaw`SELECT FROM campaigns WHERE id = ${campaignId}::uuid FOR UPDATE`;
  const [row] = await db.$queryRaw<LockedCampaignItem[]>`
    SELECT c.title, c.closed_at IS NOT NULL OR c.due_at <= clock_timestamp() AS closed, i.decision
    FROM campaign_items i JOIN campaigns c ON c.id = i.campaign_id
    WHERE i.campaign_id = ${campaignId}::uuid AND i.grant_id = ${grantId}::uuid`;
  return row ?? null;
}

/** Keeps a person's word on one grant, and closes the campaign with the last one. */
export async function saveCampaignDecision(
  db: Connection,
  item: { campaignId: string; grantId: string; decision: "keep" | "end"; reason: string; userId: string },
): Promise<void> {
  await db.$executeRaw`
    UPDATE campaign_items SET decision = ${item.decision}, reason = ${item.reason}, decided_by = ${item.userId}::uuid, decided_at = now()
    WHERE campaign_id = ${item.campaignId}::uuid AND grant_id = ${item.grantId}::uuid`;
  await db.$executeRaw`
    UPDATE campaigns c SET closed_at = now() WHERE id = ${item.campaignId}::uuid AND closed_at IS NULL
      AND NOT EXISTS (SELECT FROM campaign_items i WHERE i.campaign_id = c.id AND i.decision IS NULL)`;
}
