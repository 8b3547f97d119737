"use server";

import { requestAccess } from "#lib/server/commands/request-access";
import { toAction } from "#lib/server/to-action";

export const submitAccessRequest = toAction(requestAccess);
