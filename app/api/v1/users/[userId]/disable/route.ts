import { disableUser } from "#lib/server/commands/disable-user";
import { toRoute } from "#lib/server/http/to-route";

export const POST = toRoute(disableUser);
