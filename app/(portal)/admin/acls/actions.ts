"use server";

import { requestAclRemoval } from "#lib/server/commands/request-acl-removal";
import { toAction } from "#lib/server/to-action";

export const askForRemoval = toAction(requestAclRemoval);
