import { z } from "zod";
import { Slug } from "#lib/domain/cluster";
import { NoticeKind } from "#lib/domain/notice";
import { WebhookUrl } from "#lib/domain/webhook";
import { TeamRef, Uuid } from "./common.ts";

export const UpdateNotifications = z.strictObject({
  /** Whether mail is sent to this person at all. */
  mail: z.boolean(),
  muted: z.array(NoticeKind).max(20).default([]),
});
export const NotificationSettings = z.object({
  mail: z.boolean(),
  muted: z.array(NoticeKind),
  /** Null: the account has no address, so nothing is sent. */
  address: z.string().nullable(),
});
export type NotificationSettings = z.infer<typeof NotificationSettings>;

export const CreateWebhook = z.strictObject({
  /** Absent: of the platform. */
  team: Slug.optional(),
  url: WebhookUrl,
  kinds: z.array(NoticeKind).min(1, "at least one kind").max(20),
});
/** The secret is shown once; it signs every delivery (HMAC-SHA-256). */
export const WebhookCreated = z.object({ id: z.string(), secret: z.string().nullable(), secretShown: z.boolean() });
export const DeleteWebhook = z.strictObject({ webhookId: Uuid });
export const ListWebhooks = z.strictObject({ team: Slug.optional() });
export const WebhookRow = z.object({
  id: z.string(),
  team: TeamRef.nullable(),
  url: z.string(),
  kinds: z.array(NoticeKind),
  createdAt: z.string(),
  pending: z.int(),
  failed: z.int(),
  lastSentAt: z.string().nullable(),
  lastError: z.string(),
});
export const WebhookList = z.object({ items: z.array(WebhookRow) });
export type WebhookRow = z.infer<typeof WebhookRow>;
