import { randomBytes, randomUUID } from "node:crypto";
import type { z } from "zod";
import { CreateWebhook, type WebhookCreated } from "#lib/contract/notifications";
import { countWebhooks, insertWebhook } from "#lib/db/stores/webhooks";
import { fail } from "#lib/domain/result";
import { keyIdOf, seal } from "#lib/domain/sealed-box";
import { webhookSecretContext } from "#lib/domain/webhook";
import { defineCommand, succeed } from "../define-command.ts";
import { personOf } from "../person.ts";
import { webEnvironment } from "../web-environment.ts";
import { webhookObject, webhookOwner } from "../webhooks/webhook-subject.ts";

const MOST_WEBHOOKS = 20;

/**
 * Makes a webhook of a team, or of the platform. The secret that signs its deliveries is in this one answer; what is stored, only the worker can
 * open.
 */
export const createWebhook = defineCommand({
  name: "create-webhook",
  permission: "webhook.manage",
  input: CreateWebhook,
  subject: (db, { team }) => webhookOwner(db, team),
  async handle({ actor, db }, { url, kinds: given }, { team }) {
    const teamId = team?.id ?? null;
    if ((await countWebhooks(db, teamId)) >= MOST_WEBHOOKS)
      return fail("conflict", `There are ${MOST_WEBHOOKS} webhooks already; delete one first.`);

    const [id, kinds] = [randomUUID(), [...new Set(given)].sort()];
    const secret = `hgwh_${randomBytes(32).toString("base64url")}`;
    const publicKey = webEnvironment().CREDENTIAL_PUBLIC_KEY;
    const sealedSecret = seal(publicKey, secret, webhookSecretContext(id));
    const createdBy = personOf(actor);
    await insertWebhook(db, { id, teamId, url, kinds, keyId: keyIdOf(publicKey), sealedSecret, createdBy });

    const value: z.infer<typeof WebhookCreated> = { id, secret, secretShown: false };
    const object = webhookObject(id, url);
    return succeed(value, {
      audit: { action: "webhook.created", object, teamId, after: { host: object.name, kinds } },
    });
  },
  replay: (created) => ({ ...created, secret: null, secretShown: true }),
});
