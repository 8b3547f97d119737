import { enableUser } from "#lib/server/commands/enable-user";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(enableUser);
