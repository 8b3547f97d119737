import type { NoticeKind } from "#lib/domain/notice";
import type { Connection } from "../database.ts";

export type NewWebhook = {
  id: string;
  /** Null: of the platform. */
  teamId: string | null;
  url: string;
  kinds: readonly NoticeKind[];
  keyId: string;
  sealedSecret: string;
  createdBy: string;
};

/** Stores a webhook with its secret sealed to the worker. */
export async function insertWebhook(db: Connection, webhook: NewWebhook): Promise<void> {
  const { id, teamId, url, kinds, keyId, sealedSecret, createdBy } = webhook;
  await db.$executeRaw`
    INSERT INTO webhooks (id, team_id, url, kinds, key_id, sealed_secret, created_by)
    VALUES (${id}::uuid, ${teamId}::uuid, ${url}, ${[...kinds]}::text[], ${keyId}, ${sealedSecret}, ${createdBy}::uuid)`;
}

/** How many webhooks a team, or the platform (null), has. Call it with the team locked, so that two do not count at once. */
export async function countWebhooks(db: Connection, teamId: string | null): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM webhooks WHERE team_id IS NOT DISTINCT FROM ${teamId}::uuid AND deleted_at IS NULL`;
  return row?.count ?? 0;
}

export type LockedWebhook = { id: string; teamId: string | null; url: string; deleted: boolean };

/** A webhook, its team locked before. Null when there is none. */
export async function lockWebhook(db: Connection, id: string): Promise<LockedWebhook | null> {
  await db.$queryRaw`
    SELECT FROM teams t JOIN webhooks w ON w.team_id = t.id WHERE w.id = ${id}::uuid FOR NO KEY UPDATE OF t`;
  const [row] = await db.$queryRaw<LockedWebhook[]>`
    SELECT id, team_id AS "teamId", url, deleted_at IS NOT NULL AS deleted FROM webhooks WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return row ?? null;
}

/** Ends a webhook: what is not delivered yet is not delivered any more. */
export async function deleteWebhookById(db: Connection, id: string): Promise<void> {
  await db.$executeRaw`UPDATE webhooks SET deleted_at = now() WHERE id = ${id}::uuid AND deleted_at IS NULL`;
}

export type ListedWebhook = {
  id: string;
  url: string;
  kinds: NoticeKind[];
  createdAt: Date;
  /** Deliveries that wait, and that were given up. */
  pending: number;
  failed: number;
  lastSentAt: Date | null;
  /** Why the newest delivery was not sent; empty when it was. */
  lastError: string;
};

/** The webhooks of a team, or of the platform (null), with how their deliveries go; oldest first. */
export async function webhooksOf(db: Connection, teamId: string | null): Promise<ListedWebhook[]> {
  return db.$queryRaw`
    SELECT w.id, w.url, w.kinds, w.created_at AS "createdAt", d.pending, d.failed, d."lastSentAt", coalesce(e.error, '') AS "lastError"
    FROM webhooks w
      CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE state = 'pending')::int AS pending, count(*) FILTER (WHERE state = 'failed')::int AS failed,
          max(sent_at) AS "lastSentAt"
        FROM outbox_deliveries WHERE webhook_id = w.id) d
      LEFT JOIN LATERAL (
        SELECT error FROM outbox_deliveries WHERE webhook_id = w.id AND attempt > 0 ORDER BY id DESC LIMIT 1) e ON true
    WHERE w.team_id IS NOT DISTINCT FROM ${teamId}::uuid AND w.deleted_at IS NULL
    ORDER BY w.id`;
}
