import { toGetRoute } from "#lib/server/http/to-route";
import { listPolicies } from "#lib/server/queries/list-policies";

export const GET = toGetRoute(listPolicies);
