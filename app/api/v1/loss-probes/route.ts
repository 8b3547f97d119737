import { askLoss } from "#lib/server/commands/ask-loss";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(askLoss, { status: 201 });
