import { CancelTopicChange } from "#lib/contract/topic-life";
import { desireAgain, desireChange, lockTopicOfRequest, type ManagedTopic } from "#lib/db/stores/managed-topics";
import { moveRequest } from "#lib/db/stores/requests";
import { transition } from "#lib/domain/request";
import { fail } from "#lib/domain/result";
import type { SpecPatch, TopicSpec } from "#lib/domain/topic-spec";
import { patchedSpec } from "#lib/plan/plan-change";
import { defineCommand, succeed } from "../define-command.ts";
import { requestObject, requestSubject } from "../requests/request-subject.ts";
import { livePatch } from "../topic-life/judge-drift.ts";

/**
 * Takes back an approved change that was not yet seen on the cluster, a move of partitions under way above all: its fields are desired as they
 * were last applied, and the worker stops what it began.
 */
export const cancelTopicChange = defineCommand({
  name: "cancel-topic-change",
  permission: "topic.cancel-change",
  input: CancelTopicChange,
  subject: requestSubject,
  async handle({ actor, db }, { reason }, { request }) {
    if (request.kind !== "topic.change" && request.kind !== "topic.revert")
      return fail("conflict", "Only a change or a revert of a topic that is under way can be taken back.");
    const moved = transition(request.state, { type: "supersede" });
    if (!moved.ok) return moved;
    const topic = await lockTopicOfRequest(db, request.topicId);
    if (!topic) return fail("conflict", `${request.name} is gone.`);

    const before = request.kind === "topic.change" ? appliedBefore(topic, request.plan.changes) : {};
    if (before === null) return fail("conflict", `${request.name} was never seen as it was before.`);
    const { spec, metadata, estimatedBytes } = topic;
    const restored = patchedSpec(spec, before);
    const generation =
      request.kind === "topic.change"
        ? await desireChange(db, topic.id, { spec: restored, classification: metadata.classification, estimatedBytes })
        : await desireAgain(db, topic.id);
    await moveRequest(db, request.id, { state: moved.value, outcome: `Taken back by ${actor.name}: ${reason}` });
    const after = { state: moved.value, generation, spec: restored };
    return succeed(
      { id: request.id, state: moved.value },
      {
        audit: {
          action: "request.taken-back",
          object: requestObject(request),
          teamId: request.team.id,
          requestId: String(request.id),
          before: { state: request.state, spec },
          after,
          reason,
        },
        wake: [request.cluster],
      },
    );
  },
});

/** The fields as they were last seen applied; null where nothing ever was. */
function appliedBefore({ lastApplied }: ManagedTopic, changes: readonly { field: string }[]): SpecPatch | null {
  const applied: TopicSpec | null = lastApplied;
  const fields = changes.map(({ field }) => field).filter((field) => field !== "classification");
  return applied && livePatch(fields, applied);
}
