import { toGetRoute } from "#lib/server/http/to-route";
import { listClusters } from "#lib/server/queries/list-clusters";

export const GET = toGetRoute(listClusters);
