import { type Connection, sql } from "../database.ts";
import { removeSome } from "./remove-some.ts";

/**
 * How long notices and their deliveries are kept. Whether something was told is known by its notice, so this is longer than anything is told again
 * for: the first reminder of the end of access comes 14 days before, and a request waits for 30.
 */
export const NOTICES_KEPT_DAYS = 90;

const isOver = sql`< now() - make_interval(days => ${NOTICES_KEPT_DAYS}::int)`;

/**
 * Removes what is over: at most so many deliveries, and as many notices of which no delivery is kept. Together, because who looks for deliveries
 * passes by the notices whose deliveries are gone.
 * @returns how many of both
 */
export async function forgetNotices(db: Connection, most: number): Promise<number> {
  const deliveries = await forgetDeliveries(db, most);
  const where = sql`old.expanded_at ${isOver} AND NOT EXISTS (SELECT FROM outbox_deliveries d WHERE d.event_id = old.id)`;
  return deliveries + (await removeSome(db, sql`outbox_events`, where, most));
}

/**
 * Deliveries that were made or given up. Of a webhook that is still there, the newest that was made and the newest that was tried stay: its owners
 * see how it goes.
 */
function forgetDeliveries(db: Connection, most: number): Promise<number> {
  const isShown = sql`EXISTS (SELECT FROM webhooks w WHERE w.id = old.webhook_id AND w.deleted_at IS NULL)
    AND NOT EXISTS (SELECT FROM outbox_deliveries newer WHERE newer.webhook_id = old.webhook_id AND newer.id > old.id
      AND (newer.state = 'sent' OR (old.state = 'failed' AND newer.attempt > 0)))`;
  const where = sql`old.state <> 'pending' AND NOT (${isShown})
    AND EXISTS (SELECT FROM outbox_events e WHERE e.id = old.event_id AND e.expanded_at ${isOver})`;
  return removeSome(db, sql`outbox_deliveries`, where, most);
}

/** Removes webhooks that were deleted 90 days ago, with their secrets, once none of their deliveries is kept. */
export async function forgetWebhooks(db: Connection, most: number): Promise<number> {
  const [row] = await db.$queryRaw<{ removed: number }[]>`SELECT webhooks_forget(${most}::int) AS removed`;
  return row?.removed ?? 0;
}
