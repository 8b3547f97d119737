import { toGetRoute } from "#lib/server/http/to-route";
import { listAudit } from "#lib/server/queries/list-audit";

export const GET = toGetRoute(listAudit);
