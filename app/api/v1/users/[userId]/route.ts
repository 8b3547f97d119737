import { updateUser } from "#lib/server/commands/update-user";
import { toRoute } from "#lib/server/http/to-route";

export const PATCH = toRoute(updateUser);
