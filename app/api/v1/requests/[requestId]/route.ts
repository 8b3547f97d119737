import { editRequest } from "#lib/server/commands/edit-request";
import { toGetRoute, toRoute } from "#lib/server/http/to-route";
import { getRequest } from "#lib/server/queries/get-request";

export const GET = toGetRoute(getRequest);
export const PATCH = toRoute(editRequest);
