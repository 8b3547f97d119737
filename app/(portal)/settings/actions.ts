"use server";

import { changePassword } from "#lib/server/commands/change-password";
import { createToken } from "#lib/server/commands/create-token";
import { revokeToken } from "#lib/server/commands/revoke-token";
import { setTheme } from "#lib/server/commands/set-theme";
import { toAction } from "#lib/server/to-action";

export const changeOwnPassword = toAction(changePassword);
export const createOwnToken = toAction(createToken);
export const revokeOwnToken = toAction(revokeToken);
export const keepTheme = toAction(setTheme);
