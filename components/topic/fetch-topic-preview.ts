import { z } from "zod";
import { TopicPreview } from "#lib/contract/topic-requests";

/** The answer where fields are wrong in themselves: a problem, with the judgement of the rest. */
const Refused = z.object({ preview: TopicPreview });

/**
 * Asks what would come of a request: nothing is stored. A query by fetch and not a server action, because those queue up per client
 * and cannot be aborted. Throws when there is no judgement to show (signed out, too many questions, no connection).
 */
export async function fetchTopicPreview(body: string, signal: AbortSignal): Promise<TopicPreview> {
  const response = await fetch("/api/v1/topic-requests?dryRun=true", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
    signal,
  });
  const answer: unknown = await response.json();
  return response.ok ? TopicPreview.parse(answer) : Refused.parse(answer).preview;
}
