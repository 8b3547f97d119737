import type { RequestSubmitted } from "#lib/contract/topic-requests";
import type { Connection } from "#lib/db/database";
import type { TopicPatch } from "#lib/domain/topic-spec";
import { type AuditDraft, type Handled, succeed } from "../define-command.ts";
import type { Judgement } from "../requests/request-kind.ts";
import { desireTopic } from "./desire-topic.ts";

export type Stored = {
  id: number;
  version: number;
  cluster: string;
  teamId: string;
  name: string;
  patch: TopicPatch;
  /** The event of what was just stored: submitted, or edited. */
  audit: AuditDraft;
};

/**
 * Ends a submission or an edit. Where no rule asks for a person, the request is approved in the same transaction, and the record says
 * that it was by the rules.
 */
export async function answerSubmitted(
  db: Connection,
  stored: Stored,
  judged: Judgement<"topic.create">,
): Promise<Handled<RequestSubmitted>> {
  const { id, version, cluster, teamId, name, patch, audit } = stored;
  const { plan, fingerprint, violations, slots, estimatedBytes } = judged;
  const answer = { id, fingerprint, plan, violations, requiredApprovals: slots };
  if (slots.length > 0) return succeed({ ...answer, state: "submitted", version }, { audit });

  await desireTopic(db, { requestId: id, cluster, name, teamId, patch, estimatedBytes });
  const approved = { ...audit, action: "request.approved", before: { state: "submitted" }, reason: null };
  const after = { state: "approved", fingerprint, by: "rules: no approval is required" };
  return succeed(
    { ...answer, state: "approved", version: version + 1 },
    { audit: [audit, { ...approved, after }], wake: [cluster] },
  );
}
