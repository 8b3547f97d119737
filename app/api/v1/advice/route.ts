import { toGetRoute } from "#lib/server/http/to-route";
import { listAdvice } from "#lib/server/queries/list-advice";

export const GET = toGetRoute(listAdvice);
