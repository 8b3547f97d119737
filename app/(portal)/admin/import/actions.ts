"use server";

import { importTopics } from "#lib/server/commands/import-topics";
import { toAction } from "#lib/server/to-action";

export const takeOver = toAction(importTopics);
