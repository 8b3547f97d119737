import { toGetRoute } from "#lib/server/http/to-route";
import { getSubject } from "#lib/server/queries/get-subject";

export const GET = toGetRoute(getSubject);
