"use server";

import { createUser } from "#lib/server/commands/create-user";
import { disableUser } from "#lib/server/commands/disable-user";
import { enableUser } from "#lib/server/commands/enable-user";
import { updateUser } from "#lib/server/commands/update-user";
import { toAction } from "#lib/server/to-action";

export const makeUser = toAction(createUser);
export const changeUser = toAction(updateUser);
export const shutOut = toAction(disableUser);
export const letIn = toAction(enableUser);
