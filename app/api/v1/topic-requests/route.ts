import { requestTopic } from "#lib/server/commands/request-topic";
import { toPostQueryRoute, toRoute } from "#lib/server/http/to-route";
import { previewTopicRequest } from "#lib/server/queries/preview-topic-request";

const submit = toRoute(requestTopic, { status: 201 });
const preview = toPostQueryRoute(previewTopicRequest);

/** Whatever is not clearly "no" only judges: a misspelt `dryRun` must never store anything. */
export const POST: typeof submit = (request, context) => {
  const dryRun = new URL(request.url).searchParams.get("dryRun") ?? "false";
  return dryRun === "false" ? submit(request, context) : preview(request, context);
};
