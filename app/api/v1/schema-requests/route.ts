import { requestSchema } from "#lib/server/commands/request-schema";
import { toPostQueryRoute, toRoute } from "#lib/server/http/to-route";
import { previewSchemaRequest } from "#lib/server/queries/preview-schema-request";

const submit = toRoute(requestSchema, { status: 201 });
const preview = toPostQueryRoute(previewSchemaRequest);

/** Whatever is not clearly "no" only judges: a misspelt `dryRun` must never store anything. */
export const POST: typeof submit = (request, context) => {
  const dryRun = new URL(request.url).searchParams.get("dryRun") ?? "false";
  return dryRun === "false" ? submit(request, context) : preview(request, context);
};
