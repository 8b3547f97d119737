import type { Connection } from "#lib/db/database";
import { lockRequestsOfTopic } from "#lib/db/stores/requests-of-topic";
import { staleDependents } from "../requests/stale-dependents.ts";
import { type MadeStale, staleRequests } from "../requests/stale-requests.ts";

/**
 * Ends what is still asked of a topic that goes: nothing of it can be approved any more, and what it claims would else be kept from the next topic
 * of that name. Answers what the trail says and what people are told.
 */
export async function staleWithTopic(
  db: Connection,
  topic: { topicId: string; cluster: string; name: string },
  byRequest: number,
): Promise<MadeStale> {
  const open = await lockRequestsOfTopic(db, topic, byRequest);
  const outcome = `${topic.name} is deleted by request ${byRequest}.`;
  const made = [await staleRequests(db, open, outcome)];
  for (const { id } of open) made.push(await staleDependents(db, id));
  return { audit: made.flatMap(({ audit }) => audit), tell: made.flatMap(({ tell }) => tell) };
}
