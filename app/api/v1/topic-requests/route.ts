import { requestTopic } from "#lib/server/commands/request-topic";
import { toPostQueryRoute, toRoute } from "#lib/server/http/to-route";
import { previewTopicRequest } from "#lib/server/queries/preview-topic-request";

const submit = toRoute(requestTopic, { status: 201 });
const preview = toPostQueryRoute(previewTopicRequest);

export const POST: typeof submit = (request, context) =>
  new URL(request.url).searchParams.get("dryRun") === "true" ? preview(request, context) : submit(request, context);
