import { toGetRoute } from "#lib/server/http/to-route";
import { listUnmanagedAcls } from "#lib/server/queries/list-unmanaged-acls";

export const GET = toGetRoute(listUnmanagedAcls);
