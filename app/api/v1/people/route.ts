import { toGetRoute } from "#lib/server/http/to-route";
import { findPeople } from "#lib/server/queries/find-people";

export const GET = toGetRoute(findPeople);
