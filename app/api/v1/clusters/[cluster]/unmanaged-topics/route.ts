import { toGetRoute } from "#lib/server/http/to-route";
import { listUnmanagedTopics } from "#lib/server/queries/list-unmanaged-topics";

export const GET = toGetRoute(listUnmanagedTopics);
