import { deleteWebhook } from "#lib/server/commands/delete-webhook";
import { toRoute } from "#lib/server/http/to-route";

export const DELETE = toRoute(deleteWebhook, { status: 204, bodyless: true });
