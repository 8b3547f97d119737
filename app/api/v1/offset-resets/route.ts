import { requestOffsetReset } from "#lib/server/commands/request-offset-reset";
import { toPostQueryRoute, toRoute } from "#lib/server/http/to-route";
import { previewOffsetReset } from "#lib/server/queries/preview-offset-reset";

const submit = toRoute(requestOffsetReset, { status: 201 });
const preview = toPostQueryRoute(previewOffsetReset);

/** Whatever is not clearly "no" only judges: a misspelt `dryRun` must never store anything. */
export const POST: typeof submit = (request, context) => {
  const dryRun = new URL(request.url).searchParams.get("dryRun") ?? "false";
  return dryRun === "false" ? submit(request, context) : preview(request, context);
};
