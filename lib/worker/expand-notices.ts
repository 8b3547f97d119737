import type { Database } from "#lib/db/database";
import { insertMails, insertWebhookCalls, lockNewNotices, noteExpanded } from "#lib/db/worker-stores/outbox-events";

const NOTICES_PER_TRANSACTION = 100;

/**
 * Turns notices into deliveries: a mail per person, a call per webhook. Several workers may do so at once, each for other notices; whoever
 * dies at it leaves them as they were.
 * @param mail whether this installation sends any; if not, none is made, so that none waits for ever
 * @returns how many notices there were
 */
export async function expandNotices(db: Database, { mail }: { mail: boolean }): Promise<number> {
  const expanded = await db.$transaction(async (tx) => {
    const notices = await lockNewNotices(tx, NOTICES_PER_TRANSACTION);
    if (notices.length === 0) return 0;

    if (mail) await insertMails(tx, notices);
    await insertWebhookCalls(tx, notices);
    await noteExpanded(tx, notices);
    return notices.length;
  });
  return expanded < NOTICES_PER_TRANSACTION ? expanded : expanded + (await expandNotices(db, { mail }));
}
