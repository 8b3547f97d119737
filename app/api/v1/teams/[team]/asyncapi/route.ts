import { toDocumentRoute } from "#lib/server/http/to-route";
import { exportTeamAsyncApi } from "#lib/server/queries/export-team-async-api";

export const GET = toDocumentRoute(exportTeamAsyncApi);
