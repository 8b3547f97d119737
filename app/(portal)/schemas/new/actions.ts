"use server";

import { requestSchema } from "#lib/server/commands/request-schema";
import { toAction } from "#lib/server/to-action";

export const submitSchemaRequest = toAction(requestSchema);
