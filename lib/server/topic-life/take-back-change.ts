import type { Connection } from "#lib/db/database";
import { topicDefaults } from "#lib/db/stores/clusters";
import { desireChange, lockTopicOfRequest, type ManagedTopic, pendingFields } from "#lib/db/stores/managed-topics";
import type { RequestRecord } from "#lib/db/stores/requests";
import { transition } from "#lib/domain/request";
import { fail } from "#lib/domain/result";
import { countedBytes } from "#lib/domain/stored-bytes";
import type { TopicSpec } from "#lib/domain/topic-spec";
import { patchedSpec } from "#lib/plan/plan-change";
import type { Context, Handled } from "../define-command.ts";
import type { RequestEnded } from "../requests/end-request.ts";
import { takeBack } from "../requests/take-back.ts";
import { livePatch } from "./judge-drift.ts";

/**
 * Takes back an approved change that was not yet seen on the cluster, a move of partitions under way above all: its fields are desired as they
 * were last applied, where no later decision is about them, and the worker stops what it began. A classification stays: it took effect when it
 * was approved, and lowering it again needs its own approvals.
 */
export async function takeBackChange(
  context: Context,
  request: RequestRecord<"topic.change"> | RequestRecord<"topic.revert">,
  reason: string,
): Promise<Handled<RequestEnded>> {
  const moved = transition(request.state, { type: "supersede" });
  if (!moved.ok) return moved;
  const { db } = context;
  const topic = await lockTopicOfRequest(db, request.topicId);
  if (!topic || topic.deletingAt !== null) return fail("conflict", `${request.name} is gone, or being deleted.`);
  const open = request.plan.changes.map(({ field }) => field).filter((field) => field !== "classification");
  if (open.length === 0) return fail("conflict", AT_ONCE);
  const restored = request.kind === "topic.change" ? await specBefore(db, topic, request.id, open) : topic.spec;
  if (restored === null) return fail("conflict", `${topic.name} was never seen as it was before.`);

  const generation = await desire(db, topic, restored);
  return takeBack(context, request, {
    ...{ to: moved.value, reason, wake: [request.cluster] },
    before: { spec: topic.spec },
    after: { generation, spec: restored },
  });
}

const AT_ONCE = "A classification counts from its approval on, so nothing is under way; ask for another one.";

/** The fields as they were last seen applied, but for those that a later decision is about; null where nothing was ever seen. */
async function specBefore(
  db: Connection,
  { id: topicId, spec, lastApplied }: ManagedTopic,
  requestId: number,
  open: readonly string[],
): Promise<TopicSpec | null> {
  if (lastApplied === null) return null;
  const last = new Map((await pendingFields(db, topicId)).map((one) => [one.field, one.requestId]));
  const own = open.filter((field) => last.get(field) === requestId);
  return patchedSpec(spec, livePatch(own, lastApplied));
}

/** The next generation, also where nothing else is desired: the worker looks again at what it may write. */
async function desire(db: Connection, topic: ManagedTopic, spec: TopicSpec): Promise<number> {
  const { classification, expectedBytesPerSecond } = topic.metadata;
  const estimatedBytes = countedBytes(spec, expectedBytesPerSecond, await topicDefaults(db, topic.cluster));
  return desireChange(db, topic.id, { spec, classification, estimatedBytes });
}
