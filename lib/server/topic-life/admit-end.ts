import type { Connection } from "#lib/db/database";
import type { ManagedTopic } from "#lib/db/stores/managed-topics";
import type { TopicDeletionPatch } from "#lib/domain/request-kind";
import { fail, ok, type Result } from "#lib/domain/result";
import type { Judgement } from "../requests/request-kind.ts";
import { judgeBlock } from "./topic-block.ts";
import { isUnnamed, judgeDeletion, stillUsed } from "./topic-deletion.ts";
import { topicSight } from "./topic-sight.ts";

/** Blocking a topic that is there and open. */
export async function admitBlock(
  db: Connection,
  topic: ManagedTopic,
  { days }: { days: number },
): Promise<Result<Judgement<"topic.block">>> {
  const sight = await topicSight(db, topic);
  if (typeof sight === "string") return fail("conflict", sight);
  if (topic.blockedAt !== null) return fail("conflict", `${topic.name} is blocked already.`);
  return ok(await judgeBlock(db, topic, days));
}

/** Deleting a topic, also one that was seen to be gone from its cluster or made anew outside: what is managed here ends all the same. */
export async function admitDeletion(
  db: Connection,
  topic: ManagedTopic,
  { confirm, despite }: TopicDeletionPatch & { confirm: string },
): Promise<Result<Judgement<"topic.delete">>> {
  const { name } = topic;
  if (topic.deletingAt !== null) return fail("conflict", `${name} is being deleted.`);
  if (confirm !== name) {
    const message = `is not the topic's name; type ${name}`;
    return fail("invalid_input", `confirm: ${message}.`, { errors: [{ path: "confirm", message }] });
  }
  const deletion = await judgeDeletion(db, topic, { despite });
  return isUnnamed(deletion) ? stillUsed(deletion) : ok(deletion.judged);
}
