import { announceEnding } from "#lib/server/commands/announce-ending";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(announceEnding);
