import { type Connection, sql } from "../database.ts";

/** Locks notices that nobody was given yet, oldest first; those that another worker is at are left to it. */
export async function lockNewNotices(db: Connection, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM outbox_events WHERE expanded_at IS NULL ORDER BY created_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED`;
  return rows.map(({ id }) => id);
}

/** Notes that everybody whom these notices concern has a delivery of them. */
export async function noteExpanded(db: Connection, eventIds: readonly string[]): Promise<void> {
  await db.$executeRaw`UPDATE outbox_events SET expanded_at = clock_timestamp() WHERE id = ANY(${[...eventIds]}::uuid[])`;
}

const listed = (field: string) => sql`jsonb_array_elements_text(coalesce(e.audience -> ${field}::text, '[]'))`;

/**
 * Makes a mail for each enabled person of the audience who has an address and has not muted the kind; one, however many ways lead to them.
 * @returns how many
 */
export async function insertMails(db: Connection, eventIds: readonly string[]): Promise<number> {
  return db.$executeRaw`
    WITH e AS (SELECT * FROM outbox_events WHERE id = ANY(${[...eventIds]}::uuid[])),
      people (event_id, user_id) AS (
        SELECT e.id, u::uuid FROM e, ${listed("userIds")} u
        UNION SELECT e.id, m.user_id FROM e, ${listed("ownersOf")} t JOIN memberships m ON m.team_id = t::uuid AND m.role = 'owner'
        UNION SELECT e.id, m.user_id FROM e, ${listed("membersOf")} t JOIN memberships m ON m.team_id = t::uuid
        UNION SELECT e.id, a.id FROM e JOIN users a ON a.platform_role = 'admin' WHERE e.audience ->> 'admins' = 'true')
    INSERT INTO outbox_deliveries (event_id, channel, user_id, due_at)
    SELECT e.id, 'mail', u.id, clock_timestamp()
    FROM people p JOIN e ON e.id = p.event_id JOIN users u ON u.id = p.user_id LEFT JOIN notification_settings s ON s.user_id = u.id
    WHERE u.disabled_at IS NULL AND u.email IS NOT NULL AND u.id::text IS DISTINCT FROM e.audience ->> 'except'
      AND coalesce(s.mail, true) AND e.kind <> ALL (coalesce(s.muted, '{}'))
    ON CONFLICT DO NOTHING`;
}

/**
 * Makes a delivery for each webhook that wants the kind: of the platform, and of the teams concerned. None for what was before the webhook.
 * @returns how many
 */
export async function insertWebhookCalls(db: Connection, eventIds: readonly string[]): Promise<number> {
  return db.$executeRaw`
    INSERT INTO outbox_deliveries (event_id, channel, webhook_id, due_at)
    SELECT e.id, 'webhook', w.id, clock_timestamp()
    FROM outbox_events e JOIN webhooks w ON w.deleted_at IS NULL AND e.kind = ANY (w.kinds) AND w.created_at <= e.created_at
    WHERE e.id = ANY(${[...eventIds]}::uuid[]) AND (w.team_id IS NULL OR w.team_id::text IN (
      SELECT * FROM ${listed("ownersOf")} UNION SELECT * FROM ${listed("membersOf")} UNION SELECT * FROM ${listed("webhooksOf")}))
    ON CONFLICT DO NOTHING`;
}
