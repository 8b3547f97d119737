import { IMPORT_BODY_BYTES } from "#lib/contract/topic-imports";
import { importTopics } from "#lib/server/commands/import-topics";
import { toPostQueryRoute, toRoute } from "#lib/server/http/to-route";
import { previewTopicImport } from "#lib/server/queries/preview-topic-import";

const submit = toRoute(importTopics, { status: 201, mostBytes: IMPORT_BODY_BYTES });
const preview = toPostQueryRoute(previewTopicImport, { mostBytes: IMPORT_BODY_BYTES });

/** Whatever is not clearly "no" only judges: a misspelt `dryRun` must never store anything. */
export const POST: typeof submit = (request, context) => {
  const dryRun = new URL(request.url).searchParams.get("dryRun") ?? "false";
  return dryRun === "false" ? submit(request, context) : preview(request, context);
};
