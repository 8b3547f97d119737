import type { Database } from "#lib/db/database";
import { databaseNow } from "#lib/db/worker-stores/cluster-status";
import {
  type DueWebhookCall,
  noteNotSent,
  noteSent,
  putOffWebhook,
  takeWebhookCall,
} from "#lib/db/worker-stores/outbox-deliveries";
import { open } from "#lib/domain/sealed-box";
import { webhookSecretContext } from "#lib/domain/webhook";
import { type Delivered, postWebhook } from "./webhook-post.ts";
import type { WebhookRules } from "./webhook-rules.ts";
import { webhookSignature } from "./webhook-signature.ts";

export type WebhookParts = {
  rules: WebhookRules;
  /** The installation's address. */
  url: URL;
  /** Opens the webhooks' secrets. */
  privateKey: string;
};

/**
 * Makes the call that is due longest. At least once: what was taken and whose end nobody noted is made again, under the same delivery id.
 * @returns false when none is due
 */
export async function deliverWebhook(db: Database, parts: WebhookParts, signal: AbortSignal): Promise<boolean> {
  const due = await takeWebhookCall(db);
  if (!due) return false;

  const delivered = await call(db, due, parts, signal);
  // Cut off because we stop: it is due again anyway.
  if (signal.aborted && !delivered.ok) return false;
  if (delivered.ok) {
    await noteSent(db, due.id);
    return true;
  }
  await noteNotSent(db, due, delivered);
  if (!delivered.final) await putOffWebhook(db, due.webhook.id);
  return true;
}

async function call(db: Database, due: DueWebhookCall, parts: WebhookParts, signal: AbortSignal): Promise<Delivered> {
  const { id, event, webhook } = due;
  if (webhook.deleted) return { ok: false, error: "the webhook was deleted", final: true };
  const secret = open(parts.privateKey, webhook.sealedSecret, webhookSecretContext(webhook.id));
  if (!secret.ok) return { ok: false, error: "its secret cannot be read any more: make the webhook anew", final: true };

  const body = JSON.stringify({
    id: event.id,
    kind: event.kind,
    at: event.at.toISOString(),
    subject: event.subject,
    path: event.path,
    url: new URL(event.path, parts.url).href,
    data: event.data,
  });
  // The database's clock, as everywhere: a receiver refuses calls that are signed for another time than now.
  const timestamp = Math.floor((await databaseNow(db)).getTime() / 1_000);
  const headers = {
    "user-agent": "Headgate",
    "headgate-delivery": id,
    "headgate-timestamp": String(timestamp),
    "headgate-signature": webhookSignature(secret.plaintext, timestamp, body),
  };
  return postWebhook({ url: new URL(webhook.url), headers, body, rules: parts.rules, signal });
}
