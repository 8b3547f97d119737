import { toGetRoute } from "#lib/server/http/to-route";
import { listSubjects } from "#lib/server/queries/list-subjects";

export const GET = toGetRoute(listSubjects);
