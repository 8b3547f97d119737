import type { NoticeKind } from "#lib/domain/notice";
import type { Connection } from "../database.ts";

export type NotificationChoice = { mail: boolean; muted: NoticeKind[] };

/** What somebody wants to be told by mail: everything, until they say otherwise. */
export async function notificationChoiceOf(db: Connection, userId: string): Promise<NotificationChoice> {
  const [row] = await db.$queryRaw<NotificationChoice[]>`
    SELECT mail, muted FROM notification_settings WHERE user_id = ${userId}::uuid`;
  return row ?? { mail: true, muted: [] };
}

/** Keeps what somebody wants to be told. */
export async function saveNotificationChoice(
  db: Connection,
  userId: string,
  { mail, muted }: NotificationChoice,
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO notification_settings (user_id, mail, muted) VALUES (${userId}::uuid, ${mail}, ${muted}::text[])
    ON CONFLICT (user_id) DO UPDATE SET mail = excluded.mail, muted = excluded.muted`;
}
