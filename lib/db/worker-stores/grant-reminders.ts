import type { Connection } from "../database.ts";

/** How many days before its end both sides of a grant are reminded. */
export const REMIND_BEFORE_DAYS = [14, 7, 1] as const;

export type GrantToRemindOf = {
  id: string;
  /** Which reminder it is. */
  days: number;
  operation: "consume" | "produce";
  cluster: string;
  resource: string;
  prefixed: boolean;
  application: { slug: string; name: string; teamId: string };
  /** The side that gives. */
  team: { id: string; slug: string };
  expiresAt: Date;
  /** The same for one grant, reminder and end: a renewed grant is reminded of anew. */
  dedupeKey: string;
};

/**
 * Live grants that end within so many days and whose reminder of that was not written yet, those that end soonest first. None for a grant
 * that was given for a shorter time than the reminder is early.
 */
export async function findGrantsToRemindOf(db: Connection, limit: number): Promise<GrantToRemindOf[]> {
  return db.$queryRaw`
    SELECT * FROM (
      SELECT g.id, w.days, g.operation, g.cluster_slug AS cluster, g.resource_name AS resource, g.pattern_type = 'PREFIXED' AS prefixed,
        jsonb_build_object('slug', a.slug, 'name', a.name, 'teamId', a.team_id) AS application,
        jsonb_build_object('id', t.id, 'slug', t.slug) AS team,
        g.expires_at AS "expiresAt",
        concat('grant-expiring:', g.id, ':', w.days, ':', extract(epoch FROM g.expires_at)::bigint) AS "dedupeKey"
      FROM grants g JOIN applications a ON a.id = g.application_id JOIN teams t ON t.id = g.team_id
        CROSS JOIN LATERAL (SELECT min(d) AS days FROM unnest(${[...REMIND_BEFORE_DAYS]}::int[]) d
          WHERE g.expires_at <= clock_timestamp() + make_interval(days => d)) w
      WHERE g.state <> 'ended' AND g.expires_at > clock_timestamp()
        AND g.expires_at <= clock_timestamp() + make_interval(days => ${Math.max(...REMIND_BEFORE_DAYS)}::int)
        AND g.created_at <= g.expires_at - make_interval(days => w.days)) ending
    WHERE NOT EXISTS (SELECT FROM outbox_events e WHERE e.dedupe_key = "dedupeKey")
    ORDER BY "expiresAt", id LIMIT ${limit}::int`;
}
