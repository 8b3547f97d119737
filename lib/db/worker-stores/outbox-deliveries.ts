import { type Connection, type Sql, sql } from "../database.ts";

/** How long after each failure the next attempt is made, in seconds; after the last of them it has failed. */
export const RETRY_AFTER_SECONDS = [60, 300, 1_800, 7_200, 43_200] as const;
const MOST_ATTEMPTS = RETRY_AFTER_SECONDS.length + 1;

export type DueDelivery = {
  id: string;
  /** This one's number, from 1. */
  attempt: number;
  event: { id: string; kind: string; subject: string; body: string; path: string; data: unknown; at: Date };
};
/** `wanted`: false when the person was disabled, lost the address or muted it since. */
export type DueMail = DueDelivery & { name: string; address: string | null; wanted: boolean };
export type DueWebhookCall = DueDelivery & {
  webhook: { id: string; url: string; sealedSecret: string; deleted: boolean };
};

/**
 * Takes one delivery that is due, and commits the attempt with the time of the next one before anything is sent. So a worker that dies meanwhile
 * loses nothing, and two workers never take the same. Up to a fifth of jitter, so that what failed together does not come back together.
 */
function taken(channel: "mail" | "webhook"): Sql {
  return sql`
    taken AS (
      UPDATE outbox_deliveries SET attempt = attempt + 1, due_at = clock_timestamp() + (1 + random() / 5) * interval '1 second' *
        (${[...RETRY_AFTER_SECONDS]}::int[])[least(attempt + 1, ${RETRY_AFTER_SECONDS.length}::int)]
      WHERE id = (SELECT id FROM outbox_deliveries WHERE state = 'pending' AND channel = ${channel} AND due_at <= clock_timestamp()
        ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING *)`;
}

const event = sql`jsonb_build_object('id', e.id, 'kind', e.kind, 'subject', e.subject, 'body', e.body, 'path', e.path, 'data', e.data) AS event,
  e.created_at AS at`;

type Row<Due extends DueDelivery> = Omit<Due, "event"> & { event: Omit<DueDelivery["event"], "at">; at: Date };

function only<Due extends DueDelivery>([row]: Row<Due>[]): Due | null {
  if (!row) return null;
  const { at, ...due } = row;
  return { ...due, event: { ...due.event, at } } as unknown as Due;
}

/** The mail that is due longest, taken; null when none is. */
export async function takeMail(db: Connection): Promise<DueMail | null> {
  const rows = await db.$queryRaw<Row<DueMail>[]>`
    WITH ${taken("mail")}
    SELECT d.id, d.attempt, u.name, u.email AS address, ${event},
      u.disabled_at IS NULL AND coalesce(s.mail, true) AND e.kind <> ALL (coalesce(s.muted, '{}')) AS wanted
    FROM taken d JOIN outbox_events e ON e.id = d.event_id JOIN users u ON u.id = d.user_id
      LEFT JOIN notification_settings s ON s.user_id = u.id`;
  return only(rows);
}

/** The call that is due longest, taken; null when none is. */
export async function takeWebhookCall(db: Connection): Promise<DueWebhookCall | null> {
  const rows = await db.$queryRaw<Row<DueWebhookCall>[]>`
    WITH ${taken("webhook")}
    SELECT d.id, d.attempt, ${event}, jsonb_build_object('id', w.id, 'url', w.url, 'sealedSecret', w.sealed_secret,
      'deleted', w.deleted_at IS NOT NULL) AS webhook
    FROM taken d JOIN outbox_events e ON e.id = d.event_id JOIN webhooks w ON w.id = d.webhook_id`;
  return only(rows);
}

/** Notes that a delivery was accepted. */
export async function noteSent(db: Connection, id: string): Promise<void> {
  await db.$executeRaw`
    UPDATE outbox_deliveries SET state = 'sent', sent_at = clock_timestamp(), due_at = NULL, error = '' WHERE id = ${id}::uuid`;
}

/** Notes why an attempt failed. It has failed for good when that is final or it was the last; a later attempt's word counts more. */
export async function noteNotSent(
  db: Connection,
  { id, attempt }: DueDelivery,
  why: { error: string; final: boolean },
): Promise<void> {
  const failed = why.final || attempt >= MOST_ATTEMPTS;
  await db.$executeRaw`
    UPDATE outbox_deliveries SET error = ${why.error}, state = CASE WHEN ${failed} THEN 'failed' ELSE 'pending' END,
      due_at = CASE WHEN ${failed} THEN NULL ELSE due_at END
    WHERE id = ${id}::uuid AND state = 'pending' AND attempt = ${attempt}::int`;
}

/**
 * Puts off whatever else is due for a webhook that just failed, by a minute and without counting it as an attempt: a receiver that hangs does not
 * keep the others waiting.
 */
export async function putOffWebhook(db: Connection, webhookId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE outbox_deliveries SET due_at = clock_timestamp() + interval '1 minute'
    WHERE id IN (SELECT id FROM outbox_deliveries WHERE webhook_id = ${webhookId}::uuid AND state = 'pending' AND due_at <= clock_timestamp()
      ORDER BY id FOR UPDATE SKIP LOCKED)`;
}
