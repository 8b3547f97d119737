import { deleteApplication } from "#lib/server/commands/delete-application";
import { updateApplication } from "#lib/server/commands/update-application";
import { toGetRoute, toRoute } from "#lib/server/http/to-route";
import { getApplication } from "#lib/server/queries/get-application";

export const GET = toGetRoute(getApplication);
export const PATCH = toRoute(updateApplication);
export const DELETE = toRoute(deleteApplication, { status: 204, bodyless: true });
