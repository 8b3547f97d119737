import type { Notice } from "#lib/domain/notice";
import type { Connection } from "./database.ts";

/** What `NOTIFY headgate_work` carries when people are to be told; no cluster can be called so. */
export const OUTBOX_BELL = "@outbox";

/**
 * Writes down what people are to be told, in the transaction of what it tells of: it is told if that lasts, and only then. A notice whose
 * `dedupeKey` was told before is left out.
 */
export async function insertNotices(db: Connection, notices: readonly Notice[]): Promise<void> {
  if (notices.length === 0) return;

  await db.$executeRaw`
    INSERT INTO outbox_events (kind, dedupe_key, subject, body, path, audience, data)
    SELECT kind, "dedupeKey", subject, body, path, audience, coalesce(data, '{}')
    FROM jsonb_to_recordset(${JSON.stringify(notices)}::jsonb)
      AS n(kind text, "dedupeKey" text, subject text, body text, path text, audience jsonb, data jsonb)
    ON CONFLICT (dedupe_key) DO NOTHING`;
}
