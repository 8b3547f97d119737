import type { TopicSight } from "#lib/db/stores/unowned-topics";
import { isInternalTopic } from "#lib/domain/topic-name";

/**
 * Why a topic cannot be taken over; null when it can.
 * @param exceptRequest the request that is judged again, whose own claim does not count
 */
export function importConflict(sight: TopicSight, cluster: string, exceptRequest: number | null): string | null {
  const { name, observed, ownedBy, reservedAs, claimedBy } = sight;
  if (ownedBy !== null) return `${name} is managed already; it belongs to ${ownedBy}.`;
  if (!observed) return `${name} was not seen on ${cluster}.`;
  if (observed.internal || isInternalTopic(name)) return `${name} is internal to Kafka or to what runs beside it.`;
  if (reservedAs !== null)
    return reservedAs === name
      ? `${name} is asked for on ${cluster} as a new topic.`
      : `${name} collides with ${reservedAs}: Kafka’s metrics do not tell '.' from '_'.`;
  if (claimedBy !== null && claimedBy !== exceptRequest)
    return `${name} is to be taken over already, by request ${claimedBy}.`;
  return null;
}
