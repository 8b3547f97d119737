import type { RequestView } from "#lib/contract/requests";

/** Names that a page shows of an import; the rest is counted. */
const SHOWN_TOPICS = 50;

/** A request as a page holds it: of an import or a transfer of thousands, the first fifty things. Others as they are. */
export function inShort(request: RequestView): RequestView {
  const { topicImport, transfer, plan } = request;
  if (transfer) return { ...request, plan: { ...plan, changes: plan.changes.slice(0, SHOWN_TOPICS) } };
  if (!topicImport || topicImport.topics.length <= SHOWN_TOPICS) return request;
  return {
    ...request,
    plan: { ...plan, changes: plan.changes.slice(0, SHOWN_TOPICS) },
    topicImport: { ...topicImport, topics: topicImport.topics.slice(0, SHOWN_TOPICS) },
  };
}
