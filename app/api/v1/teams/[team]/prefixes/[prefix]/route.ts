import { removePrefix } from "#lib/server/commands/remove-prefix";
import { toRoute } from "#lib/server/http/to-route";

export const DELETE = toRoute(removePrefix, { status: 204, bodyless: true });
