import { askSample } from "#lib/server/commands/ask-sample";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(askSample, { status: 201 });
