import { toGetRoute } from "#lib/server/http/to-route";
import { listDrift } from "#lib/server/queries/list-drift";

export const GET = toGetRoute(listDrift);
