import { bulkResolveDrift } from "#lib/server/bulk-resolve-drift";
import { getDatabase } from "#lib/server/database";
import { toRouteOnBody } from "#lib/server/http/to-route";

export const POST = toRouteOnBody((actor, body, key) => bulkResolveDrift(getDatabase(), actor, "revert", body, key));
