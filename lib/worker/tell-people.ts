import type { Logger } from "pino";
import type { Database } from "#lib/db/database";
import { deliverMail } from "./deliver-mail.ts";
import { deliverWebhook, type WebhookParts } from "./deliver-webhook.ts";
import { expandNotices } from "./expand-notices.ts";
import { MAIL_CONNECTIONS, type Mailer } from "./mailer.ts";
import { WakeUp } from "./wake-up.ts";

/** How long a lost wake-up can delay a notice, and what is due again can wait. */
const LOOK_EVERY_MS = 5_000;
/** Calls at once; a receiver may take ten seconds for each. */
const WEBHOOK_LANES = 4;

/** How people can be told. */
export type Means = {
  /** Null: this installation sends no mail. */
  mail: { mailer: Mailer; url: URL } | null;
  webhooks: WebhookParts;
};

/**
 * Tells people what was written down for them, until the signal: one lane gives notices to whom they concern, the others deliver, each one at a
 * time. Failures are logged and tried again at the next look.
 */
export async function tellPeople(
  parts: Means & { db: Database; log: Logger },
  bell: WakeUp,
  signal: AbortSignal,
): Promise<void> {
  const { db, log, mail, webhooks } = parts;
  const deliveries: (() => Promise<boolean>)[] = [
    ...Array.from(
      { length: mail ? MAIL_CONNECTIONS : 0 },
      () => async () => mail !== null && deliverMail(db, mail.mailer, mail.url),
    ),
    ...Array.from({ length: WEBHOOK_LANES }, () => () => deliverWebhook(db, webhooks, signal)),
  ];
  const lanes = deliveries.map((deliver) => ({ deliver, bell: new WakeUp() }));
  const expand = async () => {
    const expanded = await expandNotices(db, { mail: mail !== null });
    if (expanded > 0) for (const lane of lanes) lane.bell.ring();
    return false;
  };

  const keep = (work: () => Promise<boolean>, ownBell: WakeUp) => keepWorking(work, ownBell, log, signal);
  await Promise.all([keep(expand, bell), ...lanes.map((lane) => keep(lane.deliver, lane.bell))]);
}

/** Works as long as there is something to do, then waits for the bell or the next look. */
async function keepWorking(
  work: () => Promise<boolean>,
  bell: WakeUp,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const more = await work().catch((error: unknown) => {
      if (!signal.aborted) log.error({ err: error }, "telling people failed; it is tried again");
      return false;
    });
    if (!more) await bell.wait(LOOK_EVERY_MS, signal);
  }
}
