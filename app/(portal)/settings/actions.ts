"use server";

import { changePassword } from "#lib/server/commands/change-password";
import { createToken } from "#lib/server/commands/create-token";
import { createWebhook } from "#lib/server/commands/create-webhook";
import { deleteWebhook } from "#lib/server/commands/delete-webhook";
import { revokeToken } from "#lib/server/commands/revoke-token";
import { setTheme } from "#lib/server/commands/set-theme";
import { updateNotifications } from "#lib/server/commands/update-notifications";
import { toAction } from "#lib/server/to-action";

export const changeOwnPassword = toAction(changePassword);
export const createOwnToken = toAction(createToken);
export const revokeOwnToken = toAction(revokeToken);
export const keepTheme = toAction(setTheme);
export const keepNotifications = toAction(updateNotifications);
export const makePlatformWebhook = toAction(createWebhook);
export const dropPlatformWebhook = toAction(deleteWebhook);
