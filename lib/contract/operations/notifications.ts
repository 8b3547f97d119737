import * as notifications from "../notifications.ts";
import type { Operation } from "./operation.ts";

export const NOTIFICATIONS: readonly Operation[] = [
  {
    id: "getNotifications",
    method: "get",
    path: "/notifications",
    tag: "notifications",
    summary: "What the caller is told by mail",
    status: 200,
    response: notifications.NotificationSettings,
  },
  {
    id: "updateNotifications",
    method: "patch",
    path: "/notifications",
    tag: "notifications",
    summary: "Choose what to be told by mail",
    body: notifications.UpdateNotifications,
    status: 200,
    response: notifications.NotificationSettings,
  },
  {
    id: "listWebhooks",
    method: "get",
    path: "/webhooks",
    tag: "notifications",
    summary: "Webhooks of a team, or of the platform, and how their deliveries go",
    query: notifications.ListWebhooks,
    status: 200,
    response: notifications.WebhookList,
  },
  {
    id: "createWebhook",
    method: "post",
    path: "/webhooks",
    tag: "notifications",
    summary: "Make a webhook; its secret is shown once",
    body: notifications.CreateWebhook,
    status: 201,
    response: notifications.WebhookCreated,
  },
  {
    id: "deleteWebhook",
    method: "delete",
    path: "/webhooks/{webhookId}",
    tag: "notifications",
    summary: "Delete a webhook",
    status: 204,
  },
];
