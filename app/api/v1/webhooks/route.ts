import { createWebhook } from "#lib/server/commands/create-webhook";
import { toGetRoute, toRoute } from "#lib/server/http/to-route";
import { listWebhooks } from "#lib/server/queries/list-webhooks";

export const GET = toGetRoute(listWebhooks);
export const POST = toRoute(createWebhook, { status: 201 });
