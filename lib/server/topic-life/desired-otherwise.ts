import type { ManagedTopic } from "#lib/db/stores/managed-topics";
import type { TopicMetadata, TopicSpec } from "#lib/domain/topic-spec";
import type { AuditDraft } from "../define-command.ts";

type Desired = { spec: TopicSpec; classification: TopicMetadata["classification"] };

/** The record of what is desired of a topic before and after a request: the worker records what it writes, and a classification is never written. */
export function desiredOtherwise(
  { id, name, team, spec, metadata, generation }: ManagedTopic,
  requestId: number,
  after: Desired & { generation: number },
): AuditDraft {
  return {
    action: "topic.desired-otherwise",
    object: { kind: "topic", id, name },
    teamId: team.id,
    requestId: String(requestId),
    before: { spec, classification: metadata.classification, generation },
    after: { spec: after.spec, classification: after.classification, generation: after.generation },
  };
}
