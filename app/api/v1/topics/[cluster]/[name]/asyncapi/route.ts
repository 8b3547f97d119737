import { toDocumentRoute } from "#lib/server/http/to-route";
import { exportTopicAsyncApi } from "#lib/server/queries/export-topic-async-api";

export const GET = toDocumentRoute(exportTopicAsyncApi);
