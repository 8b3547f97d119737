import type { Connection } from "#lib/db/database";
import { lockManagedTopic, type ManagedTopic } from "#lib/db/stores/managed-topics";
import type { Loaded } from "../define-command.ts";

export type LoadedTopic = Loaded & { topic: ManagedTopic };

/** Loads a managed topic under the locks of its team and its own. Null when nobody manages a topic of that name. */
export async function topicSubject(
  db: Connection,
  { cluster, name }: { cluster: string; name: string },
): Promise<LoadedTopic | null> {
  const topic = await lockManagedTopic(db, cluster, name);
  if (!topic) return null;
  const { id, team } = topic;
  return { topic, subject: { kind: "topic", id, teamId: team.id, visibility: "everyone-signed-in" } };
}
