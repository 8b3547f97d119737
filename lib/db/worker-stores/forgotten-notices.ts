import { type Connection, type Database, sql } from "../database.ts";

/**
 * How long notices and their deliveries are kept. Whether something was told is known by its notice, so this is longer than anything is told again
 * for: the first reminder of the end of access comes 14 days before, and a request waits for 30.
 */
export const NOTICES_KEPT_DAYS = 90;

/**
 * Of a webhook that is still there, the newest delivery that was tried and the one that was made last: its owners see how it goes. They may be two
 * that were made: an older one is made later when it had to be tried again.
 */
const isShown = sql`EXISTS (SELECT FROM webhooks w WHERE w.id = d.webhook_id AND w.deleted_at IS NULL)
  AND (NOT EXISTS (SELECT FROM outbox_deliveries newer WHERE newer.webhook_id = d.webhook_id AND newer.id > d.id AND newer.attempt > 0)
    OR d.state = 'sent' AND NOT EXISTS (SELECT FROM outbox_deliveries later WHERE later.webhook_id = d.webhook_id AND later.state = 'sent'
      AND (later.sent_at, later.id) > (d.sent_at, d.id)))`;

/**
 * Removes at most so many notices that are over, each with its deliveries, once none of these waits or is shown. Those that another worker is at are
 * left to it.
 * @returns how many notices
 */
export function forgetNotices(db: Database, most: number): Promise<number> {
  return db.$transaction(async (tx) => {
    // OFFSET 0: asked for one notice after the other, until there are enough. As a join it would read all deliveries first.
    const over = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM outbox_events e WHERE expanded_at < now() - make_interval(days => ${NOTICES_KEPT_DAYS}::int)
        AND NOT EXISTS (SELECT FROM outbox_deliveries d WHERE d.event_id = e.id AND (d.state = 'pending' OR ${isShown}) OFFSET 0)
      LIMIT ${most}::int FOR UPDATE SKIP LOCKED`;
    const ids = over.map(({ id }) => id);
    if (ids.length === 0) return 0;

    await tx.$executeRaw`DELETE FROM outbox_deliveries WHERE event_id = ANY(${ids}::uuid[])`;
    return tx.$executeRaw`DELETE FROM outbox_events WHERE id = ANY(${ids}::uuid[])`;
  });
}

/** Removes webhooks that were deleted 90 days ago, with their secrets, once none of their deliveries is kept. */
export async function forgetWebhooks(db: Connection, most: number): Promise<number> {
  const [row] = await db.$queryRaw<{ removed: number }[]>`SELECT webhooks_forget(${most}::int) AS removed`;
  return row?.removed ?? 0;
}
