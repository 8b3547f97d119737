import { toGetRoute } from "#lib/server/http/to-route";
import { compareVersions } from "#lib/server/queries/compare-versions";

export const GET = toGetRoute(compareVersions);
