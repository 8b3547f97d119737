import { toGetRoute } from "#lib/server/http/to-route";
import { search } from "#lib/server/queries/search";

export const GET = toGetRoute(search);
