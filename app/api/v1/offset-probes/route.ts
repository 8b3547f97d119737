import { askOffsets } from "#lib/server/commands/ask-offsets";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(askOffsets, { status: 201 });
