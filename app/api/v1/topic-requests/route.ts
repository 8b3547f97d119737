import { requestTopic } from "#lib/server/commands/request-topic";
import { requestTopicAdoption } from "#lib/server/commands/request-topic-adoption";
import { requestTopicBlock } from "#lib/server/commands/request-topic-block";
import { requestTopicChange } from "#lib/server/commands/request-topic-change";
import { requestTopicDeletion } from "#lib/server/commands/request-topic-deletion";
import { requestTopicRevert } from "#lib/server/commands/request-topic-revert";
import { onBody, toPostQueryRouteByKind, toRouteByKind } from "#lib/server/http/to-route";
import { previewTopicLife } from "#lib/server/queries/preview-topic-life";
import { previewTopicRequest } from "#lib/server/queries/preview-topic-request";

const LIFE = {
  change: onBody(requestTopicChange),
  revert: onBody(requestTopicRevert),
  adopt: onBody(requestTopicAdoption),
  block: onBody(requestTopicBlock),
  delete: onBody(requestTopicDeletion),
};
const submit = toRouteByKind({ create: onBody(requestTopic), ...LIFE }, { status: 201 });
const preview = toPostQueryRouteByKind(previewTopicRequest, { kinds: Object.keys(LIFE), query: previewTopicLife });

/** Whatever is not clearly "no" only judges: a misspelt `dryRun` must never store anything. */
export const POST: typeof submit = (request, context) => {
  const dryRun = new URL(request.url).searchParams.get("dryRun") ?? "false";
  return dryRun === "false" ? submit(request, context) : preview(request, context);
};
