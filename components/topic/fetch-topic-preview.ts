import { TopicPreview } from "#lib/contract/topic-requests";
import { dryRunPreview } from "../request/dry-run.ts";

/** Asks what would come of a request for a new topic. */
export function fetchTopicPreview(body: string, signal: AbortSignal): Promise<TopicPreview> {
  return dryRunPreview("/topic-requests", TopicPreview, body, signal);
}
