import { requestCompatibility } from "#lib/server/commands/request-compatibility";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(requestCompatibility, { status: 201 });
