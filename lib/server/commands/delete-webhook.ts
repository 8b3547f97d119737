import { DeleteWebhook } from "#lib/contract/notifications";
import { deleteWebhookById } from "#lib/db/stores/webhooks";
import { defineCommand, succeed } from "../define-command.ts";
import { webhookObject, webhookSubject } from "../webhooks/webhook-subject.ts";

/** Ends a webhook; what was not delivered yet is not delivered any more. */
export const deleteWebhook = defineCommand({
  name: "delete-webhook",
  permission: "webhook.manage",
  input: DeleteWebhook,
  subject: webhookSubject,
  async handle({ db }, _, { webhook: { id, teamId, url, deleted } }) {
    const answer = { id, deleted: true };
    if (deleted) return succeed(answer, { audit: [] });

    await deleteWebhookById(db, id);
    const object = webhookObject(id, url);
    return succeed(answer, {
      audit: { action: "webhook.deleted", object, teamId, before: { deleted: false }, after: { deleted: true } },
    });
  },
});
