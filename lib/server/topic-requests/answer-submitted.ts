import type { RequestSubmitted } from "#lib/contract/topic-requests";
import type { Connection } from "#lib/db/database";
import type { TopicPatch } from "#lib/domain/topic-spec";
import { type AuditDraft, type Handled, succeed } from "../define-command.ts";
import { noticeRequestWaiting } from "../notices/request-waiting.ts";
import type { Judgement } from "../requests/request-kind.ts";
import { teamsWithoutOtherOwner } from "../requests/teams-without-other-owner.ts";
import { desireTopic } from "./desire-topic.ts";

export type Stored = {
  id: number;
  version: number;
  cluster: string;
  team: { id: string; name: string };
  requester: { id: string; name: string };
  name: string;
  patch: TopicPatch;
  reason: string;
  /** The event of what was just stored: submitted, or edited. */
  audit: AuditDraft;
};

/**
 * Ends a submission or an edit, and tells those who are to decide. Where no rule asks for a person, the request is approved in the same transaction, and the record says
 * that it was by the rules.
 */
export async function answerSubmitted(
  db: Connection,
  stored: Stored,
  judged: Judgement<"topic.create">,
): Promise<Handled<RequestSubmitted>> {
  const { id, version, cluster, team, name, patch, audit } = stored;
  const { plan, fingerprint, violations, slots, estimatedBytes } = judged;
  const answer = { id, fingerprint, plan, violations, requiredApprovals: slots };
  if (slots.length > 0) {
    const ownerless = await teamsWithoutOtherOwner(db, slots, stored.requester.id);
    const waiting = { ...stored, kind: "topic.create", askingTeam: team, fingerprint, slots, ownerless } as const;
    return succeed({ ...answer, state: "submitted", version }, { audit, tell: noticeRequestWaiting(waiting) });
  }

  await desireTopic(db, { requestId: id, cluster, name, teamId: team.id, patch, estimatedBytes });
  const approved = { ...audit, action: "request.approved", before: { state: "submitted" }, reason: null };
  const after = { state: "approved", fingerprint, by: "rules: no approval is required" };
  return succeed(
    { ...answer, state: "approved", version: version + 1 },
    { audit: [audit, { ...approved, after }], wake: [cluster] },
  );
}
