import type { Connection } from "../database.ts";

export type DueCampaign = { id: string; title: string; teamId: string | null };
export type SilentGrant = {
  id: string;
  cluster: string;
  operation: "consume" | "produce";
  resource: string;
  prefixed: boolean;
  application: { slug: string; name: string; teamId: string };
  /** The side that gives. */
  team: { id: string; slug: string };
  /** False when it had ended before. */
  lives: boolean;
};

/** Locks one open recertification whose date has passed; none that another worker is closing. Null when there is none. */
export async function lockDueCampaign(db: Connection): Promise<DueCampaign | null> {
  const [row] = await db.$queryRaw<DueCampaign[]>`
    SELECT id, title, team_id AS "teamId" FROM campaigns WHERE closed_at IS NULL AND due_at <= clock_timestamp()
    ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`;
  return row ?? null;
}

/** Locks the grants of a recertification that nobody answered for, at most `limit`. */
export async function lockSilentGrants(db: Connection, campaignId: string, limit: number): Promise<SilentGrant[]> {
  return db.$queryRaw`
    SELECT g.id, g.cluster_slug AS cluster, g.operation, g.resource_name AS resource, g.pattern_type = 'PREFIXED' AS prefixed,
      jsonb_build_object('slug', a.slug, 'name', a.name, 'teamId', a.team_id) AS application,
      jsonb_build_object('id', t.id, 'slug', t.slug) AS team, g.state <> 'ended' AS lives
    FROM campaign_items i JOIN grants g ON g.id = i.grant_id JOIN applications a ON a.id = g.application_id
    JOIN teams t ON t.id = g.team_id WHERE i.campaign_id = ${campaignId}::uuid AND i.decision IS NULL ORDER BY g.id LIMIT ${limit}::int FOR NO KEY UPDATE OF g`;
}

/** Ends these grants and writes down that nobody answered. */
export async function endSilentGrants(
  db: Connection,
  campaignId: string,
  grantIds: readonly string[],
  reason: string,
): Promise<void> {
  await db.$executeRaw`
    UPDATE grants SET state = 'ended', ended_at = clock_timestamp(), end_kind = 'revoked', ended_by = 'recertification',
      end_reason = ${reason}, version = version + 1
    WHERE id = ANY(${[...grantIds]}::uuid[]) AND state <> 'ended'`;
  await db.$executeRaw`
    UPDATE campaign_items SET decision = 'end', reason = 'Nobody answered in time.', decided_at = clock_timestamp()
    WHERE campaign_id = ${campaignId}::uuid AND grant_id = ANY(${[...grantIds]}::uuid[])`;
}

/** Closes a recertification in which everything is answered. */
export async function closeCampaign(db: Connection, campaignId: string): Promise<void> {
  await db.$executeRaw`UPDATE campaigns SET closed_at = clock_timestamp() WHERE id = ${campaignId}::uuid`;
}
