import { findTopicDefaults } from "#lib/db/worker-stores/cluster-status";
import type { TopicDefaults } from "#lib/domain/topic-defaults";
import type { ClusterSession } from "./cluster-session.ts";

/**
 * Asks the cluster what keys mean that are not set, for the session. Where it refuses to tell, what is stored counts on, by which people decide
 * meanwhile, and stock Kafka's defaults where none is: a cluster that keeps its brokers' settings to itself is served all the same.
 * @returns null where it refused
 * @throws ClusterCallFailed
 */
export async function lookAtDefaults(
  session: Pick<ClusterSession, "admin" | "db" | "log" | "slug" | "topicDefaults">,
): Promise<TopicDefaults | null> {
  const told = await session.admin.topicDefaults();
  if (told.ok) {
    session.topicDefaults = told.value;
    return told.value;
  }
  session.log.warn({ error: told.error }, "the cluster does not tell its defaults");
  session.topicDefaults = await findTopicDefaults(session.db, session.slug);
  return null;
}
