"use server";

import { requestOffsetReset } from "#lib/server/commands/request-offset-reset";
import { toAction } from "#lib/server/to-action";

export const askForReset = toAction(requestOffsetReset);
