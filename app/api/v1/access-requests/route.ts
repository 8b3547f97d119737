import { requestAccess } from "#lib/server/commands/request-access";
import { toPostQueryRoute, toRoute } from "#lib/server/http/to-route";
import { previewAccessRequest } from "#lib/server/queries/preview-access-request";

const submit = toRoute(requestAccess, { status: 201 });
const preview = toPostQueryRoute(previewAccessRequest);

/** Whatever is not clearly "no" only judges: a misspelt `dryRun` must never store anything. */
export const POST: typeof submit = (request, context) => {
  const dryRun = new URL(request.url).searchParams.get("dryRun") ?? "false";
  return dryRun === "false" ? submit(request, context) : preview(request, context);
};
