import { updateNotifications } from "#lib/server/commands/update-notifications";
import { toGetRoute, toRoute } from "#lib/server/http/to-route";
import { getNotifications } from "#lib/server/queries/get-notifications";

export const GET = toGetRoute(getNotifications);
export const PATCH = toRoute(updateNotifications);
