import { toDocumentRoute } from "#lib/server/http/to-route";
import { exportDataContract } from "#lib/server/queries/export-data-contract";

export const GET = toDocumentRoute(exportDataContract);
