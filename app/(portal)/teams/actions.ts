"use server";

import { addPrefix } from "#lib/server/commands/add-prefix";
import { createTeam } from "#lib/server/commands/create-team";
import { createWebhook } from "#lib/server/commands/create-webhook";
import { deleteTeam } from "#lib/server/commands/delete-team";
import { deleteWebhook } from "#lib/server/commands/delete-webhook";
import { removeMember } from "#lib/server/commands/remove-member";
import { removePrefix } from "#lib/server/commands/remove-prefix";
import { requestOwnershipTransfer } from "#lib/server/commands/request-ownership-transfer";
import { setMember } from "#lib/server/commands/set-member";
import { updateTeam } from "#lib/server/commands/update-team";
import { toAction } from "#lib/server/to-action";

export const makeTeam = toAction(createTeam);
export const changeTeam = toAction(updateTeam);
export const dropTeam = toAction(deleteTeam);
export const putMember = toAction(setMember);
export const dropMember = toAction(removeMember);
export const givePrefix = toAction(addPrefix);
export const takePrefix = toAction(removePrefix);
export const makeWebhook = toAction(createWebhook);
export const dropWebhook = toAction(deleteWebhook);
export const transferEverything = toAction(requestOwnershipTransfer);
