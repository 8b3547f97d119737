import { askCompatibility } from "#lib/server/commands/ask-compatibility";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(askCompatibility, { status: 201 });
