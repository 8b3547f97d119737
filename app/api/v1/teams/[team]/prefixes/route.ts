import { addPrefix } from "#lib/server/commands/add-prefix";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(addPrefix, { status: 201 });
