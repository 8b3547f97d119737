import type { WebhookRow } from "#lib/contract/notifications";
import type { Tone } from "../ui/tone.ts";

type Deliveries = Pick<WebhookRow, "pending" | "failed" | "lastSentAt" | "lastError">;

/** How the deliveries of a webhook go, in one word; its newest one counts. */
export function webhookState({ pending, failed, lastSentAt, lastError }: Deliveries): { tone: Tone; word: string } {
  if (lastError !== "") return pending > 0 ? { tone: "warn", word: "Trying again" } : { tone: "bad", word: "Given up" };
  if (lastSentAt !== null) return { tone: "ok", word: "Delivered" };
  if (pending > 0) return { tone: "wait", word: "Waiting" };
  return failed > 0 ? { tone: "bad", word: "Given up" } : { tone: "off", word: "Nothing sent yet" };
}
